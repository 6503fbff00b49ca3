"""Checks captions against the project's caption rules: those an episode would get now, or those in any file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reelmake.crafts.captions.limits import CaptionRules
from reelmake.crafts.captions.lint import RuleViolation, as_read_cues, find_violations
from reelmake.crafts.captions.readers import READERS, read_captions
from reelmake.documents.action import Action
from reelmake.kernel.errors import NotFound, ReelmakeError, ValidationFailed
from reelmake.kernel.frames import Rate
from reelmake.workspace.workspace import Workspace


@dataclass(frozen=True)
class LintResult:
    """What was checked and which rules it breaks."""

    subject: str
    captions: int
    rate: Rate
    breaches: list[RuleViolation]
    unspoken: int = 0
    """How many lines were never spoken, so that their times are estimates"""


def is_caption_file(name: str) -> bool:
    """Return whether a name is a caption file's, and not an episode's."""
    return name.rpartition(".")[2].lower() in READERS or "/" in name


def lint_file(name: str, fps: str, workspace: Workspace | None) -> LintResult:
    """Check a caption file by the rules and the frame rate of a workspace; ``fps`` overrides the rate.

    Without a workspace the default rules apply, and 24 frames a second.
    """
    from reelmake.documents.project import CaptionConfig

    config, language, rate = CaptionConfig(), "en", Rate.parse(24)
    if workspace is not None:
        project = workspace.project
        config, language, rate = project.captions, project.series.language, project.rate
    if fps:
        try:
            rate = Rate.parse(fps)
        except (ValueError, ZeroDivisionError):
            raise ValidationFailed(
                f"{fps!r} is not a frame rate",
                where="--fps",
                allowed="a number or a fraction: 24, 25, 30, 24000/1001",
                remedy="correct it, or leave --fps out",
            ) from None
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFound("there is no such file", where=name, remedy="name a caption file or an episode") from None
    except (UnicodeDecodeError, OSError) as error:
        raise ValidationFailed(
            f"the file cannot be read as text ({error})", where=name, allowed="UTF-8", remedy="save it as UTF-8"
        ) from None
    cues = read_captions(text, name, rate)
    found = find_violations(cues, CaptionRules.from_config(config, rate), language=language)
    return LintResult(name, len(cues), rate, found)


def lint_episode(workspace: Workspace, episode: str) -> LintResult:
    """Check the captions that the next run would deliver, also against the film's cuts. Writes nothing."""
    from reelmake.crafts.captions.build import caption_cues, picture_changes
    from reelmake.episode.in_memory import InMemoryBuild
    from reelmake.episode.preview import estimate_unspoken

    workspace.check_episode(episode)
    unspoken: list[Action] = []
    in_memory = InMemoryBuild.quiet(workspace)
    voice = in_memory.voice(episode, estimate_unspoken(unspoken))
    shotlist = in_memory.shotlist(episode, voice)
    project = workspace.project
    language = project.series.language
    cues = caption_cues(shotlist, project.captions, voice.word_times(), language)
    rules = CaptionRules.from_config(project.captions, project.rate)
    found = find_violations(as_read_cues(cues), rules, changes=picture_changes(shotlist), language=language)
    return LintResult(episode, len(cues), project.rate, found, len(unspoken))


def current_workspace() -> Workspace | None:
    """Return the workspace in the current directory, or None if it is not a workspace."""
    try:
        return Workspace.here()
    except ReelmakeError:
        return None
