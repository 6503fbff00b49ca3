"""Runs a planned action as a job: the command of every rule in ``rules/actions.smk`` (``scripts/action.py``)."""

from __future__ import annotations

from pathlib import Path

from reelmake.documents.action import action_path
from reelmake.execution.job import job
from reelmake.execution.planned_actions import PlannedActions
from reelmake.kernel.disk_errors import disk_errors
from reelmake.kernel.errors import NotFound, ValidationFailed


def run_action(key: str, output: str, log: str) -> None:
    """Put the result of a planned action at ``output``: from the cache, or made now."""
    with disk_errors(Path.cwd()):
        action = PlannedActions(Path.cwd()).find(key)
    kind = action.kind if action else "action"
    subject = action.subject if action else key[:12]
    inputs = (action_path(key), *action.reads) if action else ()
    with job(kind, "", subject=subject, key=key, log=log, inputs=inputs) as this:
        if action is None:
            raise NotFound(
                f"no plan names the action {key[:12]}…, or its document is damaged",
                where=f"build/actions/{key}.json",
                remedy="plan again: snakemake --forcerun plan with the episode's render.mp4 as the target",
                reason="UNKNOWN_KEY",
            )
        made = this.runner().deliver(action, Path(output))
        this.status = "cached" if made.cached else "done"


def main(arguments: list[str]) -> None:
    """Run the action that the command line names. It is parsed without a library, because each job pays its import."""
    positional = [argument for argument in arguments if not argument.startswith("--")]
    if len(arguments) != 4 or arguments[2] != "--log" or len(positional) != 3:
        raise ValidationFailed("action.py takes a key and an output", allowed="action.py KEY OUTPUT --log LOG")
    run_action(arguments[0], arguments[1], arguments[3])
