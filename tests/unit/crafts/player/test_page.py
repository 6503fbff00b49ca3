"""The content of the page, and that text from a script stays text in it."""

from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reelmake.crafts.picture.clip import clip_action
from reelmake.crafts.player.content import Download, EpisodePage, episode_page, thumbnail_frame
from reelmake.crafts.player.html import render_page
from reelmake.crafts.player.thumbnails import thumbnails
from reelmake.documents.action import Action, Command, FromFile
from reelmake.documents.library import Licence
from reelmake.documents.manifest import AssetManifest, Need
from reelmake.documents.output import RenderOutput
from reelmake.documents.plan import PlannedShot, RenderPlan, Source
from reelmake.documents.plate import plate_size
from reelmake.documents.project import ProjectConfig
from reelmake.documents.shotlist import Shot
from support.studio import SMALL, Studio, make_line, make_shot, make_shotlist

KEY = "a" * 64


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


def page(*shots: Shot, **plan_fields: object) -> EpisodePage:
    shotlist = make_shotlist(*shots)
    plan = RenderPlan(
        trace_id="t",
        episode="ep01",
        title="Ten <b>Past</b>",
        profile="preview_local",
        width=320,
        height=180,
        fps="24000/1001",
        total_frames=shotlist.total_frames,
        timing_lock_hash=KEY,
        shots=tuple(
            PlannedShot(shot_id=shot.id, scene_id="1", start=shot.start, frames=shot.frames, clip_key=KEY)
            for shot in shots
        ),
        deliverables={},
        **{"sources": (), "actions": {}, **plan_fields},  # type: ignore[arg-type]
    )
    manifest = AssetManifest(
        trace_id="t",
        episode="ep01",
        timing_lock_hash=KEY,
        needs=(
            Need(id="location/pier", kind="location", subject_id="pier", name="PIER", shots=("1",)),
            Need(id="character/ann", kind="character", subject_id="ann", name="ANN", shots=("1",)),
        ),
    )
    output = RenderOutput(
        trace_id="t",
        episode="ep01",
        profile="preview_local",
        fps="24000/1001",
        total_frames=shotlist.total_frames,
        timing_lock_hash=KEY,
        files={},
        flags=("character ANN has no picture",),
    )
    return episode_page(
        shotlist,
        plan=plan,
        manifest=manifest,
        output=output,
        project=ProjectConfig.model_validate({"series": {"id": "s", "title": "The & Orchard"}}),
        thumbnails={},
        files=(Download("render.mp4", "render.mp4", 2_000_000), Download("stems/music.wav", "stems/music.wav", 900)),
    )


def data_of(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    loaded = json.loads(found[1])
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.spec("A3")
def test_each_shot_shows_what_it_is_made_from() -> None:
    picture = FromFile(digest="d" * 64, path="assets/location/pier/night.png")
    tool = Command(tool="ffmpeg", digest="e" * 64, argv=())
    action = Action(kind="clip", recipe=1, pipeline=(tool,), inputs={"plate.png": picture}, extension="mp4")
    licence = Licence(license_type="CC-BY-4.0", attribution="Jane Doe")
    sources = (
        Source(need_id="location/pier", status="library", path=picture.path, licence=licence),
        Source(need_id="location/pier", status="library", path="assets/location/pier/day.png", licence=licence),
        Source(need_id="character/ann", status="placeholder"),
        Source(need_id="music/calm", status="none"),
    )
    shown = page(make_shot(), sources=sources, actions={KEY: action})
    assert [(source.need_id, source.path) for source in shown.shots[0].sources] == [
        ("location/pier", picture.path),
        ("character/ann", ""),
    ], "of two pictures of a place, only the one that this shot shows"
    html = render_page(shown)
    assert "Jane Doe CC-BY-4.0" in html and "night.png" in html and "day.png" not in html
    assert '<span class="status placeholder">placeholder</span>' in html
    assert "character ANN has no picture" in html
    assert KEY in html


def test_script_text_is_never_markup_or_code() -> None:
    evil = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
    shot = make_shot(action=evil, lines=(make_line("l", evil, 0, 4, speaker=evil),), location=evil, sfx=(evil,))
    html = render_page(page(shot, captions={"captions.vtt": f"WEBVTT\n\n00:00.000 --> 00:01.000\n{evil}\n"}))
    assert html.count("<script") == 2 and "<img src=x" not in html and "{{ 7*7 }}" in html
    assert evil in str(data_of(html)["captions"])


def test_the_page_loads_nothing_from_the_network_and_runs_only_its_own_script() -> None:
    html = render_page(page(make_shot()))
    assert not re.search(r"""(?:src|href)=["'](?!data:|#|render\.mp4|stems/)""", html)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules["default-src"] == "&#39;none&#39;" or rules["default-src"] == "'none'"
    assert "unsafe-inline" not in policy[1] and "connect-src" not in rules


def test_time_is_an_exact_rate_and_whole_frames() -> None:
    shots = (make_shot(frames=30), make_shot(id="2", start=30, frames=12))
    data = data_of(render_page(page(*shots)))
    assert data["rate"] == [24000, 1001] and data["frames"] == 42
    assert data["shots"] == [{"id": "1", "start": 0}, {"id": "2", "start": 30}]


def test_captions_are_switched_on_only_if_the_picture_has_none() -> None:
    assert data_of(render_page(page(make_shot())))["shown"] is False, "burned into the picture by default"


def test_the_same_documents_give_the_same_bytes() -> None:
    assert render_page(page(make_shot())) == render_page(page(make_shot()))


def test_colours_have_a_contrast_of_at_least_4_5_in_both_themes() -> None:
    style = (Path(__file__).parents[4] / "templates/page/page.css.j2").read_text(encoding="utf-8")
    themes = [dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", part)) for part in re.findall(r":root \{[^}]*\}", style)]
    assert len(themes) == 2
    for theme in themes:
        for ink in ("ink", "quiet", "mark", "warn"):
            for ground in ("paper", "raised"):
                assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_a_thumbnail_shows_the_requested_frame_in_its_colours(studio: Studio) -> None:
    plate = studio.plate(Image.new("RGB", plate_size(320, 180), (180, 60, 40)))
    shot = make_shot(frames=8, transition_in={"kind": "fade_in", "frames": 4})
    action = clip_action(shot, plate=plate, profile=SMALL, fps="24")
    assert thumbnail_frame(shot) == 4
    found = thumbnails(studio.make(action), {"black": 0, "whole": thumbnail_frame(shot)}, "24")
    means = {}
    for name, uri in found.items():
        picture = Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2])))
        assert max(picture.size) == 320
        means[name] = np.asarray(picture).reshape(-1, 3).mean(axis=0)
    assert means["black"].max() < 12
    assert np.abs(means["whole"] - (180, 60, 40)).max() < 6
