"""One happening as a rule sees it: the scene around it, what stands before it, and the canon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reelmake.crafts.canon.facts import Standing
from reelmake.crafts.canon.happenings import Happening, SceneReading
from reelmake.crafts.canon.names import Names
from reelmake.documents.canon import Canon
from reelmake.documents.story_time import day_minutes, has_begun, is_over
from reelmake.documents.verdict import Finding, Severity
from reelmake.kernel.errors import did_you_mean, one_line


@dataclass(frozen=True)
class Truth:
    """What every case of a script has in common."""

    canon: Canon
    names: Names
    canon_path: str
    script_path: str

    def cite(self, path: str, value: object, source: str = "") -> str:
        """Return a fact of the canon with where it stands, and who says it first where that is known."""
        said = f" (source: {one_line(source)})" if source else ""
        return f"{self.canon_path} {path}: {one_line(str(value))}{said}"


@dataclass(frozen=True)
class Case:
    """One happening, and everything its judgement may depend on."""

    truth: Truth
    scene: SceneReading
    happening: Happening
    before: Standing
    company: tuple[str, ...] = ()
    """Who has been in the scene in person so far, in the order of their coming."""

    @property
    def canon(self) -> Canon:
        return self.truth.canon

    @property
    def name(self) -> str:
        """Return the name of the one it is about."""
        return self.person(self.happening.who)

    def person(self, key: str) -> str:
        return self.truth.names.people.show(key)

    def place(self, key: str) -> str:
        return self.truth.names.places.show(key)

    def prop(self, key: str) -> str:
        return self.truth.names.props.show(key)

    def over(self, when: str) -> bool | None:
        """Say whether a moment of the canon is past in this scene; None when the scene's time does not tell."""
        return is_over(when, self.scene.here) if self._comparable(when) else False

    def begun(self, when: str) -> bool | None:
        """Say whether a moment of the canon has come in this scene."""
        return has_begun(when, self.scene.here) if self._comparable(when) else False

    def holds(self, since: str, until: str) -> bool:
        """Say whether something true for a stretch certainly is so in this scene."""
        if self.scene.mode == "flashback" and not (since or until):
            return True
        return (not since or self.begun(since) is True) and not (until and self.over(until) is not False)

    def real(self, who: str) -> bool:
        """Say whether somebody in this scene is themselves: no dream, ghost or recording."""
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
        """Return a finding about a key that the canon has not, among those it has."""
        key = self.happening.value
        return self.finding(
            f"unknown_{noun}",
            family,
            f'the canon has no {noun} "{one_line(key)}"{did_you_mean(key, known)}',
            fact=f"{self.truth.canon_path} has {len(known)} {noun}s",
            repair="name one of these, or propose it: reelmake canon propose",
        )

    def _comparable(self, when: str) -> bool:
        """A place in the series says nothing about a flashback, nor does anything about a dream."""
        if not when or self.scene.mode == "dream":
            return False
        if self.scene.mode == "flashback":
            return day_minutes(when) is not None and self.scene.stated is not None
        return True
