"""The configuration of a series, as people write it in ``config/project.yaml`` and ``config/sites.yaml``."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from reelmake.documents.loudness import LOUDNESS, Loudness, LoudnessName
from reelmake.kernel.frames import Rate
from reelmake.kernel.ids import EPISODE_PATTERN, SLUG_PATTERN

Slug = Annotated[str, Field(pattern=SLUG_PATTERN)]
EpisodeId = Annotated[str, Field(pattern=EPISODE_PATTERN)]
SeasonNumber = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")]
SafetyCategory = Literal[
    "sexual_minors",
    "sexual_explicit",
    "self_harm",
    "hate",
    "threat",
    "graphic_violence",
    "weapons",
    "drugs",
    "private_data",
    "prompt_injection",
]
"""The categories of content that a safety check looks for"""


class Config(BaseModel):
    """A part of the configuration. Unknown keys are refused: a misspelled setting must not be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class SeriesConfig(Config):
    """The series."""

    id: Slug = Field(description="Short name used in ids; do not change it once episodes exist")
    title: str = Field(min_length=1, max_length=200, description="The title that viewers read")
    language: str = Field(
        default="en",
        pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
        description="BCP 47 tag of the language of the dialogue",
    )


class VoiceConfig(Config):
    """How lines are spoken."""

    engine: Literal["piper", "kokoro", "espeak-ng", "none"] = Field(
        default="piper", description="The local speech engine; none makes silent lines with lengths by reading speed"
    )
    kokoro_voices: str = Field(
        default="",
        max_length=300,
        description="A voices file for Kokoro, such as voices/voices-v1.0.bin, with a licence record beside it",
    )
    characters_per_second: int = Field(
        default=15, ge=5, le=40, description="Reading speed used to estimate the length of a line without sound"
    )

    @field_validator("kokoro_voices")
    @classmethod
    def _lies_in_the_project(cls, value: str) -> str:
        path = PurePosixPath(value)
        if path.is_absolute() or ".." in path.parts or "\\" in value or not value.isprintable():
            raise ValueError("write a path inside the project, with forward slashes: voices/voices-v1.0.bin")
        return value and str(path)


class PacingConfig(Config):
    """The pauses, in milliseconds."""

    between_lines_ms: int = Field(default=250, ge=0, le=5000, description="Between two lines of a scene")
    beat_ms: int = Field(default=900, ge=0, le=10000, description="For each (beat) or (pause) in the script")
    scene_head_ms: int = Field(default=500, ge=0, le=10000, description="Before a scene's first line")
    scene_tail_ms: int = Field(default=700, ge=0, le=10000, description="After a scene's last line")
    action_ms_per_word: int = Field(default=240, ge=50, le=2000, description="Screen time of an action line, per word")
    shortest_shot_ms: int = Field(default=1200, ge=200, le=10000, description="Shortest length of a shot")
    longest_action_ms: int = Field(default=6000, ge=1000, le=60000, description="Longest length of an action shot")


class CaptionConfig(Config):
    """How captions look, and how fast they are read."""

    burn_in: bool = Field(default=True, description="Draw captions into the picture, in profiles without `captions`")
    speakers: Literal["label", "colour", "none"] = Field(
        default="label",
        description="How a caption shows its speaker: by name, by colour, or not at all",
    )
    speaker_labels: bool | None = Field(
        default=None, description="Older form of `speakers`: true is label, false is none"
    )
    sounds: bool = Field(
        default=True, description="Caption the script's sounds, such as [thunder], while nobody speaks"
    )
    max_characters: int = Field(default=42, ge=10, le=80, description="Most characters on one line of a caption")
    max_wide_characters: int = Field(default=16, ge=5, le=40, description="The same for Chinese, Japanese and Korean")
    characters_per_second: int = Field(default=20, ge=5, le=40, description="Fastest reading speed, including spaces")
    wide_characters_per_second: int = Field(
        default=9, ge=2, le=20, description="The same for Chinese, Japanese and Korean"
    )

    @property
    def naming(self) -> Literal["label", "colour", "none"]:
        """Return how captions show the speaker, from ``speakers`` or the older ``speaker_labels``."""
        if self.speaker_labels is None:
            return self.speakers
        return "label" if self.speaker_labels else "none"


class CardsConfig(Config):
    """The cards after the last scene of a script with a title page. Their words are in the series' language."""

    end: str = Field(default="The End", max_length=60, description="Text of the end card; empty: no end card")
    credits: bool = Field(
        default=True, description="Show credits at the end: the cast, and the makers of the assets used"
    )
    cast: str = Field(default="Cast", max_length=60, description="Heading of the cast in the credits")
    voices: str = Field(default="Voices", max_length=60, description="Heading of the voices in the credits")
    pictures: str = Field(default="Pictures", max_length=60, description="Heading of the pictures in the credits")
    music: str = Field(default="Music", max_length=60, description="Heading of the music in the credits")
    sounds: str = Field(default="Sounds", max_length=60, description="Heading of the sounds in the credits")


