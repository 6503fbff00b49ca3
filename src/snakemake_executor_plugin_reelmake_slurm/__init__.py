"""The Slurm executor with what a season needs of it (docs/adr/017). Profiles name it as ``reelmake-slurm``.

Snakemake finds executors by the name of their package, which is why this one stands beside ``reelmake``.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from snakemake_executor_plugin_slurm import Executor as SlurmExecutor
from snakemake_executor_plugin_slurm import ExecutorSettings as SlurmSettings
from snakemake_executor_plugin_slurm import common_settings as slurm_settings
from snakemake_interface_executor_plugins.executors.base import SubmittedJobInfo
from snakemake_interface_executor_plugins.jobs import JobExecutorInterface
from snakemake_interface_executor_plugins.utils import format_cli_arg

from reelmake.workflow.cluster import job_name
from reelmake.workflow.runs import RUN_VARIABLE

common_settings = slurm_settings


@dataclass
class ExecutorSettings(SlurmSettings):  # type: ignore[misc]
    """The settings of the Slurm executor, under this one's name."""


class Executor(SlurmExecutor):  # type: ignore[misc]
    """Submits jobs to Slurm by the plugin's means; differs in how they are called, run and asked after."""

    def __init__(self, workflow: Any, logger: Any) -> None:
        # Before the plugin starts its thread, which asks after jobs at once.
        self._settled: set[str] = set()
        super().__init__(workflow, logger)

    def run_job(self, job: JobExecutorInterface) -> None:
        """Submit a job that is called after the run, so that people and ``reelmake cancel`` find it."""
        self.run_uuid = job_name(os.environ[RUN_VARIABLE])
        super().run_job(job)

    def additional_general_args(self) -> str:
        """Return how a node runs what it is given: by one Snakemake, not by one more for each of a group's jobs."""
        return "--executor local"

    def get_job_args(self, job: JobExecutorInterface) -> str:
        """Return the arguments of a job's Snakemake, with no more cores than Slurm gives it."""
        return f"{super().get_job_args(job)} {format_cli_arg('--cores', max(job.threads, 1))}"

    async def check_active_jobs(self, active_jobs: list[SubmittedJobInfo]) -> AsyncIterator[SubmittedJobInfo]:
        """Ask after jobs. What the cluster does not answer for is asked after again, and never dropped.

        The plugin waits longer after each time that nothing ended; one question for all jobs is cheap enough to keep
        to the first interval.
        """
        self._settled.clear()
        kept = set()
        async for job in super().check_active_jobs(active_jobs):
            kept.add(job.external_jobid)
            yield job
        for job in active_jobs:
            if job.external_jobid not in kept | self._settled:
                yield job
        self.next_seconds_between_status_checks = self.workflow.executor_settings.init_seconds_before_status_checks

    def report_job_success(self, job_info: SubmittedJobInfo) -> None:
        self._settled.add(job_info.external_jobid)
        super().report_job_success(job_info)

    def report_job_error(self, job_info: SubmittedJobInfo, *arguments: object, **named: object) -> None:
        self._settled.add(job_info.external_jobid)
        super().report_job_error(job_info, *arguments, **named)
