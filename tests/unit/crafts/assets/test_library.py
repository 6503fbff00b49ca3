"""Which files the library accepts, which it refuses, and the reasons and remedies it gives."""

from __future__ import annotations

import os
import time
import zlib
from pathlib import Path

import pytest

from reelmake.crafts.assets.file_names import tags_of
from reelmake.crafts.assets.library import index_library
from reelmake.crafts.assets.licences import last_expiry_before
from reelmake.documents.library import Library
from reelmake.kernel.digest import digest_file
from support.asset_world import LICENCE, World, box, mp4, png, wav


@pytest.mark.spec("A1", "A2")
def test_a_picture_with_a_licence_is_found_by_kind_subject_and_tags(world: World) -> None:
    world.put("location/pier/pier-night_closeup.png", png(64, 48))
    (asset,) = world.index().assets
    assert (asset.kind, asset.subject_id, asset.tags) == ("location", "pier", ("pier", "night", "closeup"))
    assert (asset.media, asset.format, asset.width, asset.height) == ("picture", "png", 64, 48)
    assert asset.licence.license_type == "CC0-1.0"


def test_plural_kinds_and_files_named_for_the_subject_are_accepted(world: World) -> None:
    world.put("props/brass-key.night.png", png())
    world.put("characters/Мара/Мара.png", png())
    found = {(asset.kind, asset.tags): asset.subject_id for asset in world.index().assets}
    assert found["prop", ("night",)] == "brass-key"
    assert found["character", ("мара",)].startswith("x-")


