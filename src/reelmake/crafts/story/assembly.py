"""Builds a script from element drafts: scenes, ids, speakers and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reelmake.crafts.story.element_drafts import ElementDraft
from reelmake.crafts.story.element_ids import ElementIds
from reelmake.crafts.story.feelings import with_feelings
from reelmake.crafts.story.headings import Heading
from reelmake.crafts.story.markup import plain
from reelmake.crafts.story.parsed_text import notes_inside, parsed_element, parsed_part
from reelmake.crafts.story.scene_numbers import BEFORE_FIRST, number_scenes
from reelmake.crafts.story.source import no_scene
from reelmake.documents.canon import folded
from reelmake.documents.numbering import Numbering
from reelmake.documents.script import (
    Element,
    ElementKind,
    Scene,
    SceneSetting,
    Script,
    SourceLines,
    TitleField,
    Unplaced,
)
from reelmake.kernel.ids import slug, trace_id

NOWHERE = "nowhere"
_NO_HEADING = Heading("", "", False, SceneSetting.UNSTATED, "", "")


def assemble(
    drafts: list[ElementDraft],
    *,
    lines: Sequence[str],
    title_page: tuple[TitleField, ...],
    unplaced: Iterable[Unplaced],
    path: str,
    episode: str,
    series: str,
    character_ids: Mapping[str, str],
    location_ids: Mapping[str, str],
    numbering: Numbering | None,
) -> Script:
    """Return the script made of drafts in page order; raise ValidationFailed when none of them is a scene heading."""
    if not any(draft.heading for draft in drafts):
        raise no_scene(path)
    elements = _Elements(character_ids)
    scenes = [_scene(heading, elements.of(members), location_ids) for heading, members in _by_scene(drafts)]
    return Script(
        trace_id=trace_id(series, episode),
        episode=episode,
        title=_stated(title_page, "title") or episode,
        language=_stated(title_page, "language"),
        title_page=title_page,
        scenes=number_scenes(scenes, numbering, path=path),
        line_count=len(lines),
        unplaced=(*unplaced, *_silent_cues(drafts, lines)),
    )


def accounted_lines(script: Script) -> set[int]:
    """Return the source lines that are represented in the script."""
    lines: set[int] = set()
    for title in script.title_page:
        lines.update(_range(title.source))
    for scene in script.scenes:
        lines.update(_range(scene.source))
        for element in scene.elements:
            lines.update(_range(element.source))
    return lines


class _Elements:
    """Makes elements of drafts. Use one per script: ids are unique across its scenes."""

    def __init__(self, character_ids: Mapping[str, str]) -> None:
        self._character_ids = character_ids
        self._ids = ElementIds()
        self._known: dict[str, str] = {}

    def of(self, drafts: list[ElementDraft]) -> tuple[Element, ...]:
        sides = _sides(drafts)
        return with_feelings(self._element(draft, side) for draft, side in zip(drafts, sides, strict=True))

    def _element(self, draft: ElementDraft, side: str) -> Element:
        cue = draft.cue
        speaker = cue.speaker if cue else ""
        return parsed_element(
            draft.kind,
            draft.text,
            SourceLines(first=draft.first, last=draft.last),
            cue=draft.cue_text,
            parts=tuple(
                parsed_part(part.kind, part.text, SourceLines(first=part.first, last=part.last)) for part in draft.parts
            ),
            id=self._ids.next_for(draft),
            forced=draft.forced,
            level=draft.level,
            speaker=speaker,
            speaker_id=self._speaker_id(speaker) if speaker else "",
            extensions=cue.extensions if cue else (),
            dual=side,
        )

    def _speaker_id(self, speaker: str) -> str:
        if speaker not in self._known:
            self._known[speaker] = self._character_ids.get(folded(speaker)) or slug(speaker)
        return self._known[speaker]


def _by_scene(drafts: Iterable[ElementDraft]) -> list[tuple[ElementDraft | None, list[ElementDraft]]]:
    scenes: list[tuple[ElementDraft | None, list[ElementDraft]]] = [(None, [])]
    for draft in drafts:
        if draft.heading:
            scenes.append((draft, []))
        else:
            scenes[-1][1].append(draft)
    return scenes if scenes[0][1] else scenes[1:]


def _scene(opening: ElementDraft | None, elements: tuple[Element, ...], location_ids: Mapping[str, str]) -> Scene:
    heading = (opening.heading if opening else None) or _NO_HEADING
    source = SourceLines(first=opening.first, last=opening.last) if opening else elements[0].source
    location = heading.location
    return Scene(
        id=BEFORE_FIRST,
        number=heading.number,
        heading=heading.text,
        heading_words=plain(heading.text),
        notes=notes_inside(heading.text, source.first),
        forced=heading.forced,
        setting=heading.setting,
        location=location,
        location_id=(location_ids.get(folded(location)) or slug(location)) if location else NOWHERE,
        time_of_day=heading.time_of_day,
        source=source,
        elements=elements,
    )


def _sides(drafts: list[ElementDraft]) -> list[str]:
    """Return each draft's side in a dual dialogue: a cue with ^ is right of the speech before it."""
    sides = [""] * len(drafts)
    before: int | None = None
    for index, draft in enumerate(drafts):
        if draft.cue:
            if draft.cue.dual:
                sides[index] = "right"
                if before is not None and not sides[before]:
                    sides[before] = "left"
            before = index
        elif draft.kind not in (ElementKind.NOTE, ElementKind.BONEYARD):
            before = None
    return sides


def _stated(title_page: tuple[TitleField, ...], key: str) -> str:
    """Return what the title page states under a key."""
    return next((" ".join(filter(None, entry.words)) for entry in title_page if entry.key.casefold() == key), "")


def _silent_cues(drafts: Iterable[ElementDraft], lines: Sequence[str]) -> list[Unplaced]:
    why = "a cue without a line under it"
    return [
        Unplaced(line=draft.first, text=lines[draft.first - 1], why=why)
        for draft in drafts
        if draft.cue and not any(part.kind in ("line", "lyric") for part in draft.parts)
    ]


def _range(source: SourceLines) -> range:
    return range(source.first, source.last + 1)
