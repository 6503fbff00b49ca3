"""Makes or fetches the result of a planned action: the work of every keyed rule (``scripts/action.py``)."""

from __future__ import annotations

from pathlib import Path

from reelmake.documents.action import action_path
from reelmake.execution.job import job
from reelmake.execution.planned_actions import KnownActions
from reelmake.kernel.disk_errors import disk_errors
from reelmake.kernel.errors import NotFound, ValidationFailed


def run_action(key: str, output: str, log: str) -> None:
    """Make or fetch the result of a planned action and put it at ``output``."""
    with disk_errors(Path.cwd()):
        action = KnownActions(Path.cwd()).find(key)
    kind = action.kind if action else "action"
    subject = action.subject if action else key[:12]
    needs = (action_path(key), *action.reads) if action else ()
    with job(kind, "", subject=subject, key=key, log=log, needs=needs) as this:
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
    """Read the command line by hand: this starts once per keyed job, and a parser's import would be felt."""
    positional = [argument for argument in arguments if not argument.startswith("--")]
    if len(arguments) != 4 or arguments[2] != "--log" or len(positional) != 3:
        raise ValidationFailed("action.py takes a key and an output", allowed="action.py KEY OUTPUT --log LOG")
    run_action(arguments[0], arguments[1], arguments[3])
