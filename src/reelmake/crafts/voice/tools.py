"""The tools that actions of this craft name: ``module:function``, where the function returns the tool."""

from __future__ import annotations

TOOLS = {
    "piper": "reelmake.crafts.voice.piper_engine:piper",
    "kokoro": "reelmake.crafts.voice.kokoro_engine:kokoro",
    "espeak": "reelmake.crafts.voice.espeak_engine:espeak",
}
