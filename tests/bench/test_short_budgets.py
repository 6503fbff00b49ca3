"""The budgets on a small scale, in what can be counted: jobs, calls, modules, memory. ``make bench`` measures time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.bench import workspaces
from tests.bench.budgets import FILM, PLAN, bare_encodes, stage_commands
from tests.bench.measures import in_directory, run, snakemake
from tests.bench.scale import TRIVIAL, calls_of, change_a_line
from tests.bench.workspaces import SHORT

from reelmake.documents.plan import RenderPlan
from reelmake.execution.records import finished_jobs
from reelmake.operations.usage import measured_usage

pytestmark = pytest.mark.slow

STEPS = Counter(
    ["intake", "gate", "safety", "voice", "shoot", "manifest", "plan", "library", "deliver"],
)
HEAVY = ("PIL", "av", "click", "cryptography", "numpy", "opentimelineio", "rich", "ruamel", "snakemake", "urllib3")
"""What takes long to load, and no stage of a plain episode needs."""


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with a short episode, made."""
    root = tmp_path_factory.mktemp("short")
    workspaces.episode(root, SHORT)
    snakemake(root, FILM)
    return root


def jobs(root: Path) -> tuple[Counter[str], Counter[str]]:
    """Return the stages and the keys that the last run worked on."""
    last = max((root / "runs").iterdir(), key=lambda path: (path / "run.json").stat().st_mtime_ns)
    ended = [job for _owner, job in finished_jobs(last)]
    return Counter(job.stage for job in ended if not job.key), Counter(job.key for job in ended if job.key)


def planned(root: Path) -> dict[str, str]:
    """Return the keys that an episode's film is made of, and what each is; stems are made on request."""
    plan = RenderPlan.load(root / PLAN)
    return {key: action.kind for key, action in plan.actions.items() if key not in plan.stems.values()}


def test_a_film_takes_a_job_for_each_stage_and_key_and_a_changed_line_one_for_each_new_key(episode: Path) -> None:
    assert jobs(episode) == (STEPS, Counter(planned(episode).keys()))
    with in_directory(episode):
        bare_encodes(episode, RenderPlan.load(PLAN))
    assert 0 < measured_usage(episode)["clip"].peak_mib < 400
    before, runs = planned(episode), len(list((episode / "runs").iterdir()))
    snakemake(episode, FILM)
    assert len(list((episode / "runs").iterdir())) == runs, "nothing to do is no run"
    story = episode / "story/ep01.fountain"
    story.write_text(story.read_text().replace("the night of number 0", "the evening of number 0"))
    snakemake(episode, FILM)
    new = {key: kind for key, kind in planned(episode).items() if key not in before}
    assert jobs(episode) == (STEPS - Counter(["library"]), Counter(new.keys()))
    assert Counter(new.values())["clip"] <= 2
    assert "art" not in new.values()


def test_no_stage_loads_what_it_does_not_need(episode: Path) -> None:
    for stage, command in stage_commands(episode).items():
        python, option, program, *arguments = command
        program = program.replace("sys.exit(", "assert not (") + "; print(' '.join(sys.modules))"
        loaded = run([python, option, program, *arguments], episode).split()
        assert not {name.partition(".")[0] for name in loaded} & set(HEAVY), stage
        assert len(loaded) < 700, stage


def counted(base: Path, shots: int) -> Iterator[tuple[str, int]]:
    """Yield what it takes to lay out a season that is new, one that is done, and one with a changed line."""
    root, target = base / f"season{shots}", ("season/1", "--quiet", "all")
    episodes = workspaces.season(root, shots, per_episode=40)
    yield "new", calls_of(root, *target, "-n")
    snakemake(root, *target, snakefile=TRIVIAL)
    yield "done", calls_of(root, *target)
    change_a_line(root, episodes)
    yield "changed", calls_of(root, *target, "-n")


def test_laying_out_a_season_takes_work_that_grows_no_faster_than_the_season(tmp_path: Path) -> None:
    """Were any of it to grow with the square, the second step would take twice as much more than the first."""
    small, middle, large = (dict(counted(tmp_path, shots)) for shots in (40, 120, 200))
    for what in small:
        first, second = middle[what] - small[what], large[what] - middle[what]
        assert second < 1.3 * first, (what, small, middle, large)
