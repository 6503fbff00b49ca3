"""The records that the jobs of a run leave: one when a job starts, one when it ends."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reelmake.documents.output import StageSummary
from reelmake.kernel.files import write_atomic

_STARTED, _FINISHED = "begun", "jobs"
_KEY = re.compile(r"[0-9a-f]{64}")
_MAX_ATTEMPTS = 1000


@dataclass(frozen=True)
class RunningJob:
    """A job that has started and has not recorded its end."""

    episode: str
    stage: str
    subject: str
    key: str
    queue: str
    host: str
    started: str


def record_job_start(run: Path, log: str, job: RunningJob) -> int:
    """Record that a job has started and return the number of this attempt, counted over the whole run.

    ``log`` is the path of the job's log. It identifies the job: its attempts share it, and no other job has it. A job
    that was killed leaves its start record, so it counts as an attempt.
    """
    name = _record_name(log)
    content = json.dumps(vars(job), ensure_ascii=False).encode() + b"\n"
    with contextlib.suppress(OSError):
        (run / _STARTED).mkdir(parents=True, exist_ok=True)
        for attempt in range(1, _MAX_ATTEMPTS):
            path = run / _STARTED / f"{name}.{attempt}.json"
            with contextlib.suppress(FileExistsError), path.open("xb") as record:
                record.write(content)
                return attempt
    return 1


def record_job_end(run: Path, log: str, attempt: int, episode: str, summary: StageSummary) -> None:
    """Record what a job did, under the name of its start record."""
    content = {"episode": episode, **summary.model_dump()}
    with contextlib.suppress(OSError):
        path = run / _FINISHED / f"{_record_name(log)}.{attempt}.json"
        write_atomic(path, json.dumps(content, ensure_ascii=False).encode() + b"\n")


class FinishedJobs:
    """The finished jobs of a run. Calling ``read`` repeatedly parses each record only once."""

    def __init__(self, run: Path, wanted: Callable[[str], bool] = lambda _owner: True) -> None:
        self._directory = run / _FINISHED
        self._wanted = wanted
        self._jobs: dict[str, tuple[str, StageSummary]] = {}

    def read(self) -> list[tuple[str, StageSummary]]:
        """Return every finished job with its episode, in the order the jobs started."""
        for path in self._directory.glob("*.json"):
            if path.name not in self._jobs and self._wanted(_owner(path.name)):
                with contextlib.suppress(OSError, ValueError):
                    raw = json.loads(path.read_bytes())
                    self._jobs[path.name] = (str(raw.get("episode", "")), StageSummary.model_validate(raw))
        return sorted(self._jobs.values(), key=lambda job: job[1].started)


def finished_jobs(run: Path, wanted: Callable[[str], bool] = lambda _owner: True) -> list[tuple[str, StageSummary]]:
    """Return every finished job of a run with its episode, in the order the jobs started.

    ``wanted`` gets a job's owner, and only jobs it accepts are read. The owner is an action's key, an episode, or empty
    for a job that belongs to no episode.
    """
    return FinishedJobs(run, wanted).read()


def jobs_of_episode(
    jobs: Sequence[tuple[str, StageSummary]], episode: str, keys: Iterable[str]
) -> list[tuple[str, StageSummary]]:
    """Return a run's jobs for one episode: its stages, the actions with these keys, and jobs without an episode."""
    episode_keys = set(keys)
    return [
        (owner, job)
        for owner, job in jobs
        if owner == episode or (not owner and (not job.key or job.key in episode_keys))
    ]


def running_jobs(run: Path) -> list[RunningJob]:
    """Return the jobs that have started and not ended, oldest first. Jobs that were killed are among them."""
    found = []
    for name in _file_names(run / _STARTED) - _file_names(run / _FINISHED):
        with contextlib.suppress(OSError, ValueError, TypeError):
            found.append(RunningJob(**json.loads((run / _STARTED / name).read_bytes())))
    return sorted(found, key=lambda job: (job.started, job.key))


def seconds_since_inputs_ready(run: Path, inputs: Iterable[str], started: float) -> str:
    """Return how many seconds after its last input was written, and after its run began, a job started."""
    ready = []
    for path in (str(run / "run.json"), *inputs):
        with contextlib.suppress(OSError):
            ready.append(Path(path).stat().st_mtime)
    return f"{max(started - max(ready, default=started), 0.0):.3f}"


def _record_name(log: str) -> str:
    return log.removeprefix("logs/").removesuffix(".log").replace("/", "+")


def _owner(file_name: str) -> str:
    """Return the owner of a record by its file name: an action's key, an episode, or empty."""
    first, _plus, rest = file_name.removesuffix(".json").rpartition(".")[0].partition("+")
    return rest if _KEY.fullmatch(rest) else first if rest else ""


def _file_names(directory: Path) -> set[str]:
    return {path.name for path in directory.glob("*.json")}
