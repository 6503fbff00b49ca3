"""The table of stages agrees with the rules, with runs on disk and in memory, and with the documentation."""

from __future__ import annotations

import inspect
import json
import re

import pytest
from tools.stage_table import PAGE, placed

from reelmake.documents.base import Document
from reelmake.documents.project import QUEUES
from reelmake.episode.artifacts import ARTIFACTS, SOURCES
from reelmake.episode.in_memory import InMemoryBuild
from reelmake.episode.job_commands import run
from reelmake.episode.on_disk import LOADERS, parse_arguments
from reelmake.episode.preview import estimate_unspoken
from reelmake.episode.stage import Stage
from reelmake.episode.stages import STAGES, WRITER_OF
from reelmake.kernel.errors import ValidationFailed
from reelmake.materials.shipped import shipped
from reelmake.workspace.workspace import Workspace
from support.world import World

COMPUTED = [stage for stage in STAGES.values() if stage.compute is not None]
by_name = pytest.mark.parametrize("stage", STAGES.values(), ids=lambda stage: stage.name)
by_computed = pytest.mark.parametrize("stage", COMPUTED, ids=lambda stage: stage.name)


@pytest.mark.spec("E1")
@by_name
def test_a_stage_reads_only_artifacts_of_stages_and_known_sources(stage: Stage) -> None:
    assert set(stage.read_names) <= set(WRITER_OF) | set(SOURCES)
    assert stage.writes and set(stage.writes) <= set(ARTIFACTS)
    assert stage.queue in QUEUES
    assert (stage.compute is None) != (stage.make is None), "it has either compute or make"


def test_every_artifact_has_one_writer() -> None:
    assert sum(len(stage.writes) for stage in STAGES.values()) == len(WRITER_OF) == len(ARTIFACTS)


@by_computed
def test_the_parameters_of_a_pure_stage_are_what_its_entry_reads(stage: Stage) -> None:
    assert stage.compute is not None
    _context, *others = inspect.signature(stage.compute).parameters.values()
    assert [one.name for one in others] == list(stage.read_names)
    assert set(stage.parents) <= set(stage.read_names)
    assert all(name in LOADERS for name in stage.read_names if name in SOURCES), "a run on disk must be able to load it"
    assert all(issubclass(ARTIFACTS[name].model, Document) for name in stage.writes)


@pytest.mark.parametrize("name", [name for name, artifact in ARTIFACTS.items() if artifact.document])
def test_the_document_class_of_every_artifact_exists(name: str) -> None:
    assert issubclass(ARTIFACTS[name].model, Document)


@pytest.mark.spec("E1")
def test_every_stage_has_a_rule_that_takes_all_its_parts_from_the_table() -> None:
    rules: dict[str, str] = {}
    for path in shipped("rules").glob("*.smk"):
        for block in re.split(r"^(?=rule |checkpoint )", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            if found := re.match(r"(?:rule|checkpoint) (\w+):", block):
                rules[found[1]] = block
    assert set(STAGES) <= set(rules)
    for name in STAGES:
        parts = re.findall(r'stage\("(\w+)"\)\.(\w+)', rules[name])
        assert {one for one, _part in parts} == {name}
        assert {part for _one, part in parts} >= {"input", "output", "log", "resources", "params", "message", "shell"}


@pytest.mark.spec("E3", "E5")
def test_a_run_in_memory_gives_the_documents_of_a_run_on_disk(built: World) -> None:
    workspace = Workspace.at(built.root)
    in_memory = InMemoryBuild.quiet(workspace)
    plan = in_memory.plan("ep01", "preview_local", on_unspoken=estimate_unspoken([]))
    for name in ("script", "verdict", "world", "continuity", "safety", "voice", "manifest"):
        path = built.root / ARTIFACTS[name].at({"ep": "ep01"})
        assert plain(in_memory.document(name, "ep01")) == plain(ARTIFACTS[name].model.load(path)), name
    assert plain(plan) == plain(ARTIFACTS["plan"].model.load(built.root / ARTIFACTS["plan"].at({"ep": "ep01"})))
    assert plain(in_memory.library) == plain(ARTIFACTS["library"].model.load(built.root / "build/library.json"))


def plain(document: Document) -> object:
    """Return a document as plain data without its parents, which only a run on disk records."""
    return json.loads(document.model_copy(update={"parents": ()}).model_dump_json())


def test_a_command_line_is_parsed_into_the_files_of_a_stage() -> None:
    line = "gate ep=ep01 --log a.log --in script s.json --in past --in many a b --out verdict v.json"
    name, files, log = parse_arguments(line.split())
    assert (name, log, files.episode) == ("gate", "a.log", "ep01")
    assert files.read == {"script": ["s.json"], "past": [], "many": ["a", "b"]}
    assert files.written == {"verdict": "v.json"}


def test_an_unknown_stage_is_refused_with_the_list_of_stages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValidationFailed, match="there is no stage 'gates'"):
        parse_arguments(["gates"])
    assert run(["stage"]) == ValidationFailed("").exit_status
    assert "intake" in capsys.readouterr().err


def test_the_documentation_lists_the_stages_of_the_table() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert placed(text) == text, "docs/architecture.md is out of date: run make regen"
