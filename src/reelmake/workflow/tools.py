"""The table of every tool an action may name. Each is looked up where it is planned, when it is first run."""

from __future__ import annotations

from reelmake.actions.tools import Tool, ToolTable, ffmpeg


def _draw() -> Tool:
    from reelmake.assets.art import draw_tool

    return draw_tool()


def _move() -> Tool:
    from reelmake.render.clip import move_tool

    return move_tool()


def _mix() -> Tool:
    from reelmake.render.sound import mix_tool

    return mix_tool()


def _bed() -> Tool:
    from reelmake.render.sound import bed_tool

    return bed_tool()


def _master() -> Tool:
    from reelmake.render.sound import master_tool

    return master_tool()


def _music() -> Tool:
    from reelmake.sound.making import music_tool

    return music_tool()


def _texture() -> Tool:
    from reelmake.sound.making import texture_tool

    return texture_tool()


def _take_in() -> Tool:
    from reelmake.sound.making import take_in_tool

    return take_in_tool()


def _level() -> Tool:
    from reelmake.render.sound import level_tool

    return level_tool()


def _piper() -> Tool:
    from reelmake.voice.piper_engine import piper

    return piper()


def _kokoro() -> Tool:
    from reelmake.voice.kokoro_engine import kokoro

    return kokoro()


def _espeak() -> Tool:
    from reelmake.voice.espeak_engine import espeak

    return espeak()


def _typeset() -> Tool:
    from reelmake.papers.typeset import typeset_tool

    return typeset_tool()


def _review() -> Tool:
    from reelmake.papers.review import review_tool

    return review_tool()


TOOLS: ToolTable = {
    "ffmpeg": ffmpeg,
    "draw": _draw,
    "move": _move,
    "mix": _mix,
    "bed": _bed,
    "master": _master,
    "level": _level,
    "music": _music,
    "texture": _texture,
    "take_in": _take_in,
    "piper": _piper,
    "kokoro": _kokoro,
    "espeak": _espeak,
    "typeset": _typeset,
    "review": _review,
}
