"""The world scene by scene, as far as a script's structure tells."""

from __future__ import annotations

from reelmake.documents.script import Script
from reelmake.documents.verdict import SceneState, WorldState


def world_state(script: Script) -> WorldState:
    """Return where each scene plays and who speaks in it."""
    scenes = tuple(
        SceneState(
            scene_id=scene.id,
            location_id=scene.location_id,
            present=tuple(sorted({element.speaker_id for element in scene.elements if element.speaker_id})),
        )
        for scene in script.scenes
    )
    return WorldState(trace_id=script.trace_id, episode=script.episode, scenes=scenes)
