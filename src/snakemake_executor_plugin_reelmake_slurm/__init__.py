"""The executor that runs a season's jobs on Slurm (docs/adr/026). Profiles name it as ``reelmake-slurm``.

Snakemake finds executors by the name of their package, which is why this one stands beside ``reelmake``.
"""

# No postponed annotations: Snakemake makes command line options from the types of the settings.
import asyncio
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from snakemake_interface_executor_plugins.executors.base import SubmittedJobInfo
from snakemake_interface_executor_plugins.executors.remote import RemoteExecutor
from snakemake_interface_executor_plugins.jobs import JobExecutorInterface
from snakemake_interface_executor_plugins.settings import CommonSettings, ExecutorSettingsBase
from snakemake_interface_executor_plugins.utils import encode_target_jobs_cli_args, format_cli_arg, join_cli_args

from reelmake.execution.run import RUN_VARIABLE
from reelmake.execution.slurm import ask, job_name
from reelmake.execution.slurm_jobs import Fate, Request, fate_of, forget, left_status, states_of, submit
from reelmake.kernel.errors import Internal

common_settings = CommonSettings(
    non_local_exec=True,
    implies_no_shared_fs=False,
    job_deploy_sources=False,
    pass_envvar_declarations_to_cmd=False,
    auto_deploy_default_storage_provider=False,
    init_seconds_before_status_checks=1,
)
_LOGS = Path(".snakemake/slurm_logs")
_SMALL = "cpu_queue"
"""Jobs of this queue are small: those that are ready at once share a cluster job."""
_ASK_SECONDS = 5.0
"""How often Slurm is asked. The status that an ended job leaves is looked for in between, at no one's cost."""
_DOUBTS = 8
"""How often a job may be found lost before it counts as failed: Slurm takes a moment to start it again elsewhere."""
_CANCELLED_AT_ONCE = 500


@dataclass
class ExecutorSettings(ExecutorSettingsBase):  # type: ignore[misc]
    """What a site asks of each submission."""

    account: str = field(default="", metadata={"help": "Account that jobs are charged to", "required": False})
    qos: str = field(default="", metadata={"help": "Quality of service that jobs ask for", "required": False})
    together: int = field(
        default=8, metadata={"help": "How many small jobs may share a cluster job", "required": False, "type": int}
    )


