"""An episode written in Final Draft renders like one written in Fountain."""

from __future__ import annotations

import pytest

from support.world import World

FDX = """<?xml version="1.0" encoding="UTF-8"?>
<FinalDraft DocumentType="Script" Version="5"><Content>
<Paragraph Type="Scene Heading"><Text>INT. KITCHEN - NIGHT</Text></Paragraph>
<Paragraph Type="Character"><Text>ADA</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>There were six of them.</Text></Paragraph>
</Content></FinalDraft>
"""


@pytest.mark.spec("S1", "E10")
def test_a_final_draft_screenplay_is_an_episode_and_two_screenplays_are_a_conflict(world: World) -> None:
    world.write("story/ep02.fdx", FDX)
    world.build("episodes/ep02/render_plan.preview_local.json")
    assert world.document("episodes/ep02/script.json")["line_count"] == 6
    world.replace("story/ep02.fdx", "ADA", "EVE")
    output = world.build("episodes/ep02/voice.json", check=False).output
    assert "story/ep02.fdx:4" in output
    world.write("story/ep02.fountain", "INT. KITCHEN - NIGHT\n\nRain.\n")
    refused = world.build("episodes/ep02/script.json", check=False)
    assert refused.status != 0
    assert "two screenplays" in refused.output
    assert "Traceback" not in refused.output
