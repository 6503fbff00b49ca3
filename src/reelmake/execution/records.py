"""What the jobs of a run leave behind: a mark when one begins, a record when it has ended."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reelmake.documents.output import StageSummary
from reelmake.kernel.files import write_atomic

_BEGUN, _ENDED = "begun", "jobs"
_KEY = re.compile(r"[0-9a-f]{64}")
_MOST_ATTEMPTS = 1000


@dataclass(frozen=True)
class Running:
    """A job that has begun and left no record of its end."""

    episode: str
    stage: str
    subject: str
    key: str
    queue: str
    host: str
    started: str


def begin_job(run: Path, slot: str, job: Running) -> int:
    """Mark that a job has begun; return which attempt at it this is, of all that began in its run.

    ``slot`` is what the job's attempts share and no other job has: the path of its log. The mark of a job that was
    killed stays, and so counts.
    """
    name = _named(slot)
    content = json.dumps(vars(job), ensure_ascii=False).encode() + b"\n"
    with contextlib.suppress(OSError):
        (run / _BEGUN).mkdir(parents=True, exist_ok=True)
        for attempt in range(1, _MOST_ATTEMPTS):
            with contextlib.suppress(FileExistsError), (run / _BEGUN / f"{name}.{attempt}.json").open("xb") as mark:
                mark.write(content)
                return attempt
    return 1


def end_job(run: Path, slot: str, attempt: int, episode: str, summary: StageSummary) -> None:
    """Keep what a job did, under the name of its mark."""
    content = {"episode": episode, **summary.model_dump()}
    with contextlib.suppress(OSError):
        path = run / _ENDED / f"{_named(slot)}.{attempt}.json"
        write_atomic(path, json.dumps(content, ensure_ascii=False).encode() + b"\n")


class Ended:
    """The jobs of a run that have ended; each record is read once, however often one looks."""

    def __init__(self, run: Path, wanted: Callable[[str], bool] = lambda _owner: True) -> None:
        self._directory = run / _ENDED
        self._wanted = wanted
        self._read: dict[str, tuple[str, StageSummary]] = {}

    def look(self) -> list[tuple[str, StageSummary]]:
        """Return the jobs that have ended with the episode each was for, in order of their start."""
        for path in self._directory.glob("*.json"):
            if path.name not in self._read and self._wanted(_owner(path.name)):
                with contextlib.suppress(OSError, ValueError):
                    raw = json.loads(path.read_bytes())
                    self._read[path.name] = (str(raw.get("episode", "")), StageSummary.model_validate(raw))
        return sorted(self._read.values(), key=lambda job: job[1].started)


def ended_jobs(run: Path, wanted: Callable[[str], bool] = lambda _owner: True) -> list[tuple[str, StageSummary]]:
    """Return the jobs that have ended with the episode each was for, in order of their start.

    Only those of an owner that is ``wanted`` are read: an episode, a key, or nobody in particular.
    """
    return Ended(run, wanted).look()


def jobs_of_episode(
    jobs: Sequence[tuple[str, StageSummary]], episode: str, keys: Iterable[str]
) -> list[tuple[str, StageSummary]]:
    """Return those of a run's jobs that were for an episode: its own, those of its keys, and those of nobody."""
    ours = set(keys)
    return [(owner, job) for owner, job in jobs if owner == episode or (not owner and (not job.key or job.key in ours))]


def running_jobs(run: Path) -> list[Running]:
    """Return the jobs that have begun and not ended, longest at work first. Whoever was killed is among them."""
    ended = _names(run / _ENDED)
    found = []
    for name in _names(run / _BEGUN) - ended:
        with contextlib.suppress(OSError, ValueError, TypeError):
            found.append(Running(**json.loads((run / _BEGUN / name).read_bytes())))
    return sorted(found, key=lambda job: (job.started, job.key))


def waited_for(run: Path, needs: Iterable[str], began: float) -> str:
    """Return the seconds between the moment a job's inputs were all there, in its run, and its start."""
    ready = []
    for path in (str(run / "run.json"), *needs):
        with contextlib.suppress(OSError):
            ready.append(Path(path).stat().st_mtime)
    return f"{max(began - max(ready, default=began), 0.0):.3f}"


def _named(slot: str) -> str:
    return slot.removeprefix("logs/").removesuffix(".log").replace("/", "+")


def _owner(name: str) -> str:
    """Return whose job a record is by its name: a key's, or an episode's, or nobody's."""
    first, _plus, rest = name.removesuffix(".json").rpartition(".")[0].partition("+")
    return rest if _KEY.fullmatch(rest) else first if rest else ""


def _names(directory: Path) -> set[str]:
    return {path.name for path in directory.glob("*.json")}
