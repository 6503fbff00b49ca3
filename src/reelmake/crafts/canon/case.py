"""What a rule is given: one happening, its scene, the facts before it, and the canon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reelmake.crafts.canon.facts import Facts
from reelmake.crafts.canon.happenings import Happening, ReadScene
from reelmake.crafts.canon.names import Names
from reelmake.documents.canon import Canon
from reelmake.documents.story_time import day_minutes, has_begun, is_over
from reelmake.documents.verdict import Finding, Severity
from reelmake.kernel.errors import did_you_mean, one_line


@dataclass(frozen=True)
class CanonContext:
    """What all cases of one script share."""

    canon: Canon
    names: Names
    canon_path: str
    script_path: str

    def cite(self, path: str, value: object, source: str = "") -> str:
        """Return a fact of the canon as a citation: file, path, value, and its source where known."""
        said = f" (source: {one_line(source)})" if source else ""
        return f"{self.canon_path} {path}: {one_line(str(value))}{said}"


@dataclass(frozen=True)
class Case:
    """One happening, and everything its judgement may depend on."""

    context: CanonContext
    scene: ReadScene
    happening: Happening
    before: Facts
    company: tuple[str, ...] = ()
    """Who was in the scene in person so far, in order of arrival."""

    @property
    def canon(self) -> Canon:
        return self.context.canon

    @property
    def name(self) -> str:
        """Return the name of the person the happening is about."""
        return self.person(self.happening.who)

    def person(self, key: str) -> str:
        return self.context.names.people.show(key)

    def place(self, key: str) -> str:
        return self.context.names.places.show(key)

    def prop(self, key: str) -> str:
        return self.context.names.props.show(key)

    def over(self, when: str) -> bool | None:
        """Say whether a moment of the canon is past in this scene; None if the scene's time is unknown."""
        return is_over(when, self.scene.position) if self._comparable(when) else False

    def begun(self, when: str) -> bool | None:
        """Say whether a moment of the canon has begun in this scene; None if the scene's time is unknown."""
        return has_begun(when, self.scene.position) if self._comparable(when) else False

    def holds(self, since: str, until: str) -> bool:
        """Say whether something that is true in a period is certainly true in this scene."""
        if self.scene.mode == "flashback" and not (since or until):
            return True
        return (not since or self.begun(since) is True) and not (until and self.over(until) is not False)

    def real(self, who: str) -> bool:
        """Say whether somebody is really in this scene: no dream, ghost or recording."""
        known = self.canon.characters.get(who)
        return self.scene.mode != "dream" and who not in self.scene.unreal and not (known and known.ghost)

    def finding(
        self, kind: str, family: str, what: str, *, fact: str, repair: str, severity: Severity = "HIGH"
    ) -> Finding:
        """Return a finding about this happening."""
        return Finding(
            kind=kind,
            family=family,
            severity=severity,
            scene_id=self.scene.id,
            line=self.happening.line,
            what=what,
            fact=fact,
            repair=repair,
        )

    def unknown(self, noun: str, family: str, known: Mapping[str, object]) -> Finding:
        """Return a finding about a key that is missing in the canon."""
        key = self.happening.value
        return self.finding(
            f"unknown_{noun}",
            family,
            f'the canon has no {noun} "{one_line(key)}"{did_you_mean(key, known)}',
            fact=f"{self.context.canon_path} has {len(known)} {noun}s",
            repair="use one of these, or propose a new one: reelmake canon propose",
        )

    def _comparable(self, when: str) -> bool:
        """Say whether a moment can be compared with the scene: a dream has no time, a flashback only a stated one."""
        if not when or self.scene.mode == "dream":
            return False
        if self.scene.mode == "flashback":
            return day_minutes(when) is not None and self.scene.stated is not None
        return True
