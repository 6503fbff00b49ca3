"""Locks an episode's scene and shot numbers."""

from __future__ import annotations

from pathlib import Path

from reelmake.documents.numbering import Numbering
from reelmake.documents.voice import Voice
from reelmake.episode.compute import read_numbering
from reelmake.episode.in_memory import InMemoryBuild
from reelmake.episode.preview import estimate_unspoken
from reelmake.kernel.files import write_atomic
from reelmake.workspace.workspace import Workspace


def numbers_path(root: Path, episode: str) -> Path:
    """Return the path of an episode's locked numbers."""
    return root / "story" / f"{episode}.numbers.yaml"


def lock_numbers(workspace: Workspace, episode: str) -> Numbering:
    """Lock the numbers an episode has now; numbers that are locked already stay as they are."""
    from reelmake.crafts.shots.shot_numbers import propose_numbering
    from reelmake.crafts.story.scene_numbers import scene_fingerprint

    in_memory = InMemoryBuild.quiet(workspace)
    script = in_memory.script(episode)
    voice: Voice = in_memory.voice(episode, estimate_unspoken([]))
    shotlist = in_memory.shotlist(episode, voice)
    fingerprints = {scene.id: scene_fingerprint(scene) for scene in script.scenes}
    numbering = propose_numbering(script, shotlist, read_numbering(workspace.root, episode), fingerprints)
    write_atomic(numbers_path(workspace.root, episode), _yaml(numbering))
    return numbering


def _yaml(numbering: Numbering) -> bytes:
    """Return the numbers as YAML that a person can read and git can merge line by line."""
    import json

    lines = [
        "# Locked scene and shot numbers, written by `reelmake number`. An inserted scene is called 14A, a shot 14-2A.",
        f"episode: {json.dumps(numbering.episode)}",
        "scenes:" if numbering.scenes else "scenes: []",
    ]
    for scene in numbering.scenes:
        lines.append(f"  - id: {json.dumps(scene.id)}")
        lines.append(f"    fingerprint: {json.dumps(scene.fingerprint)}")
        lines.append("    shots:" if scene.shots else "    shots: []")
        lines.extend(
            f"      - {{id: {json.dumps(shot.id)}, fingerprint: {json.dumps(shot.fingerprint)}}}"
            for shot in scene.shots
        )
    return ("\n".join(lines) + "\n").encode()
