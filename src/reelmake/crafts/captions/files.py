"""The caption files of an episode, all from one list of cues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reelmake.crafts.captions.ass import readable_colour, to_ass
from reelmake.crafts.captions.cue import Cue
from reelmake.crafts.captions.subtitles import to_srt, to_vtt
from reelmake.crafts.captions.ttml import to_ttml
from reelmake.documents.project import ProfileConfig, ProjectConfig


def caption_files(
    cues: Sequence[Cue], project: ProjectConfig, profile: ProfileConfig, title: str, colours: Mapping[str, str]
) -> dict[str, str]:
    """Return the text of each caption file, by file name; speakers have ``colours`` if the project asks for them."""
    rate, language = project.rate, project.series.language
    speaking = {speech.speaker_id for cue in cues for speech in cue.speeches if speech.speaker_id}
    by_colour = project.captions.naming == "colour"
    shown = {who: readable_colour(colours[who]) for who in sorted(speaking) if who in colours} if by_colour else None
    return {
        "captions.srt": to_srt(cues, rate),
        "captions.vtt": to_vtt(cues, rate, language, shown),
        "captions.ass": to_ass(cues, rate, profile, project.captions, colours),
        "captions.ttml": to_ttml(cues, rate, language=language, title=title, colours=shown),
    }
