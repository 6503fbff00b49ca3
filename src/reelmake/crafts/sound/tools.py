"""The tools that actions of this craft name: ``module:function``, where the function returns the tool."""

from __future__ import annotations

TOOLS = {
    "levels": "reelmake.crafts.sound.mixing.mix_actions:levels_tool",
    "gain": "reelmake.crafts.sound.mixing.mix_actions:gain_tool",
    "packets": "reelmake.crafts.sound.mixing.mix_actions:packets_tool",
    "join": "reelmake.crafts.sound.mixing.mix_actions:join_tool",
    "stem": "reelmake.crafts.sound.mixing.mix_actions:stem_tool",
    "music": "reelmake.crafts.sound.sound_actions:music_tool",
    "texture": "reelmake.crafts.sound.sound_actions:texture_tool",
    "take_in": "reelmake.crafts.sound.sound_actions:take_in_tool",
}
