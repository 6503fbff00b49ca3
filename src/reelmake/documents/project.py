"""The series' configuration, as people write it in ``config/project.yaml`` and ``config/sites.yaml``."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from reelmake.kernel.frames import Rate
from reelmake.kernel.ids import EPISODE_PATTERN, SLUG_PATTERN

Slug = Annotated[str, Field(pattern=SLUG_PATTERN)]
EpisodeId = Annotated[str, Field(pattern=EPISODE_PATTERN)]
SeasonNumber = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")]


class Config(BaseModel):
    """A part of the configuration. Unknown keys are refused, for a misspelled setting must not be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SeriesConfig(Config):
    """What the series is."""

    id: Slug = Field(description="Short name used in ids; never change it once episodes exist")
    title: str = Field(min_length=1, max_length=200, description="The title as viewers read it")
    language: str = Field(
        default="en",
        pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
        description="BCP 47 tag of the dialogue's language",
    )


class VoiceConfig(Config):
    """How lines get their sound."""

    engine: Literal["piper", "none"] = Field(
        default="piper", description="The local speech engine; none gives silent lines of a reading-speed length"
    )
    characters_per_second: int = Field(
        default=15, ge=5, le=40, description="Reading speed by which an unspoken line's length is estimated"
    )


class PacingConfig(Config):
    """The pauses, in milliseconds."""

    between_lines_ms: int = Field(default=250, ge=0, le=5000, description="Between two lines of one scene")
    beat_ms: int = Field(default=900, ge=0, le=10000, description="For each (beat) or (pause) in the script")
    scene_head_ms: int = Field(default=500, ge=0, le=10000, description="Before a scene's first line")
    scene_tail_ms: int = Field(default=700, ge=0, le=10000, description="After a scene's last line")
    action_ms_per_word: int = Field(default=240, ge=50, le=2000, description="Screen time of an action, per word")
    shortest_shot_ms: int = Field(default=1200, ge=200, le=10000, description="No shot is shorter")
    longest_action_ms: int = Field(default=6000, ge=1000, le=60000, description="No action shot is longer")


class CaptionConfig(Config):
    """How captions look and read."""

    burn_in: bool = Field(default=True, description="Draw captions into the preview")
    speaker_labels: bool = Field(default=True, description="Write the speaker's name before a caption")
    max_characters: int = Field(default=42, ge=10, le=80, description="Characters on one line of a caption")


class ProfileConfig(Config):
    """A render profile: what a picture is, not what the story is."""

    width: int = Field(ge=160, le=7680, multiple_of=2, description="Width of the picture in pixels")
    height: int = Field(ge=160, le=7680, multiple_of=2, description="Height of the picture in pixels")
    crf: int = Field(default=23, ge=0, le=51, description="x264 constant rate factor: lower is better and larger")
    preset: Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow"] = Field(
        default="veryfast", description="x264 preset: slower is smaller"
    )
    audio_kbps: int = Field(default=128, ge=32, le=512, description="Bit rate of the sound")
    loudness_lufs: int = Field(default=-16, ge=-31, le=-9, description="Integrated loudness of the programme")
    true_peak_db: int = Field(default=-1, ge=-9, le=0, description="No true peak lies above this, in dBTP")


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
    profiles: dict[Slug, ProfileConfig] = Field(
        default={"preview_local": ProfileConfig(width=1280, height=720)}, description="Render profiles by name"
    )
    seasons: dict[SeasonNumber, tuple[EpisodeId, ...]] = Field(
        default={}, description="Episodes by season, for names that do not say it as s02e01 does; without either: 1"
    )
    cache: str = Field(default="", max_length=1000, description="Directory of the shared cache; empty: cache/ here")

    @field_validator("fps", mode="before")
    @classmethod
    def _readable_rate(cls, value: object) -> str:
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise ValueError("write 24, 25, 30, or a fraction in quotes such as 24000/1001")
        try:
            return str(Rate.parse(value))
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"{value!r} is no frame rate: write 24, 25, 30 or 24000/1001") from None

    @field_validator("profiles")
    @classmethod
    def _has_a_preview(cls, value: dict[str, ProfileConfig]) -> dict[str, ProfileConfig]:
        if "preview_local" not in value:
            raise ValueError("the profile preview_local is missing; every project has one")
        return value

    @property
    def rate(self) -> Rate:
        return Rate.parse(self.fps)


QUEUES = ("cpu_queue", "local_ai_queue", "media_queue", "external_ai_queue")
"""The queues a rule may name; every site has all four."""


class QueueConfig(Config):
    """One queue of a site."""

    capacity: int = Field(default=8, ge=1, le=100_000, description="Jobs of this queue at once")
    partition: str = Field(
        default="",
        pattern=r"^([A-Za-z0-9][A-Za-z0-9_.-]{0,63})?$",
        description="The Slurm partition behind it; empty: the one called like the queue",
    )


class QueuesConfig(Config):
    """What each queue of a site can take. Rules name queues and never a site or a partition."""

    cpu_queue: QueueConfig = Field(default=QueueConfig(capacity=64), description="Stages, drawing, filming, sound")
    local_ai_queue: QueueConfig = Field(default=QueueConfig(capacity=1), description="Models run here, such as voices")
    media_queue: QueueConfig = Field(default=QueueConfig(capacity=8), description="Looking through media files")
    external_ai_queue: QueueConfig = Field(default=QueueConfig(capacity=2), description="Calls to providers outside")

    def items(self) -> tuple[tuple[str, QueueConfig], ...]:
        """Return each queue with its name."""
        return tuple((name, getattr(self, name)) for name in QUEUES)


class SiteConfig(Config):
    """One compute site."""

    executor: Literal["local", "slurm"] = Field(default="local", description="How jobs are run there")
    queues: QueuesConfig = QueuesConfig()
    storage: str = Field(
        default="", max_length=1000, description="Directory of the site's cache; empty: the one of the project"
    )
    cache_gib: int = Field(default=100, ge=1, le=1_000_000, description="Size the site's cache is kept under, in GiB")
    cores_per_job: int = Field(default=2, ge=1, le=256, description="Slurm: cores a group of small jobs may use")

    @model_validator(mode="after")
    def _partitions_need_slurm(self) -> Self:
        named = [name for name, queue in self.queues.items() if queue.partition]
        if named and self.executor != "slurm":
            raise ValueError(f"{named[0]} names a partition, but the site's executor is {self.executor}")
        return self


class SitesConfig(Config):
    """Everything in ``config/sites.yaml``."""

    sites: dict[Slug, SiteConfig] = Field(min_length=1, description="Sites by id")