class Executor(RemoteExecutor):  # type: ignore[misc]
    """Submits jobs under the run's name, small ones together, and asks after all of them at once."""

    def __init__(self, workflow: Any, logger: Any) -> None:
        # Before the base class starts its thread, which asks after jobs at once.
        self.doubts: Counter[str] = Counter()
        self.logs = Path(workflow.workdir_init) / _LOGS
        self.away = False
        self.asked = 0.0
        self.together: Sequence[JobExecutorInterface] = ()
        super().__init__(workflow, logger)

    @property
    def run_name(self) -> str:
        """Return what the run's jobs are called; the run has its id only once it has started."""
        return job_name(os.environ[RUN_VARIABLE])

    def run_jobs(self, jobs: list[JobExecutorInterface]) -> None:
        """Submit jobs that are ready now. What comes back from a failure is tried by itself."""
        small: list[JobExecutorInterface] = []
        others: list[JobExecutorInterface] = []
        for job in jobs:
            (small if job.resources.get(_SMALL) and job.attempt == 1 else others).append(job)
        size = max(self.workflow.executor_settings.together, 1)
        batches = [small[start : start + size] for start in range(0, len(small), size)]
        for batch in [*batches, *([job] for job in others)]:
            for job in batch:
                self.run_job_pre(job)
            self._submit(batch)

    def run_job(self, job: JobExecutorInterface) -> None:
        """Submit one job."""
        self._submit([job])

    def additional_general_args(self) -> str:
        """Return how a node runs what it is given: by one Snakemake, not by one more for each job."""
        return "--executor local --keep-going"

    def get_job_args(self, job: JobExecutorInterface) -> str:
        """Return the arguments of the Snakemake that runs the jobs being submitted."""
        jobs = self.together
        waited_for = self.logs / f"{job.jobid}.waits"
        names = sorted({str(name) for each in jobs for name in each.get_wait_for_files()})
        waited_for.parent.mkdir(parents=True, exist_ok=True)
        waited_for.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        targets = [target for each in jobs for target in each.get_target_spec()]
        arguments = [
            format_cli_arg("--target-jobs", encode_target_jobs_cli_args(targets)),
            format_cli_arg("--allowed-rules", sorted({rule for each in jobs for rule in each.rules}), quote=False),
            format_cli_arg("--cores", self._cores(jobs)),
            format_cli_arg("--attempt", job.attempt),
            format_cli_arg("--force-use-threads", True),
            format_cli_arg("--wait-for-files-file", waited_for),
        ]
        return str(join_cli_args(arguments))

    async def check_active_jobs(self, active_jobs: list[SubmittedJobInfo]) -> AsyncIterator[SubmittedJobInfo]:
        """Settle the jobs that ended and yield the rest. A cluster that does not answer is asked again."""
        ids = {str(info.external_jobid) for info in active_jobs}
        left = {job_id: left_status(self.logs, job_id) for job_id in ids}
        ended = {job_id: status for job_id, status in left.items() if status is not None}
        fates = {
            job_id: (Fate.FAILED if status else Fate.DONE, f"with status {status}") for job_id, status in ended.items()
        }
        if (silent := ids - ended.keys()) and time.monotonic() - self.asked >= _ASK_SECONDS:
            states = await self._states()
            if states is not None:
                fates |= {job_id: self._told(job_id, states.get(job_id, "")) for job_id in silent}
        for info in active_jobs:
            fate, how = fates.get(str(info.external_jobid), (Fate.GOING, ""))
            if fate is Fate.GOING:
                yield info
            else:
                self._report(info, fate, how)

    def cancel_jobs(self, active_jobs: list[SubmittedJobInfo]) -> None:
        """End jobs of a run that is interrupted."""
        ids = sorted({info.external_jobid for info in active_jobs if info.external_jobid})
        for start in range(0, len(ids), _CANCELLED_AT_ONCE):
            try:
                ask(["scancel", *ids[start : start + _CANCELLED_AT_ONCE]])
            except Internal as error:
                self.logger.warning(f"{error}\nCluster jobs may go on: reelmake cancel last")

    def _cores(self, jobs: Sequence[JobExecutorInterface]) -> int:
        """Return the cores of one cluster job: one after another where it may not have as many as there are jobs."""
        needed = sum(max(int(job.threads), 1) for job in jobs)
        most = self.workflow.resource_settings.cores
        return min(needed, int(most)) if isinstance(most, int) else needed

    def _submit(self, jobs: Sequence[JobExecutorInterface]) -> None:
        """Submit jobs as one cluster job, or say why the cluster does not take it."""
        self.together = jobs
        settings, cores = self.workflow.executor_settings, self._cores(jobs)
        at_once = min(cores, len(jobs))
        request = Request(
            name=self.run_name,
            command=self.format_job_exec(jobs[0]),
            logs=self.logs,
            directory=Path(self.workflow.workdir_init),
            partition=str(jobs[0].resources.get("slurm_partition", "")),
            memory_mb=max(int(job.resources.get("mem_mb", 0)) for job in jobs) * at_once,
            minutes=max(int(job.resources.get("runtime", 0)) for job in jobs) * -(-len(jobs) // at_once),
            cores=cores,
            account=settings.account,
            qos=settings.qos,
        )
        try:
            job_id = submit(request)
        except Internal as error:
            for job in jobs:
                self.report_job_error(SubmittedJobInfo(job), msg=f"{error}\n")
            return
        for job in jobs:
            self.report_job_submission(SubmittedJobInfo(job, external_jobid=job_id))

    async def _states(self) -> dict[str, str] | None:
        """Return Slurm's word on the run's jobs, or nothing while there is no answer."""
        self.asked = time.monotonic()
        try:
            states = await asyncio.to_thread(states_of, self.run_name)
        except Internal as error:
            if not self.away:
                self.logger.warning(f"{error}\nJobs go on; they are asked after again until there is an answer.")
            self.away = True
            return None
        self.away = False
        return states

    def _told(self, job_id: str, state: str) -> tuple[Fate, str]:
        """Return what Slurm's word says of a job that left none of its own."""
        fate = fate_of(state) if state else Fate.DOUBTFUL
        if fate is Fate.DOUBTFUL:
            self.doubts[job_id] += 1
            fate = Fate.FAILED if self.doubts[job_id] > _DOUBTS else Fate.GOING
        else:
            del self.doubts[job_id]
        return fate, f"as {state or 'unknown to Slurm'}"

    def _report(self, info: SubmittedJobInfo, fate: Fate, how: str) -> None:
        if fate is Fate.DONE:
            self.report_job_success(info)
            return
        log = self.logs / f"{info.external_jobid}.log"
        what = f"cluster job {info.external_jobid} ended {how}; what it printed: {log}\n"
        self.report_job_error(info, msg=what, aux_logs=[str(log)])

    def shutdown(self) -> None:
        """Stop asking, and remove what jobs that ended well left behind."""
        super().shutdown()
        forget(self.logs)
