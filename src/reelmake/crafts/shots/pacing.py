"""The pauses and limits of a project, in frames."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.documents.project import ProjectConfig
from reelmake.kernel.frames import Rate

STILL_BELOW_MS = 2000
LONG_LINE_MS = 4000
SPLIT_ABOVE_MS = 8000
REACTION_MS = 2000
ESTABLISHING_MS = 2000
DETAIL_MS = 2000
TITLE_MS = 2500
CREDITS_MS = 5000
CREDITED_NAME_MS = 300
LONGEST_CREDITS_MS = 12000
LONGEST_TRANSITION_MS = 500


@dataclass(frozen=True)
class Pacing:
    """Every length the shot grammar uses, in frames at the project's rate."""

    rate: Rate
    between_lines: int
    beat: int
    scene_head: int
    scene_tail: int
    action_ms_per_word: int
    shortest: int
    longest_action: int
    still_below: int
    """Shots shorter than this have no camera move."""
    long_line: int
    """A line of this length or more gets a close-up."""
    split_above: int
    """A speech longer than this is split into several shots."""
    reaction: int
    establishing: int
    detail: int
    title: int
    credits: int
    credited_name: int
    """The time each name adds to the credits."""
    longest_credits: int
    longest_transition: int
    characters_per_second: int

    def word_frames(self, words: int) -> int:
        """Return the screen time of an action of this many words, within the limits of a shot."""
        wanted = self.rate.frames_from_ms(words * self.action_ms_per_word)
        return max(self.shortest, min(self.longest_action, wanted))

    def reading_frames(self, characters: int) -> int:
        """Return how long this many characters take to read; at least one frame."""
        milliseconds = -(-characters * 1000 // self.characters_per_second)
        return max(1, _at_least(self.rate, milliseconds))


def pacing_of(project: ProjectConfig) -> Pacing:
    """Return the project's pauses and limits in frames."""
    rate, pauses = project.rate, project.pacing
    shortest = max(1, _at_least(rate, pauses.shortest_shot_ms))
    reaction = max(shortest, _at_least(rate, REACTION_MS))
    still_below = max(1, _at_least(rate, STILL_BELOW_MS))
    return Pacing(
        rate=rate,
        between_lines=rate.frames_from_ms(pauses.between_lines_ms),
        beat=rate.frames_from_ms(pauses.beat_ms),
        scene_head=rate.frames_from_ms(pauses.scene_head_ms),
        scene_tail=rate.frames_from_ms(pauses.scene_tail_ms),
        action_ms_per_word=pauses.action_ms_per_word,
        shortest=shortest,
        longest_action=max(shortest, _at_most(rate, pauses.longest_action_ms)),
        still_below=still_below,
        long_line=rate.frames_from_ms(LONG_LINE_MS),
        # Three reactions long, so that no piece of a split speech can fall below the shortest shot.
        split_above=max(rate.frames_from_ms(SPLIT_ABOVE_MS), 3 * reaction),
        reaction=reaction,
        establishing=max(shortest, still_below, rate.frames_from_ms(ESTABLISHING_MS)),
        detail=max(shortest, _at_least(rate, DETAIL_MS)),
        title=max(shortest, _at_least(rate, TITLE_MS)),
        credits=_at_least(rate, CREDITS_MS),
        credited_name=_at_least(rate, CREDITED_NAME_MS),
        longest_credits=_at_least(rate, LONGEST_CREDITS_MS),
        longest_transition=rate.frames_from_ms(LONGEST_TRANSITION_MS),
        characters_per_second=project.voice.characters_per_second,
    )


def _at_least(rate: Rate, milliseconds: int) -> int:
    return -int(-rate.value * milliseconds // 1000)


def _at_most(rate: Rate, milliseconds: int) -> int:
    return int(rate.value * milliseconds // 1000)
