"""The tools that actions of this craft name: ``module:function``, where the function returns the tool."""

from __future__ import annotations

TOOLS = {
    "mix": "reelmake.crafts.sound.mixing.mix_actions:mix_tool",
    "bed": "reelmake.crafts.sound.mixing.mix_actions:bed_tool",
    "master": "reelmake.crafts.sound.mixing.mix_actions:master_tool",
    "level": "reelmake.crafts.sound.mixing.mix_actions:level_tool",
    "music": "reelmake.crafts.sound.sound_actions:music_tool",
    "texture": "reelmake.crafts.sound.sound_actions:texture_tool",
    "take_in": "reelmake.crafts.sound.sound_actions:take_in_tool",
}
