"""``make bench-canon``: the contradiction suite, recall and false alarms by subtype, and how long an episode takes."""

from __future__ import annotations

import sys
import time
from collections import defaultdict

from reelmake.cli.output import print_line, print_table
from reelmake.crafts.canon.gate import judge
from reelmake.crafts.story.fountain import parse_fountain
from support.contradictions import TAXONOMY, Outcome, canon, judged, pairs

HARD = ("name", "age", "death", "location")
_SCENES = 120


def main() -> int:
    """Print the tables; end non-zero when a hard contradiction was missed."""
    truth = canon()
    by_subtype: dict[str, list[Outcome]] = defaultdict(list)
    for pair in pairs():
        by_subtype[pair.subtype.name].append(judged(pair, truth))
    rows = []
    for subtype in TAXONOMY:
        outcomes = by_subtype[subtype.name]
        rows.append((subtype.family, subtype.name, subtype.kind, *_numbers(outcomes)))
    print_table(
        "contradictions by subtype",
        ("family", "subtype", "kind", "pairs", "recall", "false alarms"),
        rows,
        numeric=(3, 4, 5),
    )
    everything = [outcome for outcomes in by_subtype.values() for outcome in outcomes]
    hard = [outcome for outcome in everything if outcome.pair.subtype.family in HARD]
    for name, outcomes in (("hard four", hard), ("all", everything)):
        count, recall, alarms = _numbers(outcomes)
        print_line(f"{name}: {count} pairs, recall {recall}, false alarms {alarms}")
    print_line(f"an episode of {_SCENES} scenes: {_seconds():.3f} s in the gate")
    return 0 if all(outcome.caught for outcome in hard) else 1


def _numbers(outcomes: list[Outcome]) -> tuple[int, str, str]:
    caught = sum(outcome.caught for outcome in outcomes)
    alarms = sum(outcome.false_alarm for outcome in outcomes)
    return len(outcomes), f"{100 * caught / len(outcomes):.1f} %", f"{100 * alarms / len(outcomes):.1f} %"


def _seconds() -> float:
    """Return how long the gate takes over a long episode with much declared in it."""
    scene = (
        "INT. KITCHEN - DAY\n\nADA, 41, and BEN, 38, wait. "
        "[[canon: ADA has KEY; ADA gives KEY to BEN; BEN leaves KEY]]\n\n"
        + "".join(f"{who}\nA line about nothing in particular.\n\n" for who in ("ADA", "BEN") * 8)
    )
    truth = canon()
    script = parse_fountain(
        (scene * _SCENES).encode(),
        path="long.fountain",
        episode="ep02",
        series="suite",
        character_ids=truth.character_ids(),
        location_ids=truth.location_ids(),
    )
    started = time.perf_counter()
    verdict = judge(script, truth, canon_path="canon.yaml", script_path="long.fountain")
    seconds = time.perf_counter() - started
    assert verdict.verdict == "PASS", verdict.findings[:3]
    return seconds


if __name__ == "__main__":
    sys.exit(main())
