"""A site may name any installed executor plugin of Snakemake; what is wrong with it is said before a run."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from reelmake.documents.project import SiteConfig, SitesConfig
from reelmake.kernel.errors import NotFound, ValidationFailed
from reelmake.operations.executors import installed_plugins
from reelmake.operations.profiles import profile_text
from unit.operations.test_profiles import read

SUBMIT = {"submit-cmd": "sbatch --parsable"}


def site(**settings: object) -> SiteConfig:
    return SitesConfig.model_validate({"sites": {"x": settings}}).sites["x"]


@pytest.mark.spec("O8")
def test_a_plugins_profile_names_it_and_passes_its_settings_through() -> None:
    profile = read(profile_text("x", site(executor="cluster-generic", settings=SUBMIT, jobs=12)))
    assert (profile["executor"], profile["jobs"]) == ("cluster-generic", 12)
    assert profile["cluster-generic-submit-cmd"] == "sbatch --parsable"
    assert profile["set-resources"]["clip"]["mem_mb"].endswith("* attempt")
    assert "slurm_partition" not in profile["set-resources"]["clip"], "partitions are Slurm's"
    assert profile["config"] == ["site=x"]


def test_without_a_number_of_jobs_as_many_run_as_the_queues_take() -> None:
    queues = {name: {"capacity": 3} for name in ("cpu_queue", "local_ai_queue", "media_queue", "external_ai_queue")}
    assert read(profile_text("x", site(executor="cluster-generic", settings=SUBMIT, queues=queues)))["jobs"] == 12


@pytest.mark.spec("O8", "G6")
def test_a_plugin_that_is_not_installed_is_named_with_the_command_that_installs_it() -> None:
    with pytest.raises(NotFound, match="the executor 'kubernetes' is not installed") as refused:
        profile_text("x", site(executor="kubernetes"))
    assert "pip install snakemake-executor-plugin-kubernetes" in str(refused.value)
    assert refused.value.where == "config/sites.yaml, sites.x.executor"
    with pytest.raises(NotFound, match="pip install snakemake-executor-plugin-slurm"):
        profile_text("x", site(executor="slurm-community"))


def test_a_misspelled_executor_gets_the_name_that_was_meant() -> None:
    with pytest.raises(NotFound, match='did you mean "cluster-generic"'):
        profile_text("x", site(executor="cluster-genric"))


def test_a_setting_the_plugin_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(ValidationFailed, match="no setting 'submit-command'") as refused:
        profile_text("x", site(executor="cluster-generic", settings={"submit-command": "sbatch"}))
    assert "submit-cmd" in refused.value.allowed
    with pytest.raises(ValidationFailed, match="needs the setting submit-cmd"):
        profile_text("x", site(executor="cluster-generic"))


@pytest.mark.parametrize(
    "settings",
    [
        {"executor": "local", "settings": SUBMIT},
        {"executor": "slurm", "jobs": 4},
        {"executor": "cluster-generic", "account": "films"},
        {"executor": "Cluster Generic"},
        {"executor": "../x"},
    ],
)
def test_settings_of_another_executor_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        site(**settings)


def test_a_value_with_quotes_and_newlines_stays_one_value() -> None:
    command = 'sbatch --comment "a: b"\n# c'
    profile = read(profile_text("x", site(executor="cluster-generic", settings={"submit-cmd": command})))
    assert profile["cluster-generic-submit-cmd"] == command


def test_plugins_are_listed_as_sites_name_them() -> None:
    assert "cluster-generic" in installed_plugins()
    assert "reelmake-slurm" not in installed_plugins()
