"""The length and sound of every spoken part, from the voice document."""

from __future__ import annotations

from reelmake.crafts.shots.pacing import Pacing
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Element
from reelmake.documents.shotlist import ShotLine
from reelmake.documents.spoken import SpokenPart, spoken_id
from reelmake.documents.voice import SpokenLine, Voice
from reelmake.kernel.errors import InvariantViolated, one_line


class SpokenLengths:
    """Looks spoken parts up in a voice document: ``lengths.line(part, unseen=False)``."""

    def __init__(self, voice: Voice, project: ProjectConfig, pacing: Pacing) -> None:
        if voice.fps != str(project.rate):
            raise InvariantViolated(
                f"the voice was measured at {voice.fps} frames per second, but the project has {project.rate}",
                where=f"voice of {voice.episode}",
                remedy="build voice.json again",
                reason="VOICE_RATE_DIFFERS",
            )
        self._episode = voice.episode
        self._pacing = pacing
        self._lines: dict[tuple[str, int], SpokenLine] = {(line.element_id, line.part): line for line in voice.lines}

    def line(self, part: SpokenPart, *, unseen: bool) -> ShotLine:
        """Return a part with its length and sound, at offset 0; a lyric without sound gets its reading time."""
        spoken = self._lines.get((part.element.id, part.part))
        if spoken is None and not part.is_lyric:
            raise InvariantViolated(
                f'line {part.id} ("{one_line(part.text, 40)}", scene {part.scene.id}) has no length',
                where=f"voice of {self._episode}",
                allowed="a voice document made from this script",
                remedy="build voice.json again",
                reason="VOICE_LINE_MISSING",
            )
        text = part.text
        return ShotLine(
            line_id=part.id,
            speaker_id=part.speaker_id,
            speaker=part.speaker,
            text=spoken.text if spoken else text,
            key=spoken.key if spoken else "",
            offset=0,
            frames=spoken.frames if spoken else self._pacing.reading_frames(len(text)),
            voice_over=unseen,
        )

    def lyric(self, element: Element) -> ShotLine:
        """Return a lyric without a cue: silent, as long as it takes to read."""
        text = element.words
        return ShotLine(
            line_id=spoken_id(element, 0),
            speaker_id="",
            speaker="",
            text=text,
            offset=0,
            frames=self._pacing.reading_frames(len(text)),
            voice_over=True,
        )
