"""The executor that runs a season's jobs on Slurm (docs/adr/026). Profiles name it as ``reelmake-slurm``.

Snakemake finds executors by the name of their package, which is why this one stands beside ``reelmake``.
"""

# No postponed annotations: Snakemake makes command line options from the types of the settings.
import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from snakemake_interface_executor_plugins.executors.base import SubmittedJobInfo
from snakemake_interface_executor_plugins.executors.remote import RemoteExecutor
from snakemake_interface_executor_plugins.jobs import JobExecutorInterface
from snakemake_interface_executor_plugins.settings import CommonSettings, ExecutorSettingsBase
from snakemake_interface_executor_plugins.utils import format_cli_arg

from reelmake.documents.errors import Internal
from reelmake.workflow.cluster import ask, job_name
from reelmake.workflow.cluster_jobs import Fate, Request, fate_of, forget, left_status, states_of, submit
from reelmake.workflow.runs import RUN_VARIABLE

common_settings = CommonSettings(
    non_local_exec=True,
    implies_no_shared_fs=False,
    job_deploy_sources=False,
    pass_envvar_declarations_to_cmd=False,
    auto_deploy_default_storage_provider=False,
    init_seconds_before_status_checks=2,
)
_LOGS = Path(".snakemake/slurm_logs")
_DOUBTS = 10
"""How often a job may be found lost before it counts as failed: Slurm takes a moment to start it again elsewhere."""
_CANCELLED_AT_ONCE = 500


@dataclass
class ExecutorSettings(ExecutorSettingsBase):  # type: ignore[misc]
    """What a site asks of each submission."""

    account: str = field(default="", metadata={"help": "Account that jobs are charged to", "required": False})
    qos: str = field(default="", metadata={"help": "Quality of service that jobs ask for", "required": False})


class Executor(RemoteExecutor):  # type: ignore[misc]
    """Submits jobs under the run's name and asks after all of them at once."""

    def __init__(self, workflow: Any, logger: Any) -> None:
        # Before the base class starts its thread, which asks after jobs at once.
        self.doubts: Counter[str] = Counter()
        self.logs = Path(workflow.workdir_init) / _LOGS
        self.away = False
        super().__init__(workflow, logger)

    @property
    def run_name(self) -> str:
        """Return what the run's jobs are called; the run has its id only once it has started."""
        return job_name(os.environ[RUN_VARIABLE])

    def additional_general_args(self) -> str:
        """Return how a node runs what it is given: by one Snakemake, not by one more for each of a group's jobs."""
        return "--executor local"

    def get_job_args(self, job: JobExecutorInterface) -> str:
        """Return the arguments of a job's Snakemake, with no more cores than Slurm gives it."""
        return f"{super().get_job_args(job)} {format_cli_arg('--cores', max(job.threads, 1))}"

    def run_job(self, job: JobExecutorInterface) -> None:
        """Submit a job, or say why the cluster does not take it."""
        asked = job.resources
        settings = self.workflow.executor_settings
        request = Request(
            name=self.run_name,
            command=self.format_job_exec(job),
            logs=self.logs / job.name,
            directory=Path(self.workflow.workdir_init),
            partition=str(asked.get("slurm_partition", "")),
            memory_mb=int(asked.get("mem_mb", 0)),
            minutes=int(asked.get("runtime", 0)),
            cores=max(job.threads, 1),
            account=settings.account,
            qos=settings.qos,
        )
        try:
            job_id = submit(request)
        except Internal as error:
            self.report_job_error(SubmittedJobInfo(job), msg=f"{error}\n")
            return
        self.report_job_submission(SubmittedJobInfo(job, external_jobid=job_id, aux={"logs": request.logs}))

    async def check_active_jobs(self, active_jobs: list[SubmittedJobInfo]) -> AsyncIterator[SubmittedJobInfo]:
        """Settle the jobs that ended and yield the rest. A cluster that does not answer is asked again."""
        if not active_jobs:
            return
        try:
            states = await asyncio.to_thread(states_of, self.run_name)
        except Internal as error:
            if not self.away:
                self.logger.warning(f"{error}\nJobs go on; they are asked after again until there is an answer.")
            self.away = True
            for info in active_jobs:
                yield info
            return
        self.away = False
        for info in active_jobs:
            if not self._settle(info, states.get(info.external_jobid or "", "")):
                yield info

    def cancel_jobs(self, active_jobs: list[SubmittedJobInfo]) -> None:
        """End jobs of a run that is interrupted."""
        ids = [info.external_jobid for info in active_jobs if info.external_jobid]
        for start in range(0, len(ids), _CANCELLED_AT_ONCE):
            try:
                ask(["scancel", *ids[start : start + _CANCELLED_AT_ONCE]])
            except Internal as error:
                self.logger.warning(f"{error}\nCluster jobs may go on: reelmake cancel last")

    def _settle(self, info: SubmittedJobInfo, state: str) -> bool:
        """Report a job that has ended; return whether it has."""
        job_id, logs = info.external_jobid or "", info.aux["logs"]
        fate = fate_of(state) if state else _told_by(left_status(logs, job_id))
        if fate is Fate.DOUBTFUL:
            self.doubts[job_id] += 1
            if self.doubts[job_id] > _DOUBTS:
                fate = Fate.FAILED
        else:
            del self.doubts[job_id]
        if fate is Fate.DONE:
            forget(logs, job_id)
            self.report_job_success(info)
        elif fate is Fate.FAILED:
            log = logs / f"{job_id}.log"
            what = f"cluster job {job_id} ended as {state or 'unknown to the cluster'}; its own log: {log}\n"
            self.report_job_error(info, msg=what, aux_logs=[str(log)])
        return fate in (Fate.DONE, Fate.FAILED)


def _told_by(status: int | None) -> Fate:
    """Return what became of a job that Slurm no longer knows, by the status it left behind."""
    if status is None:
        return Fate.DOUBTFUL
    return Fate.DONE if status == 0 else Fate.FAILED
