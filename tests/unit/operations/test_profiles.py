"""The profiles generated from config/sites.yaml: their content, and that the shipped ones are up to date."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import ValidationError
from ruamel.yaml import YAML

from reelmake.cli.sites import command
from reelmake.documents.project import QUEUES, SitesConfig
from reelmake.documents.yaml.files import load_yaml
from reelmake.kernel.errors import InvariantViolated
from reelmake.materials.shipped import shipped
from reelmake.operations.profiles import out_of_date, profile_text, profiles_of, rule_needs, write_profiles
from support.world import World

SHIPPED = load_yaml(SitesConfig, shipped("config", "sites.yaml"))


def read(text: str) -> dict[str, object]:
    loaded = YAML(typ="safe", pure=True).load(text)
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.spec("O4", "O8")
def test_the_shipped_profiles_are_up_to_date() -> None:
    stale = out_of_date(SHIPPED, shipped("profiles"))
    assert not stale, f"{', '.join(stale)} out of date: run make regen"
    assert {"local", "site-a", "site-b", "site-c", "ci"} <= set(SHIPPED.sites)


@pytest.mark.spec("E9")
def test_every_rule_names_one_of_the_four_queues() -> None:
    named = {name for path in shipped("rules").glob("*.smk") for name in _rules(path.read_text())}
    needs = {need.name: need for need in rule_needs()}
    assert named - {"season"} == set(needs), "a rule without a queue, or a stage without a rule"
    assert {need.queue for need in needs.values()} <= set(QUEUES)


def _rules(text: str) -> list[str]:
    return re.findall(r"^(?:rule|checkpoint|use rule \w+ as) (\w+)", text, re.MULTILINE)


@pytest.mark.spec("O8")
def test_a_slurm_profile_puts_each_rule_in_its_partition_and_requests_more_with_each_attempt() -> None:
    queues = {"local_ai_queue": {"capacity": 3, "partition": "gpu"}}
    site = SitesConfig.model_validate({"sites": {"x": {"executor": "slurm", "queues": queues}}}).sites["x"]
    profile = read(profile_text("x", site))
    resources = profile["set-resources"]
    assert isinstance(resources, dict)
    for need in rule_needs():
        partition = "gpu" if need.queue == "local_ai_queue" else need.queue
        assert resources[need.name]["slurm_partition"] == partition
        assert resources[need.name]["mem_mb"].endswith("* attempt")
        assert resources[need.name]["runtime"].endswith("* attempt")
    assert profile["resources"]["local_ai_queue"] == 3
    assert profile["config"] == ["site=x"]


@pytest.mark.spec("O8")
def test_small_jobs_share_a_cluster_job_without_snakemakes_groups() -> None:
    profile = read(profile_text("site-b", SHIPPED.sites["site-b"]))
    assert profile["reelmake-slurm-together"] == SHIPPED.sites["site-b"].jobs_together
    assert "groups" not in profile, "checkpoints and groups do not go together in Snakemake 9.27 (docs/adr/026)"


@pytest.mark.spec("O4")
def test_a_new_entry_gets_a_profile_and_a_removed_entry_loses_it(tmp_path: Path) -> None:
    world = World(tmp_path / "world")
    (world.root / "profiles" / "mine").mkdir(parents=True)
    world.write("profiles/mine/config.yaml", "cores: 1\n")
    world.write("config/sites.yaml", "sites: {local: {}, site-q: {executor: slurm}}\n")
    run = CliRunner()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(world.root)
        assert run.invoke(command, ["sync"]).exit_code == 0
        assert read((world.root / "profiles/site-q/config.yaml").read_text())["config"] == ["site=site-q"]
        assert run.invoke(command, ["sync", "--check"]).exit_code == 0
        world.write("config/sites.yaml", "sites: {local: {cache_gib: 7}}\n")
        refused = run.invoke(command, ["sync", "--check"])
        assert isinstance(refused.exception, InvariantViolated)
        assert "site-q" in str(refused.exception)
        assert run.invoke(command, ["sync"]).exit_code == 0
    assert not (world.root / "profiles/site-q/config.yaml").exists()
    assert (world.root / "profiles/mine/config.yaml").read_text() == "cores: 1\n", (
        "a profile that was not generated stays"
    )


def test_writing_profiles_twice_changes_nothing(tmp_path: Path) -> None:
    assert write_profiles(SHIPPED, tmp_path) == sorted(profiles_of(SHIPPED))
    assert write_profiles(SHIPPED, tmp_path) == []


@pytest.mark.spec("O8")
def test_a_sites_account_and_quality_of_service_go_to_each_submission() -> None:
    site = SitesConfig.model_validate({"sites": {"x": {"executor": "slurm", "account": "films", "qos": "night"}}})
    text = profile_text("x", site.sites["x"])
    assert "reelmake-slurm-account: films\nreelmake-slurm-qos: night\n" in text
    with pytest.raises(ValidationError, match="account is for Slurm"):
        SitesConfig.model_validate({"sites": {"x": {"account": "films"}}})
    with pytest.raises(ValidationError, match="should match pattern"):
        SitesConfig.model_validate({"sites": {"x": {"executor": "slurm", "qos": "a b; c"}}})


def test_a_partition_at_a_site_without_slurm_is_refused() -> None:
    queues = {"cpu_queue": {"partition": "gpu"}}
    with pytest.raises(ValidationError, match="partition is for Slurm"):
        SitesConfig.model_validate({"sites": {"x": {"queues": queues}}})
    with pytest.raises(ValidationError):
        SitesConfig.model_validate(
            {"sites": {"x": {"executor": "slurm", "queues": {"cpu_queue": {"partition": "a b;"}}}}}
        )


def test_a_new_workspace_declares_valid_sites() -> None:
    fresh = load_yaml(SitesConfig, shipped("templates", "workspace", "config", "sites.yaml"))
    assert set(fresh.sites) <= set(SHIPPED.sites)
    assert {site.executor for site in fresh.sites.values()} == {"local"}


def test_setup_links_every_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("setup_tool", shipped("tools", "setup.py"))
    assert spec and spec.loader
    setup = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(setup)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    setup.link_profiles(relink=False)
    linked = {path.name: path.resolve() for path in (tmp_path / "snakemake").iterdir()}
    assert linked == {name: shipped("profiles", name) for name in SHIPPED.sites}
