"""The captions of an episode, in one list from which every format is written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from reelmake.crafts.captions.cue import Cue, Heard
from reelmake.crafts.captions.early_start import hasty, with_lead
from reelmake.crafts.captions.limits import GAP, CaptionRules
from reelmake.crafts.captions.timeline import Manner, heard_in, sounds_in
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

    ``words`` are the times of the words of lines by id, from the voice; lines without are timed by their letters.
    """
    rules = CaptionRules.of(config, Rate.parse(shotlist.fps))
    manner = Manner(config.naming, rules, words or {}, language)
    cues = _laid(shotlist, config, manner)
    # Who is seen speaking needs a name the least: it goes where there is no time to read it.
    unnamed = {
        speech.line_id for cue in hasty(cues, rules) for speech in cue.speeches if speech.label and not speech.dash
    } & _seen_speaking(shotlist)
    return _laid(shotlist, config, replace(manner, unnamed=unnamed)) if unnamed else cues


def _laid(shotlist: ShotList, config: CaptionConfig, manner: Manner) -> tuple[Cue, ...]:
    rules = manner.rules
    heard = heard_in(timed_lines(shotlist), shotlist.total_frames, manner)
    if config.sounds:
        heard = sorted([*heard, *sounds_in(shotlist, heard, rules)], key=lambda one: (one.start, one.lane))
    changes = picture_changes(shotlist)
    cues = [
        cue
        for lane in sorted({one.lane for one in heard})
        for cue in with_lead(_placed(heard, lane, changes, rules), changes, rules)
    ]
    return tuple(sorted(cues, key=lambda cue: (cue.start, cue.end_exclusive, cue.top)))


def _seen_speaking(shotlist: ShotList) -> set[str]:
    """Return the ids of the lines whose speaker is in the picture when they begin."""
    return {
        line.line_id
        for shot in shotlist.shots
        for line in shot.lines
        if line.offset >= 0 and line.speaker_id in {figure.character_id for figure in shot.figures}
    }


def picture_changes(shotlist: ShotList) -> list[int]:
    """Return the frames at which a scene gives way to the next, or a picture melts into another, and the end."""
    melting = (TransitionKind.DISSOLVE, TransitionKind.FADE_IN)
    changes = [
        after.start
        for before, after in pairwise(shotlist.shots)
        if before.scene_id != after.scene_id or (after.transition_in.kind in melting and after.transition_in.frames)
    ]
    return [*changes, shotlist.total_frames]


def cues_by_shot(shotlist: ShotList, cues: Sequence[Cue]) -> dict[str, tuple[Cue, ...]]:
    """Return for each shot's id the captions seen in it, their frames counted from the shot's start."""
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


def _placed(heard: Iterable[Heard], lane: int, changes: list[int], rules: CaptionRules) -> list[Cue]:
    """Give each caption of a lane its end: late enough to read by, before the next one and a change of picture."""
    own = [one for one in heard if one.lane == lane]
    nexts = [one.start for one in own[1:]] + [changes[-1] + GAP]
    cues = []
    for one, following in zip(own, nexts, strict=True):
        place = bisect_left(changes, one.start + 1)
        change = changes[min(place, len(changes) - 1)]
        text = " ".join(row for speech in one.speeches for row in speech.written)
        readable = one.start + min(max(rules.shortest, rules.reading_frames(text)), rules.longest)
        # Speech that runs over a change of scene keeps its caption; one that merely could be read longer does not.
        wanted = max(one.end_exclusive, min(readable, change))
        if one is not own[-1] and GAP < following - wanted < rules.chained and following <= change + GAP:
            wanted = min(following - GAP, max(one.start + rules.longest, wanted))
        last = following - GAP if following - GAP > one.start else following
        cues.append(Cue(one.start, max(min(wanted, last, changes[-1]), one.start + 1), one.speeches, lane > 0))
    return cues