def test_a_file_s_format_is_detected_from_its_bytes_and_not_its_name(world: World) -> None:
    world.put("location/pier/a.jpg", png())
    world.put("location/pier/b.png", mp4())
    world.put("music/calm/c.mp3", wav())
    assert [(a.media, a.format) for a in world.index().assets] == [
        ("picture", "png"),
        ("video", "mp4"),
        ("audio", "wav"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "HLS playlist"),
        (b"\xef\xbb\xbf\n #EXTM3U\n", "HLS playlist"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "list of other files"),
        (b"file '/etc/passwd'\n", "list of other files"),
        (b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>', "DASH"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "export it as PNG"),
        (b"MZ\x90\x00 something else", "format is unknown"),
        (b"PK\x03\x04rest", "archive"),
        (box(b"ftyp", b"heic\0\0\0\0"), "HEIC"),
        (mp4()[:-100], "cut short"),
        (box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", b"\0" * 8), "no index"),
        (png()[:60], "damaged or cut short"),
        (png()[:-20], "damaged or cut short"),
    ],
)
def test_unusable_files_are_refused_with_reason_and_remedy(world: World, data: bytes, expected: str) -> None:
    world.put("location/pier/pier.mp4", data)
    assert expected in world.refusal("location/pier/pier.mp4")
    assert world.index().assets == ()


def test_a_truncated_jpeg_and_a_truncated_sound_are_refused(world: World) -> None:
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.effect_noise((1600, 900), 60).save(buffer, format="JPEG")
    world.put("location/pier/pier.jpg", buffer.getvalue()[: len(buffer.getvalue()) // 2])
    world.put("sfx/bell/bell.wav", wav(4800)[:2000])
    assert "cut short" in world.refusal("location/pier/pier.jpg")
    assert "cut short" in world.refusal("sfx/bell/bell.wav")


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (12_001, 10), (11_000, 11_000)])
def test_a_picture_too_large_to_decode_is_refused_with_its_size(world: World, width: int, height: int) -> None:
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    world.put("prop/map/map.png", data)
    assert f"{width:,} × {height:,}" in world.refusal("prop/map/map.png")


@pytest.mark.spec("A2")
def test_a_file_without_a_licence_never_enters(world: World) -> None:
    world.put("prop/key/key.png", png(), licence=None)
    assert "no licence record" in world.refusal("prop/key/key.png")


@pytest.mark.spec("A2")
def test_a_record_may_cover_a_directory_and_a_file_s_own_record_wins(world: World) -> None:
    world.put("prop/key/a.png", png(), licence=None)
    world.put("prop/key/b.png", png(), licence="license_type: CC-BY-4.0\nattribution: A. Person\n")
    (world.root / "assets/prop/key/licence.yaml").write_text(LICENCE, encoding="utf-8")
    assert [asset.licence.license_type for asset in world.index().assets] == ["CC0-1.0", "CC-BY-4.0"]


@pytest.mark.parametrize("broken", ["license_type: [", "licence_type: CC0-1.0\n", "", "redistributable: true\n"])
def test_a_file_with_an_invalid_licence_record_is_refused_and_the_record_named(world: World, broken: str) -> None:
    world.put("prop/key/key.png", png(), licence=broken)
    why = world.refusal("prop/key/key.png")
    assert "assets/prop/key/key.png.licence.yaml" in why
    assert str(world.root) not in why


@pytest.mark.parametrize("name", ["a;b.png", "a'b.png", 'a"b.png', "a\nb.png", "a$(b).png", "-a.png", "a{b}.png"])
def test_names_with_special_characters_are_refused(world: World, name: str) -> None:
    world.put(f"prop/key/{name}", png())
    (refused,) = world.index().refused
    assert "its name" in refused.why
    assert "\n" not in refused.path


def test_undecodable_names_are_refused_and_the_index_can_be_written(world: World) -> None:
    world.put("prop/key/key.png", png())
    directory = os.fsencode(world.root / "assets/prop/key")
    Path(os.fsdecode(directory + b"/\xff\xfe.png")).write_bytes(png())
    library = world.index()
    assert len(library.assets) == len(library.refused) == 1
    assert Library.from_bytes(library.to_bytes(), "here") == library


def test_links_may_point_inside_the_workspace_only(world: World, tmp_path: Path) -> None:
    outside = tmp_path / "secret.png"
    outside.write_bytes(png())
    world.put("prop/key/real.png", png())
    for name, target in {"in.png": "real.png", "out.png": str(outside), "loop.png": "loop.png"}.items():
        (world.root / "assets/prop/key" / name).symlink_to(target)
        (world.root / f"assets/prop/key/{name}.licence.yaml").write_text(LICENCE, encoding="utf-8")
    (world.root / "assets/prop/dir").symlink_to(tmp_path, target_is_directory=True)
    assert [asset.path for asset in world.index().assets] == ["assets/prop/key/in.png", "assets/prop/key/real.png"]
    assert "outside the workspace" in world.refusal("prop/key/out.png")
    assert "broken link" in world.refusal("prop/key/loop.png")
    assert "outside the workspace" in world.refusal("prop/dir")


def test_a_pipe_is_refused_and_not_opened(world: World) -> None:
    world.put("prop/key/key.png", png())
    os.mkfifo(world.root / "assets/prop/key/pipe.png")
    assert "not a regular file" in world.refusal("prop/key/pipe.png")


def test_a_file_in_the_wrong_place_is_refused(world: World) -> None:
    world.put("prop/key/bell.wav", wav())
    world.put("loose.png", png())
    world.put("charactr/mara/mara.png", png())
    world.put("prop/key/more/key.png", png())
    assert "a sound in assets/prop/" in world.refusal("prop/key/bell.wav")
    assert "not in the directory of a kind" in world.refusal("loose.png")
    assert "character" in world.refusal("charactr/mara/mara.png")
    assert "too deep" in world.refusal("prop/key/more/key.png")


def test_notes_hidden_files_and_licence_records_are_ignored(world: World) -> None:
    world.put("README.md", b"# Notes", licence=None)
    world.put(".hidden/x.png", png(), licence=None)
    world.put("prop/.DS_Store", b"x", licence=None)
    world.put("prop/key/licence.yaml", LICENCE.encode(), licence=None)
    library = world.index()
    assert library.assets == library.refused == ()


def test_a_workspace_without_assets_has_an_empty_library(world: World) -> None:
    assert world.index().assets == ()


def test_only_a_picture_with_transparent_parts_is_a_cut_out(world: World) -> None:
    world.put("character/mara/a.png", png(colour=(10, 20, 30, 255), mode="RGBA"))
    world.put("character/mara/b.png", png(colour=(10, 20, 30, 0), mode="RGBA"))
    assert [asset.cut_out for asset in world.index().assets] == [False, True]


def test_two_thousand_known_files_are_indexed_within_a_second(world: World) -> None:
    data = png(4, 4)
    (world.root / "assets/prop").mkdir(parents=True)
    (world.root / "assets/prop/licence.yaml").write_text(LICENCE, encoding="utf-8")
    for number in range(2000):
        (world.root / f"assets/prop/thing{number}.png").write_bytes(data + number.to_bytes(2, "big"))
    previous = world.index()
    digests = {world.root / asset.path: asset.digest for asset in previous.assets}

    started = time.process_time()
    again = index_library(world.root, digest_of=digests.__getitem__, previous=previous)
    assert time.process_time() - started < 1.0
    assert again == previous
    assert len(again.assets) == 2000


def test_tags_are_the_distinct_words_of_the_name() -> None:
    assert tags_of("Kitchen-Night_night.close up") == ("kitchen", "night", "close", "up")


@pytest.mark.spec("E7", "A1")
def test_a_file_may_be_used_up_to_the_last_day_of_its_licence_and_is_refused_after_it(world: World) -> None:
    world.put("prop/key/key.png", png(), licence=f"{LICENCE}expires: 2030-06-14\n")
    world.put("prop/ring/ring.png", png(colour=(1, 2, 3)), licence=f'{LICENCE}expires: "2031-01-01"\n')
    world.put("prop/cup/cup.png", png(colour=(3, 2, 1)))
    for today, usable in (("2030-06-14", 3), ("2030-06-15", 2), ("2031-01-02", 1)):
        library = index_library(world.root, digest_of=digest_file, today=today)
        assert len(library.assets) == usable
    refused = {item.path: item.why for item in library.refused}
    assert refused["assets/prop/key/key.png"] == "its licence ended on 2030-06-14"
    assert len(index_library(world.root, digest_of=digest_file).assets) == 3


def test_the_latest_expiry_before_a_day_is_found_without_indexing_the_library(world: World) -> None:
    library = world.root / "assets"
    assert last_expiry_before(library, "2030-01-01") == "", "there is no library"
    world.put("prop/key/key.png", png(), licence=f"{LICENCE}expires: 2030-06-14\n")
    world.put("prop/ring/licence.yaml", f'{LICENCE}expires: "2031-01-01"\n'.encode(), licence=None)
    world.put("prop/cup/cup.png", png())
    days = ("2030-06-14", "2030-06-15", "2031-01-01", "2031-01-02")
    assert [last_expiry_before(library, day) for day in days] == ["", "2030-06-14", "2030-06-14", "2031-01-01"]


@pytest.mark.parametrize("day", ["14.6.2030", "2030-6-14", "soon", "2030"])
def test_an_invalid_expiry_date_makes_the_licence_record_invalid(world: World, day: str) -> None:
    world.put("prop/key/key.png", png(), licence=f"{LICENCE}expires: {day}\n")
    assert "assets/prop/key/key.png.licence.yaml" in world.refusal("prop/key/key.png")
