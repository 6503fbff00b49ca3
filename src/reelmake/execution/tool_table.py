"""The table of every tool an action may name. Each is looked up where it is planned, when it is first run."""

from __future__ import annotations

from reelmake.actions.tools import Tool, ToolTable, ffmpeg


def _draw() -> Tool:
    from reelmake.crafts.drawing.plate import draw_tool

    return draw_tool()


def _move() -> Tool:
    from reelmake.crafts.picture.clip import move_tool

    return move_tool()


def _levels() -> Tool:
    from reelmake.crafts.sound.mixing.mix_actions import levels_tool

    return levels_tool()


def _gain() -> Tool:
    from reelmake.crafts.sound.mixing.mix_actions import gain_tool

    return gain_tool()


def _packets() -> Tool:
    from reelmake.crafts.sound.mixing.mix_actions import packets_tool

    return packets_tool()


def _join() -> Tool:
    from reelmake.crafts.sound.mixing.mix_actions import join_tool

    return join_tool()


def _stem() -> Tool:
    from reelmake.crafts.sound.mixing.mix_actions import stem_tool

    return stem_tool()


def _music() -> Tool:
    from reelmake.crafts.sound.sound_actions import music_tool

    return music_tool()


def _texture() -> Tool:
    from reelmake.crafts.sound.sound_actions import texture_tool

    return texture_tool()


def _take_in() -> Tool:
    from reelmake.crafts.sound.sound_actions import take_in_tool

    return take_in_tool()


def _piper() -> Tool:
    from reelmake.crafts.voice.piper_engine import piper

    return piper()


def _kokoro() -> Tool:
    from reelmake.crafts.voice.kokoro_engine import kokoro

    return kokoro()


def _espeak() -> Tool:
    from reelmake.crafts.voice.espeak_engine import espeak

    return espeak()


def _typeset() -> Tool:
    from reelmake.crafts.editorial.typeset import typeset_tool

    return typeset_tool()


def _review() -> Tool:
    from reelmake.crafts.editorial.review import review_tool

    return review_tool()


TOOLS: ToolTable = {
    "ffmpeg": ffmpeg,
    "draw": _draw,
    "move": _move,
    "levels": _levels,
    "gain": _gain,
    "packets": _packets,
    "join": _join,
    "stem": _stem,
    "music": _music,
    "texture": _texture,
    "take_in": _take_in,
    "piper": _piper,
    "kokoro": _kokoro,
    "espeak": _espeak,
    "typeset": _typeset,
    "review": _review,
}
