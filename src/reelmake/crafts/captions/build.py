"""Builds the captions of an episode: one list of cues, from which every format is written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from reelmake.crafts.captions.cue import Cue, DraftCue
from reelmake.crafts.captions.early_start import too_fast_cues, with_early_starts
from reelmake.crafts.captions.limits import GAP, CaptionRules
from reelmake.crafts.captions.timeline import CaptionOptions, line_cues, sound_cues
from reelmake.documents.project import CaptionConfig
from reelmake.documents.shotlist import ShotList, TransitionKind
from reelmake.documents.timed_lines import timed_lines
from reelmake.documents.voice import WordTime
from reelmake.kernel.frames import Rate

__all__ = ["Cue", "caption_cues", "cues_by_shot", "picture_changes"]


def caption_cues(
    shotlist: ShotList,
    config: CaptionConfig,
    words: Mapping[str, Sequence[WordTime]] | None = None,
    language: str = "en",
) -> tuple[Cue, ...]:
    """Return an episode's captions in order.

    ``words`` has the times of words, by line id, as the voice measured them; other lines are timed by their letters.
    """
    rules = CaptionRules.from_config(config, Rate.parse(shotlist.fps))
    options = CaptionOptions(config.naming, rules, words or {}, language)
    cues = _build_cues(shotlist, config, options)
    # If a caption is too fast to read, the name of a visible speaker is the first thing to drop.
    too_fast = [speech for cue in too_fast_cues(cues, rules) for speech in cue.speeches]
    unnamed = {speech.line_id for speech in too_fast if speech.label and not speech.dash} & _seen_speaking(shotlist)
    return _build_cues(shotlist, config, replace(options, unnamed=unnamed)) if unnamed else cues


def _build_cues(shotlist: ShotList, config: CaptionConfig, options: CaptionOptions) -> tuple[Cue, ...]:
    rules = options.rules
    drafts = line_cues(timed_lines(shotlist), shotlist.total_frames, options)
    if config.sounds:
        drafts = sorted([*drafts, *sound_cues(shotlist, drafts, rules)], key=lambda one: (one.start, one.lane))
    changes = picture_changes(shotlist)
    cues = [
        cue
        for lane in sorted({one.lane for one in drafts})
        for cue in with_early_starts(_with_ends(drafts, lane, changes, rules), changes, rules)
    ]
    return tuple(sorted(cues, key=lambda cue: (cue.start, cue.end_exclusive, cue.top)))


def _seen_speaking(shotlist: ShotList) -> set[str]:
    """Return the ids of the lines whose speaker is visible when the line begins."""
    return {
        line.line_id
        for shot in shotlist.shots
        for line in shot.lines
        if line.offset >= 0 and line.speaker_id in {figure.character_id for figure in shot.figures}
    }


def picture_changes(shotlist: ShotList) -> list[int]:
    """Return the frames at which a new scene, a dissolve or a fade-in begins, and the end of the episode."""
    gradual = (TransitionKind.DISSOLVE, TransitionKind.FADE_IN)
    changes = [
        after.start
        for before, after in pairwise(shotlist.shots)
        if before.scene_id != after.scene_id or (after.transition_in.kind in gradual and after.transition_in.frames)
    ]
    return [*changes, shotlist.total_frames]


def cues_by_shot(shotlist: ShotList, cues: Sequence[Cue]) -> dict[str, tuple[Cue, ...]]:
    """Return the captions visible in each shot, by shot id; their frames count from the shot's start."""
    waiting = list(reversed(cues))
    shown: list[Cue] = []
    result: dict[str, tuple[Cue, ...]] = {}
    for shot in shotlist.shots:
        while waiting and waiting[-1].start < shot.end_exclusive:
            shown.append(waiting.pop())
        shown = [cue for cue in shown if cue.end_exclusive > shot.start]
        result[shot.id] = tuple(_within(cue, shot.start, shot.frames) for cue in shown)
    return result


def _within(cue: Cue, start: int, frames: int) -> Cue:
    return replace(cue, start=max(cue.start - start, 0), end_exclusive=min(cue.end_exclusive - start, frames))


def _with_ends(drafts: Iterable[DraftCue], lane: int, changes: list[int], rules: CaptionRules) -> list[Cue]:
    """Return a lane's captions with their ends: late enough to read, yet before the next one and a picture change."""
    own = [one for one in drafts if one.lane == lane]
    nexts = [one.start for one in own[1:]] + [changes[-1] + GAP]
    cues = []
    for one, following in zip(own, nexts, strict=True):
        place = bisect_left(changes, one.start + 1)
        change = changes[min(place, len(changes) - 1)]
        text = " ".join(row for speech in one.speeches for row in speech.written)
        readable = one.start + min(max(rules.min_frames, rules.reading_frames(text)), rules.max_frames)
        # Speech may continue over a change of picture with its caption; extra reading time may not.
        wanted = max(one.end_exclusive, min(readable, change))
        if one is not own[-1] and GAP < following - wanted < rules.min_open_gap and following <= change + GAP:
            wanted = min(following - GAP, max(one.start + rules.max_frames, wanted))
        last = following - GAP if following - GAP > one.start else following
        cues.append(Cue(one.start, max(min(wanted, last, changes[-1]), one.start + 1), one.speeches, lane > 0))
    return cues
