"""The size and place of captions that a profile sets."""

from __future__ import annotations

import numpy as np
import pytest

from reelmake.crafts.captions.ass import burned_captions, font_size
from reelmake.crafts.captions.build import caption_cues, cues_by_shot
from reelmake.crafts.picture.clip import clip_action
from reelmake.documents.project import CaptionConfig, ProfileConfig
from reelmake.kernel.frames import Rate
from support.studio import Studio, grey_frames, make_line, make_shot, make_shotlist

TALL = ProfileConfig(
    width=180, height=320, preset="ultrafast", framing="tall", caption_characters=18, caption_place="centre"
)


@pytest.mark.spec("R4", "R5")
def test_captions_of_a_short_are_large_and_in_the_middle(studio: Studio) -> None:
    line = make_line("l1", "Somebody came up the stairs again", 0, 4)
    shot = make_shot(frames=4, lines=(line,))
    captions = TALL.captioned(CaptionConfig(speaker_labels=False))
    shotlist = make_shotlist(shot)
    cues = caption_cues(shotlist, captions)
    assert all(len(row) <= 18 for cue in cues for row in cue.rows)
    action = clip_action(
        shot,
        plate=studio.grey_plate(60, TALL),
        profile=TALL,
        fps="24",
        captions=burned_captions(cues_by_shot(shotlist, cues)[shot.id], Rate.parse("24"), TALL, captions, {}),
    )
    frame = grey_frames(studio.make(action))[1]
    rows = np.flatnonzero((frame > 180).sum(axis=1))
    middle = (rows.min() + rows.max()) / 2
    assert 190 < middle < 250, "below the middle, where the face in a close-up ends"
    assert rows.max() < 262, "and nothing at the bottom"


def test_fewer_characters_in_a_row_make_larger_captions() -> None:
    usual = CaptionConfig()
    assert font_size(1080, 1920, TALL.captioned(usual)) > 2 * font_size(1080, 1920, usual)
    assert font_size(1080, 1920, TALL.captioned(usual)) > 80
    assert ProfileConfig(width=1280, height=720).captioned(usual) is usual
