from __future__ import annotations

import av
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from reelmake.crafts.editorial.cut_list import cutlist
from reelmake.crafts.editorial.mezzanine import Codec, mezzanine_action
from reelmake.crafts.editorial.review import head_frames, pop_action, review_action, slate_action
from reelmake.crafts.editorial.stills import still_action, still_frame
from reelmake.crafts.editorial.storyboard import contact_sheet_action, duration, storyboard_action
from reelmake.crafts.editorial.typeset import words
from reelmake.crafts.picture.clip import clip_action
from reelmake.documents.action import FromAction
from reelmake.kernel.frames import Rate, Span
from support.studio import SMALL, Studio, grey_frames, make_line, make_shot, make_shotlist, make_timeline, tone
from unit.crafts.editorial.conftest import plan_of


def filmed(studio: Studio, level: int, **fields: object) -> tuple[object, FromAction]:

    shot = make_shot(**fields)
    clip = clip_action(shot, plate=studio.grey_plate(level), profile=SMALL, fps="24")
    return shot, studio.result_of(clip)


def test_a_still_keeps_out_of_transitions_and_captions() -> None:
    shot = make_shot(frames=48, transition_in={"kind": "dissolve", "frames": 12})
    assert still_frame(shot) == 30
    assert still_frame(shot, [Span(20, 40)]) == 40
    assert still_frame(shot, [Span(0, 48)]) == 30
    assert still_frame(make_shot(frames=1)) == 0


def test_words_know_the_direction_they_are_read_in() -> None:
    assert [words(text)["dir"] for text in ("Hello", "שלום!", "«مرحبا»", "2. Hi שלום", "…")] == [
        "ltr",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]


def test_lengths_are_told_in_seconds_and_frames() -> None:
    assert [duration(frames, Rate.parse("24")) for frames in (29, 60, 1500)] == [
        "1.2 s, 29 f",
        "2.5 s, 60 f",
        "1 min 2.5 s, 1500 f",
    ]


@pytest.mark.spec("R5", "F2", "E5")
def test_the_storyboard_says_what_the_script_says_and_nothing_it_contains_is_run(studio: Studio) -> None:
    said = ['#read("page.json") *b* $x$ \\ #panic()', "שלום, עולם!", "電影的最後一卷。", "Ничего нет."]
    shots, stills = [], {}
    for number, text in enumerate(said):
        place = {"id": f"{number}", "start": number * 4, "frames": 4, "action": f"{text} = act"}
        shot, clip = filmed(studio, 40 + 50 * number, **place, lines=(make_line(f"l{number}", text, 0, 4),))
        shots.append(shot)
        still = still_action(shot, clip, 1, width=320, height=180)
        stills[shot.id] = studio.result_of(still)
    shotlist = make_shotlist(*shots)
    action = storyboard_action(shotlist, stills, series="Serie", missing={"0": ("prop/cup",)})
    made = studio.make(action)
    assert made.read_bytes() == studio.make(action, again=True).read_bytes()
    document = pypdfium2.PdfDocument(made)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    flat = "".join(text.split())
    for sentence in (said[0], said[2], said[3], "placeholder: prop/cup", "01:00:00:04", "0.2 s, 4 f"):
        assert "".join(sentence.split()) in flat
    assert "שלום" in flat or "םולש" in flat
    sheet = studio.make(contact_sheet_action(shotlist, stills, series="Serie"))
    assert Image.open(sheet).size[0] == 1600


@pytest.mark.spec("R5", "E5")
@pytest.mark.parametrize("fps", ["24", "30000/1001"])
def test_the_review_version_has_slate_pop_and_timecodes_at_their_frames(studio: Studio, fps: str) -> None:
    from reelmake.crafts.picture.mux import mux_action

    key = studio.speech(tone(0.5, 300)).key
    shot = make_shot(frames=30, lines=(make_line("l1", "x", 0, 15, key=key),))
    shotlist = make_shotlist(shot, fps=fps)
    clip = clip_action(shot, plate=studio.grey_plate(90), profile=SMALL, fps=fps)
    clips, sound = [studio.result_of(clip)], studio.result_of(studio.sound(make_timeline(shotlist)))
    film = mux_action(clips, sound, fps=fps, total_frames=30, title="T", language="en")
    cuts = cutlist(shotlist, plan_of(shotlist))
    slate, pop = studio.result_of(slate_action(cuts, "Serie שלום")), studio.result_of(pop_action(cuts))
    made = studio.make(review_action(cuts, studio.result_of(film), slate, pop))
    rate, head = Rate.parse(fps), head_frames(Rate.parse(fps))
    pop_frame = head - 2 * rate.timebase
    frames = grey_frames(made)
    assert len(frames) == head + 30
    assert frames[pop_frame].mean() > 150 and 5 < frames[pop_frame - 1].mean() < 80
    assert frames[pop_frame + 1].mean() < 3 and frames[head - 1].mean() < 3
    middle = np.s_[60:120, 100:220]
    assert all(abs(frame[middle].mean() - frames[head + 5][middle].mean()) < 2 for frame in frames[head:])
    for corner in (np.s_[:16, :40], np.s_[:16, -40:], np.s_[-16:, :90], np.s_[-16:, -90:]):
        assert frames[head + 3][corner].max() > 140 and frames[head + 3][corner].min() < 60
    one, other = frames[head + 3][-16:, -90:], frames[head + 4][-16:, -90:]
    assert np.abs(one - other).max() > 60
    with av.open(str(made)) as container:
        assert container.streams.video[0].metadata["timecode"] in ("00:59:50:00", "00:59:50;00")
        heard = np.concatenate([block.to_ndarray()[0] for block in container.decode(audio=0)])
    loud = np.flatnonzero(np.abs(heard[: rate.samples(head - 2)]) > 0.05)
    assert abs(loud[0] - rate.samples(pop_frame)) < 240
    assert abs(loud[-1] - rate.samples(pop_frame + 1)) < 480
    during = heard[rate.samples(pop_frame) + 300 : rate.samples(pop_frame) + 1260]
    assert int(np.argmax(np.abs(np.fft.rfft(during)))) * 50 == 1000


@pytest.mark.spec("R5")
@pytest.mark.parametrize(("codec", "name"), [(Codec.PRORES, "prores"), (Codec.DNXHR, "dnxhd")])
def test_a_mezzanine_has_every_frame_and_a_timecode(studio: Studio, codec: Codec, name: str) -> None:
    from reelmake.crafts.picture.mux import mux_action

    shot = make_shot(frames=10)
    shotlist = make_shotlist(shot)
    clip = clip_action(shot, plate=studio.grey_plate(140), profile=SMALL, fps="24")
    sound = studio.result_of(studio.sound(make_timeline(shotlist)))
    film = studio.result_of(
        mux_action([studio.result_of(clip)], sound, fps="24", total_frames=10, title="T", language="en")
    )
    action = mezzanine_action("ep", film, codec, fps="24", total_frames=10)
    made = studio.make(action)
    assert made.read_bytes() == studio.make(action, again=True).read_bytes()
    with av.open(str(made)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.codec_context.name == name and audio.codec_context.name == "pcm_s24le"
        assert video.metadata["timecode"] == "01:00:00:00"
        assert audio.duration == 20000
    assert [round(frame.mean()) for frame in grey_frames(made)] == pytest.approx([140] * 10, abs=3)
