"""An episode with known cuts, and a studio with the tools of this craft."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.crafts.editorial.review import review_tool
from reelmake.crafts.editorial.typeset import typeset_tool
from reelmake.documents.plan import PlannedShot, RenderPlan
from reelmake.documents.shotlist import ShotList
from support import studio as studio_module
from support.studio import Studio, make_line, make_shot, make_shotlist

CLIP, SPEECH = "a" * 64, "b" * 64
LENGTHS = (24, 37, 100, 12, 1799)


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    tools = {**studio_module.TOOLS, "typeset": typeset_tool, "review": review_tool}
    monkeypatch.setattr(studio_module, "TOOLS", tools)
    return Studio(tmp_path)


def episode(fps: str = "24") -> ShotList:
    """Return shots of known lengths in two scenes, with overlapping lines, a dissolve, and text that needs escaping."""
    shots, start = [], 0
    for number, frames in enumerate(LENGTHS, start=1):
        lines = []
        if number == 1:
            lines = [make_line("l1", "One & <two>", 5, 40, key=SPEECH), make_line("l2", "Ja!", 10, 40, key="c" * 64)]
        if number == 3:
            lines = [make_line("l3", "Silent", 2, 20)]
        shots.append(
            make_shot(
                id=f"{number}A-insertion" if number == 4 else f"{number}-1",
                start=start,
                frames=frames,
                scene_id="s1" if number < 4 else "s2",
                setting="int",
                location="KÜCHE <&>" if number == 5 else "KITCHEN",
                time_of_day="NIGHT",
                lines=lines,
                transition_in={"kind": "dissolve", "frames": 6} if number == 3 else {},
            )
        )
        start += frames
    return make_shotlist(*shots, fps=fps)


def plan_of(shotlist: ShotList) -> RenderPlan:
    return RenderPlan(
        trace_id="t",
        episode=shotlist.episode,
        title=shotlist.title,
        profile="preview_local",
        width=320,
        height=180,
        fps=shotlist.fps,
        total_frames=shotlist.total_frames,
        timing_lock_hash="f" * 64,
        sources=(),
        shots=tuple(
            PlannedShot(shot_id=s.id, scene_id=s.scene_id, start=s.start, frames=s.frames, clip_key=CLIP)
            for s in shotlist.shots
        ),
        actions={},
        deliverables={},
    )
