"""The picture of the rules in the README."""

from __future__ import annotations

import re
from pathlib import Path

from tools.rule_graph import draw

GRAPH = """digraph snakemake_dag {
    0[label = "plan", color = "0.38"];
    1[label = "gate"];
    2[label = "art"];
    3[label = "clip"];
    4[label = "mux"];
    5[label = "gain"];
    1 -> 1
    1 -> 0
    2 -> 3
    3 -> 4
    5 -> 4
}"""


def test_every_rule_stands_right_of_what_it_reads_though_one_reads_its_own_kind() -> None:
    drawn = draw(GRAPH)
    places = {name: int(x) for x, name in re.findall(r'<text x="(\d+)"[^>]*>(\w+)<', drawn)}
    assert places["gate"] < places["plan"] < places["art"] < places["clip"] < places["mux"]
    assert places["plan"] < places["gain"] < places["mux"], "the plan names what Snakemake draws no edge to"


def test_the_drawn_graph_has_every_rule_of_a_film() -> None:
    drawn = (Path(__file__).resolve().parents[3] / "docs/images/dag.svg").read_text(encoding="utf-8")
    rules = {"intake", "safety", "gate", "voice", "shoot", "library", "manifest", "plan", "deliver"}
    keyed = {"art", "clip", "music", "texture", "gain", "sound", "mux"}
    assert not (rules | keyed) - set(re.findall(r">(\w+)</text>", drawn)), "out of date: run `make regen`"
