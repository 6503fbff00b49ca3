"""``reelmake status``: where every episode stands."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from reelmake.cli.output import (
    MAX_LINES,
    all_option,
    first_lines,
    json_option,
    print_json,
    print_line,
    print_omitted,
    print_table,
)
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import Workspace

STEPS = (
    ("script", "script.json"),
    ("gate", "canon_verdict.json"),
    ("voice", "voice.json"),
    ("shots", "shotlist.json"),
    ("plan", "render_plan.preview_local.json"),
    ("film", "render.mp4"),
)


@click.command("status")
@all_option
@json_option
def command(everything: bool, as_json: bool) -> None:
    """Say for every episode what is built, how long it is, what the gate said, and what a viewer should know.

    Many episodes are summed up, and the first are printed; --all prints every one. --json has all of them either way.
    """
    workspace = Workspace.here()
    rows = [_episode(workspace, episode) for episode in workspace.episodes()]
    if as_json:
        print_json(rows)
        return
    if not rows:
        print_line(f"story/ holds no screenplay yet. Write story/ep01.fountain, then: {build_command()}")
        return
    print_table(
        workspace.project.series.title,
        ("episode", "built up to", "gate", "shots", "length", "placeholders", "last run"),
        (
            (
                r["episode"],
                r["built"],
                r["gate"],
                r["shots"] or "",
                r["length"],
                len(r["placeholders"]) or "",
                r["last_run"],
            )
            for r in first_lines(rows, everything=everything)
        ),
        numeric=(3, 5),
    )
    print_omitted(rows, "episodes", everything=everything)
    if len(rows) > MAX_LINES:
        print_line(f"{len(rows):,} episodes: {_built(rows)}.")
    notes = [f"{row['episode']}: {row[what]}" for row in rows for what in ("blocked", "written") if row[what]]
    for note in first_lines(notes, everything=everything):
        print_line(note)
    print_omitted(notes, "notes", everything=everything)
    damaged = workspace.store.quarantined()
    if damaged:
        print_line(
            f"{len(damaged)} damaged cache entries were moved to {workspace.store.root / 'quarantine'}; a run makes "
            "them again."
        )


def _built(rows: list[dict[str, Any]]) -> str:
    """Return how many episodes are built how far, in the order of the steps."""
    counts = Counter(row["built"] for row in rows)
    steps = ("nothing yet", *(name for name, _file in STEPS))
    return ", ".join(
        f"{counts[step]:,} {'with' if step == 'nothing yet' else 'built up to'} {step}"
        for step in steps
        if counts[step]
    )


def _episode(workspace: Workspace, episode: str) -> dict[str, Any]:
    directory = workspace.root / "episodes" / episode
    built = [name for name, file in STEPS if (directory / file).is_file()]
    shotlist = _read(directory / "shotlist.json")
    output = _read(directory / "render_output.json")
    summary = _read(directory / "run_summary.json")
    verdict = _read(directory / "canon_verdict.json")
    return {
        "episode": episode,
        "built": built[-1] if built else "nothing yet",
        "gate": verdict.get("verdict", ""),
        "shots": len(shotlist.get("shots", ())),
        "length": _length(shotlist),
        "placeholders": list(output.get("placeholders", ())),
        "flags": list(output.get("flags", ())),
        **_writing(directory, asked_for=workspace.is_written_from_brief(episode)),
        "last_run": f"{summary.get('status', '')} {summary.get('ended', '')}".strip(),
    }


def _writing(directory: Path, *, asked_for: bool) -> dict[str, str]:
    """Return what to know of how an episode was written from its brief: why it failed, or who wrote in whose place."""
    from reelmake.episode.episode_writer import BLOCKED_RECORD, BLOCKED_VERSION

    if not asked_for:
        return {"blocked": "", "written": ""}
    blocked, record = _read(directory / BLOCKED_RECORD), _read(directory / "writing_record.json")
    why_blocked = ""
    if rounds := blocked.get("rounds"):
        grave = [found["what"] for found in rounds[-1]["findings"] if found["severity"] in ("HIGH", "CRITICAL")]
        why_blocked = f"not written; of {len(rounds)} versions the last still has: {'; '.join(grave)}; "
        why_blocked += f"see {directory.name}/{BLOCKED_VERSION} in episodes/"
    return {
        "blocked": why_blocked,
        "written": f"not written as asked: {why}" if (why := record.get("fallback")) else "",
    }


def _length(shotlist: dict[str, Any]) -> str:
    if not shotlist:
        return ""
    from reelmake.kernel.frames import Rate

    return Rate.parse(shotlist["fps"]).timecode(int(shotlist["total_frames"]))


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return raw if isinstance(raw, dict) else {}
