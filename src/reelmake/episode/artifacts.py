"""The files of an episode, by the names that stages use: the path of each, and the document it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from reelmake.documents.base import Document
from reelmake.workspace.workspace import DEFAULT_PROFILE


@dataclass(frozen=True)
class Artifact:
    """A file that a stage writes. ``path`` contains Snakemake's wildcards."""

    path: str
    document: str = ""
    """``module:Class`` in ``reelmake.documents``, imported when it is first needed; empty if it is not a document"""
    directory: bool = False

    @property
    def model(self) -> type[Document]:
        """Return the class of the document it holds."""
        module, _, name = self.document.partition(":")
        model: type[Document] = getattr(import_module(f"reelmake.documents.{module}"), name)
        return model

    def at(self, wildcards: Mapping[str, str]) -> str:
        """Return its path with these wildcards filled in; the profile defaults to the default profile."""
        return self.path.format(**{"profile": DEFAULT_PROFILE, **wildcards})


_E = "episodes/{ep}"
ARTIFACTS: dict[str, Artifact] = {
    "pack": Artifact(f"{_E}/context_pack.json", "context_pack:ContextPack"),
    "episode_plan": Artifact(f"{_E}/episode_plan.json", "writing:EpisodePlan"),
    "written": Artifact(f"{_E}/written.fountain"),
    "record": Artifact(f"{_E}/writing_record.json", "writing:WritingRecord"),
    "script": Artifact(f"{_E}/script.json", "script:Script"),
    "verdict": Artifact(f"{_E}/canon_verdict.json", "verdict:CanonVerdict"),
    "world": Artifact(f"{_E}/world_state.json", "world:WorldState"),
    "continuity": Artifact(f"{_E}/continuity_report.json", "world:ContinuityReport"),
    "safety": Artifact(f"{_E}/safety_verdict.json", "safety:SafetyVerdict"),
    "voice": Artifact(f"{_E}/voice.json", "voice:Voice"),
    "shotlist": Artifact(f"{_E}/shotlist.json", "shotlist:ShotList"),
    "timing_lock": Artifact(f"{_E}/timing_lock.json", "approval:TimingLock"),
    "manifest": Artifact(f"{_E}/asset_manifest.json", "manifest:AssetManifest"),
    "library": Artifact("build/library.json", "library:Library"),
    "plan": Artifact(f"{_E}/render_plan.{{profile}}.json", "plan:RenderPlan"),
    "film": Artifact(f"{_E}/render.mp4"),
    "srt": Artifact(f"{_E}/captions.srt"),
    "vtt": Artifact(f"{_E}/captions.vtt"),
    "ass": Artifact(f"{_E}/captions.ass"),
    "ttml": Artifact(f"{_E}/captions.ttml"),
    "output": Artifact(f"{_E}/render_output.json", "output:RenderOutput"),
    "summary": Artifact(f"{_E}/run_summary.json", "output:RunSummary"),
    "profile_film": Artifact(f"{_E}/{{profile}}/render.mp4"),
    "profile_srt": Artifact(f"{_E}/{{profile}}/captions.srt"),
    "profile_vtt": Artifact(f"{_E}/{{profile}}/captions.vtt"),
    "profile_ass": Artifact(f"{_E}/{{profile}}/captions.ass"),
    "profile_ttml": Artifact(f"{_E}/{{profile}}/captions.ttml"),
    "profile_output": Artifact(f"{_E}/{{profile}}/render_output.json", "output:RenderOutput"),
    "stem": Artifact(f"{_E}/stems/{{stem}}.wav"),
    "otio": Artifact(f"{_E}/papers/timeline.otio"),
    "edl": Artifact(f"{_E}/papers/timeline.edl"),
    "xml": Artifact(f"{_E}/papers/timeline.xml"),
    "fcpxml": Artifact(f"{_E}/papers/timeline.fcpxml"),
    "losses": Artifact(f"{_E}/papers/loss_report.json", "papers:LossReport"),
    "media": Artifact(f"{_E}/papers/media", directory=True),
    "storyboard": Artifact(f"{_E}/papers/storyboard.pdf"),
    "contact_sheet": Artifact(f"{_E}/papers/contact_sheet.png"),
    "review": Artifact(f"{_E}/review.mp4"),
    "mezzanine": Artifact(f"{_E}/mezzanine.{{codec}}.mov"),
    "papers": Artifact(f"{_E}/papers/papers.json", "papers:Papers"),
    "page": Artifact(f"{_E}/index.html"),
    "season": Artifact("season/{number}", "season:Season"),
}

SOURCES: dict[str, str] = {
    "screenplay": "the episode's screenplay (from `story/` or written from its brief)",
    "brief": "`story/<ep>.brief.yaml`",
    "numbering": "the locked numbers in `story/<ep>.numbers.yaml`",
    "canon": "`story/canon.yaml`",
    "project": "`config/project.yaml`",
    "own_voices": "the voice file that the project names",
    "starting_world": "the world at the end of the previous episode",
    "previous_world": "the scenes of the previous episode's world",
    "earlier_scripts": "the scripts of all previous episodes",
    "earlier_records": "the writing records of previous episodes that have a brief",
    "own_record": "the writing record of this episode (if it has a brief)",
    "made_film": "the finished film in the cache",
    "made_stem": "the finished stem in the cache",
    "delivered_plan": "the render plan",
    "season_films": "the films of the season",
}
"""What stages read and no stage of the same episode writes, with its description in the documentation"""
