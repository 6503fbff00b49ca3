"""An episode's captions as they would be now, and caption files of anyone's, against the rules."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from reelmake.crafts.captions.limits import CaptionRules
from reelmake.crafts.captions.lint import RuleViolation, as_read_cues, find_violations
from reelmake.crafts.captions.readers import READERS, read_captions
from reelmake.documents.action import Action
from reelmake.kernel.errors import NotFound, ReelmakeError, ValidationFailed
from reelmake.kernel.frames import Rate
from reelmake.kernel.log import Log
from reelmake.workspace.workspace import Workspace


@dataclass(frozen=True)
class Linted:
    """What a linter looked at and what it found."""

    subject: str
    captions: int
    rate: Rate
    breaches: list[RuleViolation]
    unspoken: int = 0
    """Lines whose times are guesses until they are spoken."""


def is_caption_file(name: str) -> bool:
    """Say whether a name is a caption file's rather than an episode's."""
    return name.rpartition(".")[2].lower() in READERS or "/" in name


def lint_file(name: str, fps: str, workspace: Workspace | None) -> Linted:
    """Judge a caption file; the rules are the workspace's if there is one, the rate too unless ``fps`` says it."""
    from reelmake.documents.project import CaptionConfig

    config, language, rate = CaptionConfig(), "en", Rate.parse(24)
    if workspace is not None:
        project = workspace.project
        config, language, rate = project.captions, project.series.language, project.rate
    if fps:
        try:
            rate = Rate.parse(fps)
        except (ValueError, ZeroDivisionError):
            raise ValidationFailed(f"{fps!r} is no frame rate", allowed="24, 25, 30 or 24000/1001") from None
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFound("there is no such file", where=name) from None
    except (UnicodeDecodeError, OSError) as error:
        raise ValidationFailed(f"this cannot be read as text ({error})", where=name, allowed="UTF-8") from None
    cues = read_captions(text, name, rate)
    found = find_violations(cues, CaptionRules.from_config(config, rate), language=language)
    return Linted(name, len(cues), rate, found)


def lint_episode(workspace: Workspace, episode: str) -> Linted:
    """Judge the captions the next run would deliver, against its cuts too. It writes nothing."""
    from reelmake.crafts.captions.build import caption_cues, picture_changes
    from reelmake.episode.in_memory import InMemory
    from reelmake.episode.preview import guessing
    from reelmake.workspace.sources import Sources

    workspace.check_episode(episode)
    unspoken: list[Action] = []
    guess = guessing(unspoken)
    with open(os.devnull, "w", encoding="utf-8") as quiet:  # noqa: PTH123
        in_memory = InMemory(workspace, Sources(workspace.root), Log(quiet))
        voice = in_memory.voice(episode, guess)
        shotlist = in_memory.shotlist(episode, voice)
    project = workspace.project
    language = project.series.language
    cues = caption_cues(shotlist, project.captions, voice.word_times(), language)
    rules = CaptionRules.from_config(project.captions, project.rate)
    found = find_violations(as_read_cues(cues), rules, changes=picture_changes(shotlist), language=language)
    return Linted(episode, len(cues), project.rate, found, len(unspoken))


def here_if_any() -> Workspace | None:
    """Return the workspace of the current directory, or None outside of one."""
    try:
        return Workspace.here()
    except ReelmakeError:
        return None
