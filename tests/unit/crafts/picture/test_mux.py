"""The film file: every frame at its time, sound in sync, title, language and subtitles."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from reelmake.crafts.captions.build import caption_cues
from reelmake.crafts.captions.subtitles import to_srt
from reelmake.crafts.picture.clip import clip_action
from reelmake.crafts.picture.mux import mux_action
from reelmake.documents.action import Action
from reelmake.documents.lexicon.language_codes import track_language
from reelmake.documents.project import CaptionConfig
from reelmake.kernel.frames import Rate
from reelmake.materials.media.headers import frame_count
from support.studio import (
    SMALL,
    Studio,
    grey_frames,
    make_line,
    make_shot,
    make_shotlist,
    make_timeline,
)

PROFILE = SMALL.model_copy(update={"preset": "superfast"})
LEVELS = (40, 220, 120, 80, 200)
LENGTHS = (1, 30, 2, 3, 26)
CLICK_FRAME = 40


def episode(studio: Studio, fps: str, text: str = "Click") -> tuple[Action, list[Action]]:
    """Return the mux of five clips, some with B-frames, each of another grey, with a click at a known frame."""
    click = np.zeros(9600, np.int16)
    click[:480:2], click[1:480:2] = 20000, -20000
    key = studio.speech(click).key
    shots, start = [], 0
    for number, frames in enumerate(LENGTHS):
        offset = CLICK_FRAME - start
        lines = (make_line("l1", text, offset, 5, key=key),) if start <= CLICK_FRAME < start + frames else ()
        shots.append(make_shot(id=f"{number}", start=start, frames=frames, lines=lines, move="pan_left"))
        start += frames
    shotlist = make_shotlist(*shots, fps=fps)
    noise = np.array(Image.effect_noise((368, 208), 30).convert("L"), int) - 128
    clips = []
    for shot, level in zip(shots, LEVELS, strict=True):
        plate = studio.plate(Image.fromarray((noise + level).clip(0, 255).astype(np.uint8)).convert("RGB"))
        clips.append(clip_action(shot, plate=plate, profile=PROFILE, fps=fps))
    sound = studio.sound(make_timeline(shotlist), PROFILE)
    joined = mux_action(
        [studio.result_of(clip) for clip in clips],
        studio.result_of(sound),
        subtitles=to_srt(caption_cues(shotlist, CaptionConfig()), Rate.parse(fps)),
        fps=fps,
        total_frames=shotlist.total_frames,
        title='The "Light"; a=b\n#1',
        language="en-GB",
    )
    return joined, clips


def packets(path: Path) -> list[tuple[int, int]]:
    with av.open(str(path)) as container:
        return [(packet.pts, packet.dts) for packet in container.demux(video=0) if packet.pts is not None]


@pytest.mark.spec("R1", "F3")
@pytest.mark.parametrize("fps", ["24", "30000/1001"])
def test_every_frame_of_joined_clips_is_at_its_time(studio: Studio, fps: str) -> None:
    action, clips = episode(studio, fps)
    joined = studio.make(action)
    total = sum(LENGTHS)
    frame = 1000 if fps == "24" else 1001
    found = packets(joined)
    assert sorted(pts for pts, _dts in found) == [number * frame for number in range(total)]
    assert np.diff([dts for _pts, dts in found]).tolist() == [frame] * (total - 1)
    assert all(pts >= dts for pts, dts in found)
    assert frame_count(joined) == total
    apart = [picture for clip in clips for picture in grey_frames(studio.make(clip))]
    assert all((one == other).all() for one, other in zip(grey_frames(joined), apart, strict=True))


@pytest.mark.spec("R1", "Q1")
@pytest.mark.parametrize("fps", ["24", "24000/1001"])
def test_sound_and_picture_begin_and_end_together(studio: Studio, fps: str) -> None:
    action, _clips = episode(studio, fps)
    with av.open(str(studio.make(action))) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.start_time == 0 and audio.start_time == 0
        assert abs(audio.duration * audio.time_base - video.duration * video.time_base) <= 1024 / 48000
        blocks = [(float(block.pts * block.time_base), block.to_ndarray()[0]) for block in container.decode(audio=0)]
    sound = np.concatenate([samples for _time, samples in blocks])
    onset = blocks[0][0] + float(np.flatnonzero(np.abs(sound) > np.abs(sound).max() / 3)[0]) / 48000
    assert onset == pytest.approx(float(CLICK_FRAME / Rate.parse(fps).value), abs=0.004)


@pytest.mark.spec("R5")
def test_the_file_carries_title_language_and_subtitles_as_they_were_written(studio: Studio) -> None:
    action, _clips = episode(studio, "24", text="<b>{\\an8} & \\N")
    with av.open(str(studio.make(action))) as container:
        assert container.metadata["title"] == 'The "Light"; a=b #1'
        assert container.streams.audio[0].metadata["language"] == "eng"
        subtitles = container.streams.subtitles[0]
        assert subtitles.metadata["language"] == "eng"
        texts = [bytes(packet).decode()[2:] for packet in container.demux(subtitles) if packet.size > 2]
    assert [text.replace("\u2060", "") for text in texts] == ["ANN: <b>{\\an8} & \\N"]


@pytest.mark.spec("E5")
def test_the_episode_is_the_same_bytes_again_and_its_index_comes_first(studio: Studio) -> None:
    action, _clips = episode(studio, "24")
    data = studio.make(action).read_bytes()
    assert studio.make(action, again=True).read_bytes() == data
    assert data.index(b"moov") < data.index(b"mdat")


def test_the_order_of_clips_is_in_the_key(studio: Studio) -> None:
    action, clips = episode(studio, "24")
    backwards = {"fps": "24", "total_frames": sum(LENGTHS), "title": "T", "language": "en"}
    sound = action.inputs["sound.m4a"]
    results = [studio.result_of(clip) for clip in clips]
    assert mux_action(results, sound, **backwards).key != mux_action(results[::-1], sound, **backwards).key


def test_language_tags_become_mp4_language_codes() -> None:
    assert [track_language(tag) for tag in ("en", "pt-BR", "zh-Hant", "fra", "tlh")] == [
        "eng",
        "por",
        "zho",
        "fra",
        "und",
    ]
