"""Bad input gives one clear error, or a flagged placeholder; finished work is kept and no traceback is shown."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from support.world import World

FILM = "episodes/ep01/render.mp4"


def refused(world: World, *arguments: str) -> str:
    """Build, expect a failure without a traceback, and return what was printed."""
    build = world.build(*(arguments or (FILM,)), check=False)
    assert build.status != 0
    assert "Traceback" not in build.output, build.output
    return build.output


def test_an_unknown_key_in_the_config_is_named_with_its_line(world: World) -> None:
    world.replace("config/project.yaml", "fps: 24", "fpss: 24")
    message = refused(world)
    assert "config/project.yaml:3" in message
    assert 'did you mean "fps"' in message


def test_broken_yaml_is_named_with_its_line(world: World) -> None:
    world.write("config/project.yaml", "series: {id: scratch, title: [oops\nfps: 24\n")
    assert "config/project.yaml:" in refused(world)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("INT. CAFÉ - DAY\n\nLe garçon attend.\n".encode("latin-1"), "UTF-8"),
        (b"", "empty"),
        (b"INT. KITCHEN - DAY\n\n" + b"word " * 4000 + b"\n", "line 3"),
    ],
    ids=["Latin-1", "empty", "a line of 20,000 characters"],
)
def test_a_screenplay_that_cannot_be_read_is_refused_and_the_last_film_stays(
    built: World, data: bytes, says: str
) -> None:
    film = built.bytes_of(FILM)
    built.write("story/ep01.fountain", data)
    message = refused(built)
    assert "story/ep01.fountain" in message
    assert says in message or says.replace("line ", ":") in message
    assert built.bytes_of(FILM) == film


@pytest.mark.parametrize(
    "target",
    [
        "episodes/../../etc/render.mp4",
        "episodes/ep01;touch PWNED/render.mp4",
        "episodes/ep09/render.mp4",
        "episodes/$(id)/x",
    ],
)
def test_an_invalid_target_is_refused(world: World, target: str) -> None:
    message = refused(world, target)
    assert "allowed" in message
    assert not list(world.root.rglob("PWNED"))


@pytest.mark.spec("S1")
def test_a_name_that_looks_like_a_filter_is_never_executed(world: World, tmp_path: Path) -> None:
    name = "x',drawtext=textfile=/etc/passwd"
    screenplay = (
        f"INT. KITCHEN - NIGHT\n\n[[canon: new character {name}]]\n\n@{name}\nHello; $(touch PWNED) {{\\pos(0,0)}}.\n"
    )
    world.write("story/ep01.fountain", screenplay)
    world.build()
    assert b"root:" not in world.bytes_of(FILM)
    assert not list(world.root.rglob("PWNED"))


def png(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.spec("E10", "A1")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("kitchen.png", b""),
        ("kitchen.png", png(30_000, 30_000)),
        ("kitchen.mp4", b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"),
        ("kitchen.png", png(64, 64)[:45]),
    ],
    ids=["zero bytes", "30,000 x 30,000", "a playlist named .mp4", "cut short"],
)
def test_an_unusable_asset_becomes_a_flagged_placeholder(world: World, name: str, data: bytes) -> None:
    world.write(f"assets/location/kitchen/{name}", data)
    world.write(f"assets/location/kitchen/{name}.licence.yaml", "license_type: CC0-1.0\n")
    world.build()
    output = world.document("episodes/ep01/render_output.json")
    assert "location/kitchen" in output["placeholders"]  # type: ignore[operator]
    assert any(name in flag for flag in output["flags"])  # type: ignore[union-attr]
    assert output["flags"] == world.document("episodes/ep01/run_summary.json")["flags"]


@pytest.mark.spec("E10")
def test_an_unknown_speaker_blocks_the_film_and_the_verdict_says_why(built: World) -> None:
    film = built.bytes_of(FILM)
    built.replace("story/ep01.fountain", "BEN\nThere are", "BENN\nThere are")
    message = refused(built)
    assert "story/ep01.fountain:10" in message
    assert "BEN" in message
    verdict = built.document("episodes/ep01/canon_verdict.json")
    assert verdict["verdict"] == "FAIL"
    assert built.bytes_of(FILM) == film
    built.replace("story/ep01.fountain", "BENN\nThere are", "[[canon: new character BENN]]\n\nBENN\nThere are")
    built.build()


@pytest.mark.slow
def test_three_hundred_scenes_are_planned(world: World) -> None:
    scenes = "\n".join(f"INT. KITCHEN - NIGHT\n\nADA\nLine number {n}.\n" for n in range(300))
    world.write("story/ep01.fountain", scenes)
    world.build("episodes/ep01/render_plan.preview_local.json")
    shots = world.document("episodes/ep01/shotlist.json")["shots"]
    assert len({shot["scene_id"] for shot in shots}) == 300  # type: ignore[union-attr]


def test_a_second_run_in_the_same_workspace_is_refused(world: World) -> None:
    import fcntl

    with (world.root / ".reelmake.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "another run is active in this workspace" in refused(world)
    world.build("episodes/ep01/script.json")
