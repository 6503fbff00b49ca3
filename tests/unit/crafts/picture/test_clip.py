"""Clips: their frames, transitions, captions and keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reelmake.crafts.captions.ass import burned_captions
from reelmake.crafts.captions.build import caption_cues, cues_by_shot
from reelmake.crafts.picture.clip import clip_action
from reelmake.crafts.picture.outgoing_picture import OutgoingPicture, outgoing_from_camera
from reelmake.documents.action import Action
from reelmake.documents.plate import plate_size
from reelmake.documents.project import CaptionConfig
from reelmake.documents.shotlist import Shot
from reelmake.kernel.errors import Internal, ValidationFailed
from reelmake.kernel.frames import Rate
from reelmake.materials.media.headers import frame_count
from support.studio import SMALL, Studio, ffmpeg_output, grey_frames, make_line, make_shot, make_shotlist

CAPTIONS = CaptionConfig()


def clip_of(
    studio: Studio,
    shot: Shot,
    captions: CaptionConfig = CAPTIONS,
    colours: dict[str, str] | None = None,
    **more: object,
) -> Action:
    shotlist = make_shotlist(shot.model_copy(update={"start": 0}))
    cues = cues_by_shot(shotlist, caption_cues(shotlist, CAPTIONS))[shot.id]
    burned = burned_captions(cues, Rate.parse("24"), SMALL, captions, colours or {})
    given = {"plate": studio.grey_plate(), "profile": SMALL, "fps": "24", "captions": burned, **more}
    return clip_action(shot, **given)  # type: ignore[arg-type]


def outgoing_of(studio: Studio, level: int, shot: Shot) -> OutgoingPicture:
    return outgoing_from_camera(shot, studio.grey_plate(level), None, profile=SMALL, rate=Rate.parse("24"))


def spoken(text: str, speaker: str = "ANN", frames: int = 4) -> Shot:
    return make_shot(frames=frames, lines=(make_line("l1", text, 0, frames, speaker=speaker),))


@pytest.mark.spec("R1", "F3")
@pytest.mark.parametrize("frames", [1, 2, 13])
@pytest.mark.parametrize("move", ["static", "tilt_up"])
def test_a_clip_has_exactly_its_shots_frames(studio: Studio, frames: int, move: str) -> None:
    clip = studio.make(clip_of(studio, make_shot(frames=frames, move=move)))
    assert frame_count(clip) == len(grey_frames(clip)) == frames


@pytest.mark.spec("E5")
def test_a_clip_is_the_same_bytes_again_and_on_a_plainer_cpu(studio: Studio) -> None:
    shot = spoken("Some words to draw", frames=6).model_copy(update={"move": "push_in"})
    plate = studio.plate(Image.effect_noise(plate_size(320, 180), 60).convert("RGB"))
    action = clip_of(studio, shot, plate=plate)
    move, encode = action.pipeline
    plain = encode.model_copy(update={"argv": ("-cpuflags", "0", *encode.argv)})
    first = studio.make(action).read_bytes()
    assert studio.make(action, again=True).read_bytes() == first
    assert studio.make(action.model_copy(update={"pipeline": (move, plain)})).read_bytes() == first


@pytest.mark.spec("E2")
def test_the_key_depends_on_the_picture_and_not_on_the_place_in_the_story(studio: Studio) -> None:
    shot = spoken("Words")
    same = shot.model_copy(update={"id": "14A", "scene_id": "s9", "start": 500, "emotion": "sad", "action": "Rain."})
    assert clip_of(studio, shot).key == clip_of(studio, same).key
    assert clip_of(studio, same).subject == "shot 14A"
    for change in ({"frames": 5}, {"move": "pan_left"}, {"transition_out": {"kind": "fade_out", "frames": 2}}):
        other = Shot.model_validate({**shot.model_dump(), **change})
        assert clip_of(studio, other).key != clip_of(studio, shot).key
    assert clip_of(studio, spoken("Other words")).key != clip_of(studio, shot).key


def test_fades_go_to_black_inside_the_shots_own_frames(studio: Studio) -> None:
    fade_in, fade_out = {"kind": "fade_in", "frames": 4}, {"kind": "fade_out", "frames": 4}
    shot = make_shot(frames=14, transition_in=fade_in, transition_out=fade_out)
    means = [frame.mean() for frame in grey_frames(studio.make(clip_of(studio, shot)))]
    assert means[0] < 20 and means[-1] < 40 and means[7] > 85
    assert means[:5] == sorted(means[:5]) and means[10:] == sorted(means[10:], reverse=True)


def test_a_fade_to_white_ends_white_and_a_fade_from_white_begins_white(studio: Studio) -> None:
    fade_in, fade_out = (
        {"kind": "fade_in", "frames": 4, "white": True},
        {"kind": "fade_out", "frames": 4, "white": True},
    )
    shot = make_shot(frames=14, transition_in=fade_in, transition_out=fade_out)
    means = [frame.mean() for frame in grey_frames(studio.make(clip_of(studio, shot)))]
    assert means[0] > 235 and means[-1] > 190 and means[7] < 110
    assert means[:5] == sorted(means[:5], reverse=True) and means[10:] == sorted(means[10:])


@pytest.mark.parametrize("move", ["static", "push_in"])
def test_a_dissolve_starts_from_the_previous_plate(studio: Studio, move: str) -> None:
    shot = make_shot(frames=12, move=move, transition_in={"kind": "dissolve", "frames": 6})
    outgoing = outgoing_of(studio, 200, make_shot(frames=30, move="pan_left"))
    clip = studio.make(clip_of(studio, shot, plate=studio.grey_plate(40), outgoing=outgoing))
    means = [frame.mean() for frame in grey_frames(clip)]
    for index, mean in enumerate(means):
        share = min((index + 1) / 7, 1)
        assert mean == pytest.approx(200 + (40 - 200) * share, abs=3)


def test_a_dissolve_starts_where_the_previous_camera_stopped(studio: Studio) -> None:
    shot = make_shot(transition_in={"kind": "dissolve", "frames": 6})
    keys = {
        clip_of(studio, shot, outgoing=outgoing_of(studio, 200, make_shot(frames=30, move=move))).key
        for move in ("static", "push_in", "pan_left")
    }
    assert len(keys) == 2, "a push-in ends on the still shot's area, a pan does not"


@pytest.mark.spec("R1", "S1")
@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Hello", "Jelly"),
        ("Привет", "Свекла"),
        ("Καλημέρα", "Καλησπερ"),
        ("שלום", "אבגד"),
        ("مرحبا", "كلمات"),
        ("灯台", "理由"),
    ],
)
def test_captions_are_drawn_in_every_script(studio: Studio, text: str, other: str) -> None:
    bare = grey_frames(studio.make(clip_of(studio, spoken(text), captions=CaptionConfig(burn_in=False))))[1]
    drawn, others = (grey_frames(studio.make(clip_of(studio, spoken(words))))[1] for words in (text, other))
    lower = slice(126, 180)
    assert np.abs(drawn[:100] - bare[:100]).max() < 8, "nothing is drawn above"
    assert (drawn[lower] > 130).sum() > 40, "there are bright letters"
    # Boxes for missing letters would look alike for both words.
    assert (np.abs(drawn[lower] - others[lower]) > 40).sum() > 30


def test_only_the_fonts_a_caption_needs_are_inputs(studio: Studio) -> None:
    assert set(clip_of(studio, spoken("Hello")).inputs) == {"plate.png", "NotoSans.ttf"}
    assert set(clip_of(studio, spoken("灯台 שלום")).inputs) >= {"NotoSansCJK.otf", "Heebo.ttf"}
    assert set(clip_of(studio, make_shot()).inputs) == {"plate.png"}


def test_a_caption_appears_and_goes_on_its_frames(studio: Studio) -> None:
    shot = make_shot(frames=40, lines=(make_line("l1", "Now", 7, 24),))
    frames = grey_frames(studio.make(clip_of(studio, shot)))
    drawn = [index for index, frame in enumerate(frames) if (frame[126:] > 130).sum() > 20]
    assert drawn == list(range(7, 31))


@pytest.mark.spec("R1", "Q1")
@pytest.mark.parametrize(
    "hostile",
    ["{\\an8}up", "{\\p1}m 0 0 l 300 0 300 150{\\p0}", "x',drawtext=textfile=/etc/passwd", "a\\Nb\\Nc\\Nd\\Ne"],
)
def test_text_that_looks_like_markup_is_drawn_as_text(studio: Studio, hostile: str) -> None:
    for shot in (spoken(hostile), spoken("Words", speaker=hostile)):
        action = clip_of(studio, shot)
        everything_else = [command.argv for command in action.pipeline] + [action.texts["graph.txt"], *action.inputs]
        assert hostile not in str(everything_else)
        frames = grey_frames(studio.make(action))
        assert np.abs(frames[1][:110] - 90).max() < 12, "nothing reaches the upper part of the picture"
        assert (frames[1][120:] > 130).sum() > 40


def test_a_backslash_and_braces_are_visible(studio: Studio) -> None:
    plain, marked = (grey_frames(studio.make(clip_of(studio, spoken(text))))[1] for text in ("ab", "a{\\b1}b"))
    dark = [(frame[126:] < 60).any(axis=0).sum() for frame in (plain, marked)]
    assert dark[1] > dark[0] + 15, "the box around the words is wider by the letters of the tag"


@pytest.mark.parametrize(("suffix", "encoder"), [("mp4", "libx264"), ("webm", "libvpx")])
def test_a_video_is_fitted_looped_and_cut_to_the_frame(studio: Studio, suffix: str, encoder: str) -> None:
    path = studio.root / f"library.{suffix}"
    ramp = "color=black:s=200x200:r=30:d=0.5,geq=lum='N*12':cb=128:cr=128"
    sound = ("-f", "lavfi", "-i", "sine=d=0.5")
    ffmpeg_output(
        "-f", "lavfi", "-i", ramp, *(sound if suffix == "mp4" else ()), "-c:v", encoder, "-threads", "1", str(path)
    )
    action = clip_of(studio, make_shot(frames=31), plate=None, video=studio.file(path), video_format=suffix)
    clip = studio.make(action)
    means = [frame.mean() for frame in grey_frames(clip)]
    assert len(means) == 31
    assert np.diff(means).min() < -80, "it starts again"
    assert "Audio:" not in ffmpeg_output("-i", str(clip), "-f", "null", "-")
    plain = action.pipeline[0].model_copy(update={"argv": ("-cpuflags", "0", *action.pipeline[0].argv)})
    assert studio.make(action.model_copy(update={"pipeline": (plain,)})).read_bytes() == clip.read_bytes()


@pytest.mark.parametrize("video_format", ["mp4", "webm"])
def test_a_playlist_named_like_a_video_reads_no_other_file(studio: Studio, video_format: str) -> None:
    secret = studio.make(clip_of(studio, make_shot(frames=3)))
    playlist = studio.root / "harmless.mp4"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n")
    action = clip_of(studio, make_shot(), plate=None, video=studio.file(playlist), video_format=video_format)
    with pytest.raises(Internal, match="ffmpeg ended with status"):
        studio.make(action)


def test_a_plate_of_another_size_is_scaled_to_cover(studio: Studio) -> None:
    odd = Image.new("RGB", (100, 300), (200, 200, 200))
    frames = grey_frames(studio.make(clip_of(studio, make_shot(frames=2), plate=studio.plate(odd))))
    assert frames[0].min() > 180


def test_a_clip_needs_one_source(studio: Studio) -> None:
    with pytest.raises(ValidationFailed):
        clip_of(studio, make_shot(), plate=None)


def test_a_bad_colour_is_refused_with_what_is_allowed(studio: Studio) -> None:
    with pytest.raises(ValidationFailed, match="#rrggbb"):
        clip_of(studio, spoken("Hi"), colours={"ann": "red}{\\p1"})


def test_a_clip_s_identity_contains_no_path_of_this_machine(studio: Studio, tmp_path: Path) -> None:
    identity = str(clip_of(studio, spoken("Hi")).identity())
    assert str(tmp_path) not in identity and "/home" not in identity


@pytest.mark.spec("E2", "R1")
def test_only_a_shot_with_a_dissolve_depends_on_its_neighbour_s_picture(studio: Studio) -> None:
    first, second = make_shot(frames=8), make_shot(frames=8, transition_in={"kind": "dissolve", "frames": 4})

    def keys(level: int) -> tuple[str, str, str]:
        before = studio.grey_plate(level)
        return (
            clip_of(studio, first, plate=before).key,
            clip_of(studio, second, outgoing=outgoing_of(studio, level, first)).key,
            clip_of(studio, make_shot(frames=8), outgoing=outgoing_of(studio, level, second)).key,
        )

    dark, light = keys(60), keys(200)
    assert [one == other for one, other in zip(dark, light, strict=True)] == [False, False, True]
    assert clip_of(studio, first).key == clip_of(studio, first, outgoing=outgoing_of(studio, 9, second)).key


@pytest.mark.spec("R1")
def test_a_smash_cut_shows_the_shot_from_its_first_frame(studio: Studio) -> None:
    shot = make_shot(frames=4, transition_in={"kind": "smash_cut", "frames": 0})
    assert clip_of(studio, shot).key == clip_of(studio, make_shot(frames=4)).key
