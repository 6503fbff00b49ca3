"""``reelmake skills``: list the skills, and run one on an episode."""

from __future__ import annotations

import os

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.workspace.workspace import Workspace


@click.group("skills")
def command() -> None:
    """Run skills: readers that report on an episode and change nothing."""


@command.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the skills with their contracts."""
    from reelmake.crafts.skills.run import skills

    contracts = [skill.contract for skill in skills().values()]
    if as_json:
        print_json([contract.model_dump(mode="json") for contract in contracts])
        return
    rows = (
        (c.name, c.purpose, ", ".join((*c.reads, *(f"({name})" for name in c.uses))), c.tier.value, c.gate, c.cost)
        for c in contracts
    )
    print_table("", ("skill", "reports", "reads", "model tier", "fails from", "cost"), rows)


@command.command("run")
@click.argument("name")
@click.argument("episode")
@click.option("--refresh", is_flag=True, help="Ask the model again. Its new answer is used; earlier ones are kept.")
@json_option
def run(name: str, episode: str, refresh: bool, as_json: bool) -> None:
    """Run the skill NAME, or `all` skills, on EPISODE as it is now; reports go to episodes/EPISODE/skills/.

    If config/project.yaml names a reader, a model's findings are added, marked model_reading. Exits with status 3 if a
    skill's gate says FAIL, and with 75 if asking an external model is not approved yet.
    """
    from reelmake.crafts.skills.run import skill_named, skills
    from reelmake.episode.in_memory import InMemoryBuild
    from reelmake.episode.skill_reports import run_skills
    from reelmake.kernel.errors import InvariantViolated
    from reelmake.kernel.log import Log
    from reelmake.workspace.file_digests import FileDigests

    workspace = Workspace.here()
    workspace.check_episode(episode)
    chosen = list(skills().values()) if name == "all" else [skill_named(name)]
    with open(os.devnull, "w", encoding="utf-8") as quiet:  # noqa: PTH123
        script = InMemoryBuild(workspace, FileDigests(workspace.root), Log(quiet)).script(episode)
        outcome = run_skills(workspace, script, chosen, Log(quiet), refresh=refresh)
    reports = outcome.reports
    path = workspace.screenplay(episode)
    if as_json:
        data = [report.model_dump(mode="json") for report in reports]
        print_json(data if name == "all" else data[0])
    for report in () if as_json else reports:
        for table in (one for one in report.tables if one.rows):
            print_table(f"{report.skill}: {table.name}", table.columns, table.rows)
        if report.findings:
            rows = ((f"{path}:{f.line}", f.scene_id, f.severity, f.what, f.repair) for f in report.findings)
            print_table("", ("where", "scene", "severity", "what", "to do"), rows)
        print_line(f"{report.skill}, {episode}: {report.verdict}" + (f" ({report.note})" if report.note else ""))
    failed = [report.skill for report in reports if report.verdict == "FAIL"]
    if failed:
        raise InvariantViolated(
            f"the gate of {', '.join(failed)} says FAIL",
            where=path,
            allowed="no finding of the severity that the skill's contract names",
            remedy="revise what the findings name, and run the skill again",
            reason="SKILL_FAILED",
        )
    if outcome.missing_permission:
        raise outcome.missing_permission