class ProfileConfig(Config):
    """A render profile: size, quality and layout of the picture and the sound."""

    width: int = Field(ge=160, le=7680, multiple_of=2, description="Width of the picture in pixels")
    height: int = Field(ge=160, le=7680, multiple_of=2, description="Height of the picture in pixels")
    crf: int = Field(
        default=20, ge=0, le=51, description="x264 constant rate factor; lower means better quality and larger files"
    )
    preset: Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow"] = Field(
        default="superfast", description="x264 preset; slower makes smaller files"
    )
    resampling: Literal["bicubic", "lanczos"] = Field(
        default="bicubic", description="Resampling of moving pictures; lanczos is sharper and slower"
    )
    framing: Literal["as_shot", "tall"] = Field(
        default="as_shot", description="tall recomposes shots for a vertical picture; the timing does not change"
    )
    caption_characters: int | None = Field(
        default=None, ge=8, le=80, description="Replaces captions.max_characters; fewer make captions larger"
    )
    caption_place: Literal["foot", "centre"] = Field(
        default="foot",
        description="Position of burned captions; centre is below the middle, clear of faces in close-ups",
    )
    audio_kbps: int = Field(default=128, ge=32, le=512, description="Bit rate of the sound")
    loudness: LoudnessName = Field(
        default="web",
        description="Loudness target: web -16 LUFS, ebu_r128 -23, atsc_a85 -24, dialogue_gated -27 of the dialogue",
    )
    loudness_lufs: int | None = Field(
        default=None, ge=-31, le=-9, description="Loudness in LUFS, to override the target's"
    )
    true_peak_db: int | None = Field(
        default=None, ge=-9, le=0, description="True peak in dBTP, to override the target's"
    )
    captions: Literal["burned", "soft", "both"] | None = Field(
        default=None, description="In the picture, as a track of the film, or both; not set: as captions.burn_in"
    )

    def burns(self, captions: CaptionConfig) -> bool:
        """Say whether captions are drawn into this profile's picture."""
        return captions.burn_in if self.captions is None else self.captions != "soft"

    def captioned(self, captions: CaptionConfig) -> CaptionConfig:
        """Return the project's caption settings with this profile's changes."""
        if self.caption_characters is None:
            return captions
        # Wide characters take nearly twice the space: this many of them come out in the same size.
        wide = min(captions.max_wide_characters, max(self.caption_characters * 55 // 100, 5))
        return captions.model_copy(update={"max_characters": self.caption_characters, "max_wide_characters": wide})

    @property
    def has_caption_track(self) -> bool:
        """Say whether the film has a caption track."""
        return self.captions != "burned"

    @property
    def target(self) -> Loudness:
        """Return this profile's loudness target."""
        named = LOUDNESS[self.loudness]
        lufs = named.lufs if self.loudness_lufs is None else self.loudness_lufs
        peak = named.true_peak_db if self.true_peak_db is None else self.true_peak_db
        return Loudness(lufs, peak, named.measured_on)


class CanonConfig(Config):
    """How changes of the canon are approved."""

    ask: bool = Field(
        default=False, description="Whether a person must approve every change; otherwise the gate's PASS is enough"
    )
    second_person: bool = Field(
        default=False, description="Whether a second person must approve: not the one who proposed it"
    )


class CheckpointsConfig(Config):
    """The checkpoints that require a person's approval. Previews never wait for it; spending and releasing do."""

    approve_canon_diff: bool = Field(default=True, description="Require approval of the canon an episode is made by")
    approve_character_packs: bool = Field(default=False, description="Require approval of the characters' pictures")
    approve_shotlist_timing_lock: bool = Field(default=True, description="Require approval before the timing is locked")
    approve_external_spend: bool = Field(
        default=True, description="Require approval before money is spent on providers outside"
    )


class ApprovalsConfig(Config):
    """Whose approval counts."""

    second_person: bool = Field(
        default=False, description="Whether a second person must approve: not the author, nor the one who asked"
    )
    approvers: dict[str, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] = Field(
        default={},
        description="Public keys by name, as `reelmake approvals key` prints them; none: only your own key counts",
    )


class SafetyConfig(Config):
    """Which content stops a film."""

    policy: Literal["fail_closed", "warn_only"] = Field(
        default="fail_closed",
        description="fail_closed: severe findings stop the film; warn_only: it is made, but may not be published",
    )
    allow: tuple[SafetyCategory, ...] = Field(
        default=(), description="Categories this series may contain; sexual_minors is never allowed"
    )
    words: dict[Slug, tuple[str, ...]] = Field(
        default={}, description="The series' own lists of words or phrases that stop it, by name"
    )
    harmless: tuple[str, ...] = Field(default=(), description="Phrases that never count: names, titles, jargon")

    @field_validator("allow")
    @classmethod
    def _never_allowed(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if "sexual_minors" in value:
            raise ValueError("sexual_minors cannot be allowed")
        return value


class WritingConfig(Config):
    """How an episode with a brief and no screenplay is written."""

    writer: Literal["grammar", "model", "in_process"] = Field(
        default="grammar",
        description="grammar needs no model; model asks the server at `url`; in_process runs one here (extra: llm)",
    )
    url: str = Field(
        default="",
        max_length=300,
        pattern=r"^(https?://[^\s/?#@]+(/[^\s?#@]*)?)?$",
        description="OpenAI-compatible server, up to /v1: Ollama, llama.cpp, vLLM",
    )
    external: bool | None = Field(
        default=None,
        description="Whether that server costs money or is outside, so that asking it needs an approval; "
        "not set: yes, unless it is on this machine",
    )
    model: str = Field(default="", max_length=200, description="The model's name on that server")
    model_digest: str = Field(
        default="", max_length=200, description="Digest of the weights, if known; a change has the model asked again"
    )
    temperature_percent: int = Field(
        default=70, ge=0, le=200, description="Temperature in percent: 100 is 1.0; 0 always takes the likeliest token"
    )
    seed: int = Field(default=1, ge=0, le=2**31 - 1, description="Seed for the model's choices")
    most_tokens: int = Field(default=4096, ge=256, le=65536, description="Longest answer, in tokens")
    seconds_to_answer: int = Field(default=300, ge=1, le=3600, description="Longest time to wait for an answer")
    recall: int = Field(
        default=0,
        ge=0,
        le=20,
        description="How many similar scenes of earlier episodes the model is shown, for tone only (extra: recall)",
    )
    rounds: int = Field(default=3, ge=1, le=10, description="How many times a script is written before giving up")
    fallback: bool = Field(
        default=True, description="Whether the grammar writes when the model fails; the record says so"
    )

    @property
    def is_outside(self) -> bool:
        """Say whether the server is outside: as ``external`` says, or if that is not set, unless it is on this host."""
        if self.external is not None:
            return self.external
        import ipaddress

        host = urlsplit(self.url).hostname or ""
        try:
            return not ipaddress.ip_address(host).is_loopback
        except ValueError:
            # Any other name may resolve to any address.
            return host != "localhost"


class SkillsConfig(Config):
    """Whether a model reads as well."""

    reader: Literal["none", "model", "in_process"] = Field(
        default="none",
        description="none: word lists and structure only; model and in_process add the findings of the model under "
        "`writing`, marked as such",
    )


class ProjectConfig(Config):
    """Everything in ``config/project.yaml``."""

    series: SeriesConfig
    fps: str = Field(
        default="24",
        description="Frames per second: 24, 25, 30 or a fraction such as 24000/1001",
        json_schema_extra={"type": ["string", "integer"]},
    )
    voice: VoiceConfig = VoiceConfig()
    pacing: PacingConfig = PacingConfig()
    captions: CaptionConfig = CaptionConfig()
    canon: CanonConfig = CanonConfig()
    cards: CardsConfig = CardsConfig()
    writing: WritingConfig = WritingConfig()
    skills: SkillsConfig = SkillsConfig()
    profiles: dict[Slug, ProfileConfig] = Field(
        default={"preview_local": ProfileConfig(width=1280, height=720)}, description="Render profiles by name"
    )
    seasons: dict[SeasonNumber, tuple[EpisodeId, ...]] = Field(
        default={}, description="Episodes by season, for names without the season (s02e01); otherwise season 1"
    )
    human_checkpoints: CheckpointsConfig = CheckpointsConfig()
    approvals: ApprovalsConfig = ApprovalsConfig()
    safety: SafetyConfig = SafetyConfig()
    cache: str = Field(
        default="", max_length=1000, description="Directory of the shared cache; empty: cache/ in the workspace"
    )

    @field_validator("fps", mode="before")
    @classmethod
    def _readable_rate(cls, value: object) -> str:
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise ValueError("write 24, 25, 30, or a fraction in quotes such as 24000/1001")
        try:
            return str(Rate.parse(value))
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"{value!r} is not a frame rate: write 24, 25, 30 or 24000/1001") from None

    @field_validator("profiles")
    @classmethod
    def _has_a_preview(cls, value: dict[str, ProfileConfig]) -> dict[str, ProfileConfig]:
        if "preview_local" not in value:
            raise ValueError("the profile preview_local is missing; every project has one")
        return value

    @model_validator(mode="after")
    def _a_model_has_a_server(self) -> Self:
        asking = [
            path
            for path, who in ((("writing", "writer"), self.writing.writer), (("skills", "reader"), self.skills.reader))
            if who == "model"
        ]
        for path in asking:
            for key, example in (("url", "http://127.0.0.1:11434/v1"), ("model", "qwen2.5:7b")):
                if not getattr(self.writing, key):
                    what = "{name}: model needs writing.{key}, such as {example}"
                    context = {"name": path[1], "key": key, "example": example, "path": path}
                    raise PydanticCustomError("no_server", what, context)
        return self

    @property
    def rate(self) -> Rate:
        return Rate.parse(self.fps)


QUEUES = ("cpu_queue", "local_ai_queue", "media_queue", "external_ai_queue")
"""The queues that rules may name; every site has all four"""


_SLURM_NAME = r"^([A-Za-z0-9][A-Za-z0-9_.-]{0,63})?$"


class QueueConfig(Config):
    """One queue of a site."""

    capacity: int = Field(default=8, ge=1, le=100_000, description="How many jobs of this queue run at once")
    partition: str = Field(
        default="",
        pattern=_SLURM_NAME,
        description="Its Slurm partition; empty: the partition with the queue's name",
    )


class QueuesConfig(Config):
    """The capacities of a site's queues. Rules name queues, never a site or a partition."""

    cpu_queue: QueueConfig = Field(default=QueueConfig(capacity=64), description="Stages, drawing, filming, sound")
    local_ai_queue: QueueConfig = Field(default=QueueConfig(capacity=1), description="Models run here, such as voices")
    media_queue: QueueConfig = Field(default=QueueConfig(capacity=8), description="Reading media files")
    external_ai_queue: QueueConfig = Field(default=QueueConfig(capacity=2), description="Calls to providers outside")

    def items(self) -> tuple[tuple[str, QueueConfig], ...]:
        """Return each queue with its name."""
        return tuple((name, getattr(self, name)) for name in QUEUES)


class SiteConfig(Config):
    """One compute site."""

    executor: str = Field(
        default="local",
        pattern=r"^[a-z][a-z0-9-]{0,63}$",
        description="How jobs run: `local`, `slurm` (reelmake's own), `slurm-community` (Snakemake's plugin "
        "for Slurm), or the name of any other installed executor plugin, such as `kubernetes`",
    )
    settings: dict[str, str | int | float | bool] = Field(
        default={},
        description="Settings of an executor plugin, without the plugin's name: `submit-cmd` for `cluster-generic`",
    )
    jobs: int = Field(
        default=0, ge=0, le=100_000, description="Jobs at once with an executor plugin; 0: as many as the queues allow"
    )
    queues: QueuesConfig = QueuesConfig()
    storage: str = Field(default="", max_length=1000, description="Directory of the site's cache; empty: the project's")
    cache_gib: int = Field(default=100, ge=1, le=1_000_000, description="Largest size of the site's cache, in GiB")
    cores_per_job: int = Field(default=2, ge=1, le=256, description="Slurm: cores that small jobs may share")
    jobs_together: int = Field(default=8, ge=1, le=1000, description="Slurm: small jobs that may share a cluster job")
    account: str = Field(
        default="", pattern=_SLURM_NAME, description="Slurm: the account jobs are charged to; empty: the user's own"
    )
    qos: str = Field(
        default="", pattern=_SLURM_NAME, description="Slurm: the quality of service jobs ask for; empty: the default"
    )

    @model_validator(mode="after")
    def _slurms_own_needs_slurm(self) -> Self:
        named = [f"queues.{name}.partition" for name, queue in self.queues.items() if queue.partition]
        named += [name for name in ("account", "qos") if getattr(self, name)]
        if named and self.executor != "slurm":
            raise ValueError(f"{named[0]} is for Slurm, but the site's executor is {self.executor}")
        if not self.plugin and (self.settings or self.jobs):
            raise ValueError(f"settings and jobs are for an executor plugin, but the executor is {self.executor}")
        return self

    @property
    def plugin(self) -> str:
        """Return Snakemake's name for the site's executor plugin; empty for ``local`` and our own ``slurm``."""
        if self.executor in ("local", "slurm"):
            return ""
        return "slurm" if self.executor == "slurm-community" else self.executor

    @property
    def is_local(self) -> bool:
        """Say whether jobs run on the machine that runs Snakemake."""
        return self.executor == "local"


class SitesConfig(Config):
    """Everything in ``config/sites.yaml``."""

    sites: dict[Slug, SiteConfig] = Field(min_length=1, description="Sites by id")
