"""``reelmake status``: where every episode stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from reelmake.cli.output import json_option, print_json, print_table, say
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
@json_option
def command(as_json: bool) -> None:
    """Say for every episode what is built, how long it is, what the gate said, and what a viewer should know."""
    workspace = Workspace.here()
    rows = [_episode(workspace, episode) for episode in workspace.episodes()]
    if as_json:
        print_json(rows)
        return
    if not rows:
        say("story/ holds no screenplay yet. Write story/ep01.fountain, then: snakemake --profile site-a")
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
            for r in rows
        ),
        numeric=(3, 5),
    )
    for row in rows:
        if row["blocked"]:
            say(f"{row['episode']}: {row['blocked']}")
        if row["written"]:
            say(f"{row['episode']}: {row['written']}")
    damaged = workspace.store.quarantined()
    if damaged:
        say(f"{len(damaged)} damaged cache entries were put into {workspace.store.root / 'quarantine'} and made anew.")


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
    from reelmake.episode.writing import BLOCKED_RECORD, BLOCKED_VERSION

    if not asked_for:
        return {"blocked": "", "written": ""}
    blocked, record = _read(directory / BLOCKED_RECORD), _read(directory / "writing_record.json")
    told = ""
    if rounds := blocked.get("rounds"):
        grave = [found["what"] for found in rounds[-1]["findings"] if found["severity"] in ("HIGH", "CRITICAL")]
        told = f"not written; of {len(rounds)} versions the last still has: {'; '.join(grave)}; "
        told += f"see {directory.name}/{BLOCKED_VERSION} in episodes/"
    return {"blocked": told, "written": f"not written as asked: {why}" if (why := record.get("fallback")) else ""}


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
