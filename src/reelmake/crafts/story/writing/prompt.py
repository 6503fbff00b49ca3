"""The prompt of a model writer: the pack and the plan in plain words, and the objections to its last version."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.story.writing.episode_plan import names_of
from reelmake.crafts.story.writing.port import Order
from reelmake.documents.brief import Beat
from reelmake.documents.canon import folded
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.writing import EpisodePlan, ScenePlan

SYSTEM = (
    "You write screenplays. Answer with one JSON object and nothing else. Show, do not explain; let people want things "
    "and not say so; keep lines short; let them interrupt each other; end a scene early. Use only the characters and "
    "locations you are given, by the names you are given. Follow the plan: one scene for each of its scenes. No line "
    "is said twice."
)
_FILL_SLOTS = """\
Every scene of the JSON has its places in order: what is seen, and who says something. Some are written already. Fill \
each of the others with one short sentence of your own, about things in the room and what these people want, that \
answers the one before. Do not explain, do not repeat, and do not say what is told above in the words it is told in."""


def prompt_for(order: Order, plan: EpisodePlan, *, fills_slots: bool = False) -> str:
    """Return the prompt for an order; with ``fills_slots`` the answer fills the slots of ``answer_form``."""
    pack = order.pack
    parts = [*_series(pack), *_people(pack), *_past(pack, fills_slots)]
    parts += [_scene(pack, scene, beat, fills_slots) for scene, beat in zip(plan.scenes, pack.brief.beats, strict=True)]
    parts += _demands(pack, fills_slots)
    if fills_slots:
        # No example here: a small model would copy it.
        parts.append(_FILL_SLOTS)
    if order.objections:
        last = max(objection.round for objection in order.objections)
        wrong = [
            f"- {one.finding.what}; {one.finding.fact}. {one.finding.repair}"
            for one in order.objections
            if one.round == last
        ]
        parts.append(f"Your last version:\n{order.previous}\nMend this and keep the rest:\n" + "\n".join(wrong))
    return "\n\n".join(parts) + "\n"


def _series(pack: ContextPack) -> Iterator[str]:
    brief = pack.brief
    title = f", {brief.title}" if brief.title else ""
    yield (
        f"Write an episode of the series {pack.series}{title}, in the language {pack.language}. It is "
        f"{' and '.join(brief.tone)}, and takes about {brief.seconds} seconds.\n{brief.logline}"
    )


def _people(pack: ContextPack) -> Iterator[str]:
    lines = []
    for person in pack.canon.characters.values():
        marks = "".join(f" {key}: {value}." for key, value in sorted({**person.look, **person.voice}.items()))
        age = f", {person.age}" if person.age is not None else ""
        lines.append(f"{person.name}{age}. {person.description}{marks}".strip())
    yield "People:\n" + "\n".join(lines)


def _past(pack: ContextPack, fills_slots: bool) -> Iterator[str]:
    names = {key: person.name for key, person in pack.canon.characters.items()}
    related = [
        f"{names[one.who]} is {one.kind} of {names[one.of]}."
        for one in pack.canon.relationships.values()
        if one.who in names and one.of in names
    ]
    standing = [
        " ".join(filter(None, (names.get(fact.subject, fact.subject), fact.kind.value, fact.object, fact.detail)))
        for fact in pack.standing
    ]
    # The plan follows the rules already; a small model would only repeat them.
    rules = [] if fills_slots else [rule.says for rule in pack.canon.rules.values()]
    for title, lines in (
        ("What is always so", [*rules, *related]),
        ("What has happened", [*pack.events, *standing]),
        ("The episode before", [pack.last_summary] if pack.last_summary else []),
        ("Open questions", [thread.text for thread in pack.open_threads]),
        ("Scenes of long ago, for tone and small detail alone; nothing here is certain", _remembered(pack)),
    ):
        if lines:
            yield f"{title}:\n" + "\n".join(lines)


def _remembered(pack: ContextPack) -> list[str]:
    return [f"{one.where}: {one.text}" for one in pack.recalled]


def _scene(pack: ContextPack, scene: ScenePlan, beat: Beat, fills_slots: bool) -> str:
    place = pack.canon.locations[scene.where]
    people = pack.canon.characters
    wants = people[scene.wants].name
    holds = people[scene.holds].name if scene.holds else ""
    names = names_of(pack.canon)
    lines = [f"Scene {scene.number}. {place.name}, {scene.when}. {place.description}".strip(), scene.what]
    if others := [people[key].name for key in (scene.wants, scene.holds, *scene.others) if key]:
        lines.append(f"There are {' and '.join(others)}.")
    if holds and not fills_slots:
        lines.append(f"{wants} wants something of {holds}.")
    if beat.about:
        lines.append(f"They talk round {beat.about} before it comes out.")
    if beat.thing:
        lines.append(f"In somebody's hand: {beat.thing}.")
    if fills_slots:
        # The brief's own words have slots in the answer. If they were here too, a small model would say nothing else.
        return "\n".join(lines)
    if beat.fact:
        lines.append(f"What comes out: {beat.fact}")
    lines += [f'{people[names[folded(said.who)]].name} says, word for word: "{said.line}"' for said in beat.say]
    if beat.turn:
        lines.append(f"It ends on: {beat.turn}")
    return "\n".join(lines)


def _demands(pack: ContextPack, fills_slots: bool) -> Iterator[str]:
    brief = pack.brief
    if brief.motif:
        yield f"A {brief.motif} runs through the episode."
    if brief.must and not fills_slots:
        yield "These words have to stand in it:\n" + "\n".join(brief.must)
    if brief.must_not:
        yield "These words may stand nowhere in it: " + ", ".join(brief.must_not)
