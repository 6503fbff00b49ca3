"""A Snakemake executor that runs jobs on Slurm (docs/adr/026). Profiles select it with ``executor: reelmake-slurm``.

It is a package beside ``reelmake`` because Snakemake finds executor plugins by the name of their package.
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
from reelmake.execution.slurm import job_name, run_slurm_command
from reelmake.execution.slurm_jobs import (
    JobOutcome,
    Submission,
    outcome_of,
    recorded_exit_status,
    remove_job_files,
    states_of,
    submit,
)
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
_SMALL_JOBS_QUEUE = "cpu_queue"
"""Jobs of this queue are small: several that are ready at the same time share a cluster job."""
_QUERY_SECONDS = 5.0
"""The time between two queries of Slurm. In between, only the exit files of ended jobs are read, which is cheap."""
_MAX_UNCERTAIN = 8
"""How often a job may be seen as lost before it counts as failed: Slurm needs time to start it again elsewhere."""
_CANCEL_BATCH = 500


@dataclass
class ExecutorSettings(ExecutorSettingsBase):  # type: ignore[misc]
    """What a site sets for each submission."""

    account: str = field(default="", metadata={"help": "Account that jobs are charged to", "required": False})
    qos: str = field(default="", metadata={"help": "Quality of service that jobs ask for", "required": False})
    together: int = field(
        default=8, metadata={"help": "How many small jobs may share a cluster job", "required": False, "type": int}
    )


class Executor(RemoteExecutor):  # type: ignore[misc]
    """Submits jobs under the run's name, groups small ones, and queries the states of all jobs at once."""

    def __init__(self, workflow: Any, logger: Any) -> None:
        # Set before the base class starts its thread, which checks on jobs at once.
        self.uncertain_counts: Counter[str] = Counter()
        self.logs = Path(workflow.workdir_init) / _LOGS
        self.slurm_unreachable = False
        self.last_query = 0.0
        self.batch: Sequence[JobExecutorInterface] = ()
        super().__init__(workflow, logger)

    @property
    def run_name(self) -> str:
        """Return the name of the run's cluster jobs. Only a run that has started has one."""
        return job_name(os.environ[RUN_VARIABLE])

    def run_jobs(self, jobs: list[JobExecutorInterface]) -> None:
        """Submit jobs that are ready now, small ones in batches. A job that failed before is submitted alone."""
        small: list[JobExecutorInterface] = []
        others: list[JobExecutorInterface] = []
        for job in jobs:
            (small if job.resources.get(_SMALL_JOBS_QUEUE) and job.attempt == 1 else others).append(job)
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
        """Return the options by which a node runs its jobs in one Snakemake, instead of starting one for each job."""
        return "--executor local --keep-going"

    def get_job_args(self, job: JobExecutorInterface) -> str:
        """Return the arguments of the Snakemake that runs the batch being submitted."""
        jobs = self.batch
        awaited_files = self.logs / f"{job.jobid}.waits"
        names = sorted({str(name) for each in jobs for name in each.get_wait_for_files()})
        awaited_files.parent.mkdir(parents=True, exist_ok=True)
        awaited_files.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        targets = [target for each in jobs for target in each.get_target_spec()]
        arguments = [
            format_cli_arg("--target-jobs", encode_target_jobs_cli_args(targets)),
            format_cli_arg("--allowed-rules", sorted({rule for each in jobs for rule in each.rules}), quote=False),
            format_cli_arg("--cores", self._cores(jobs)),
            format_cli_arg("--attempt", job.attempt),
            format_cli_arg("--force-use-threads", True),
            format_cli_arg("--wait-for-files-file", awaited_files),
        ]
        return str(join_cli_args(arguments))

    async def check_active_jobs(self, active_jobs: list[SubmittedJobInfo]) -> AsyncIterator[SubmittedJobInfo]:
        """Report the jobs that ended and yield the others. If Slurm does not answer, it is queried again later."""
        ids = {str(info.external_jobid) for info in active_jobs}
        statuses = {job_id: recorded_exit_status(self.logs, job_id) for job_id in ids}
        ended = {job_id: status for job_id, status in statuses.items() if status is not None}
        outcomes = {
            job_id: (JobOutcome.FAILED if status else JobOutcome.DONE, f"with status {status}")
            for job_id, status in ended.items()
        }
        if (without_exit_file := ids - ended.keys()) and time.monotonic() - self.last_query >= _QUERY_SECONDS:
            states = await self._query_states()
            if states is not None:
                outcomes |= {job_id: self._outcome(job_id, states.get(job_id, "")) for job_id in without_exit_file}
        for info in active_jobs:
            outcome, how = outcomes.get(str(info.external_jobid), (JobOutcome.UNFINISHED, ""))
            if outcome is JobOutcome.UNFINISHED:
                yield info
            else:
                self._report(info, outcome, how)

    def cancel_jobs(self, active_jobs: list[SubmittedJobInfo]) -> None:
        """Cancel the cluster jobs of a run that was interrupted."""
        ids = sorted({info.external_jobid for info in active_jobs if info.external_jobid})
        for start in range(0, len(ids), _CANCEL_BATCH):
            try:
                run_slurm_command(["scancel", *ids[start : start + _CANCEL_BATCH]])
            except Internal as error:
                self.logger.warning(f"{error}\nCluster jobs may still be running. Cancel them: reelmake cancel last")

    def _cores(self, jobs: Sequence[JobExecutorInterface]) -> int:
        """Return the cores of one cluster job: what its jobs need together, but no more than the site allows."""
        needed = sum(max(int(job.threads), 1) for job in jobs)
        most = self.workflow.resource_settings.cores
        return min(needed, int(most)) if isinstance(most, int) else needed

    def _submit(self, jobs: Sequence[JobExecutorInterface]) -> None:
        """Submit jobs as one cluster job. If Slurm refuses it, report each of them as failed."""
        self.batch = jobs
        settings, cores = self.workflow.executor_settings, self._cores(jobs)
        at_once = min(cores, len(jobs))
        submission = Submission(
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
            job_id = submit(submission)
        except Internal as error:
            for job in jobs:
                self.report_job_error(SubmittedJobInfo(job), msg=f"{error}\n")
            return
        for job in jobs:
            self.report_job_submission(SubmittedJobInfo(job, external_jobid=job_id))

    async def _query_states(self) -> dict[str, str] | None:
        """Return the Slurm states of the run's jobs, or None if Slurm does not answer."""
        self.last_query = time.monotonic()
        try:
            states = await asyncio.to_thread(states_of, self.run_name)
        except Internal as error:
            if not self.slurm_unreachable:
                self.logger.warning(f"{error}\nJobs keep running; Slurm is queried again until it answers.")
            self.slurm_unreachable = True
            return None
        self.slurm_unreachable = False
        return states

    def _outcome(self, job_id: str, state: str) -> tuple[JobOutcome, str]:
        """Return the outcome of a job that has no exit file, from its Slurm state."""
        outcome = outcome_of(state) if state else JobOutcome.UNCERTAIN
        if outcome is JobOutcome.UNCERTAIN:
            self.uncertain_counts[job_id] += 1
            lost = self.uncertain_counts[job_id] > _MAX_UNCERTAIN
            outcome = JobOutcome.FAILED if lost else JobOutcome.UNFINISHED
        else:
            del self.uncertain_counts[job_id]
        return outcome, f"as {state or 'unknown to Slurm'}"

    def _report(self, info: SubmittedJobInfo, outcome: JobOutcome, how: str) -> None:
        if outcome is JobOutcome.DONE:
            self.report_job_success(info)
            return
        log = self.logs / f"{info.external_jobid}.log"
        message = f"cluster job {info.external_jobid} ended {how}; its output: {log}\n"
        self.report_job_error(info, msg=message, aux_logs=[str(log)])

    def shutdown(self) -> None:
        """Stop querying Slurm, and remove the files of jobs that succeeded."""
        super().shutdown()
        remove_job_files(self.logs)
