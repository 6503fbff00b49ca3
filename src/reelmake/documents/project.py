"""The series' configuration, as people write it in ``config/project.yaml`` and ``config/sites.yaml``."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from reelmake.kernel.frames import Rate
from reelmake.kernel.ids import SLUG_PATTERN

Slug = Annotated[str, Field(pattern=SLUG_PATTERN)]


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


class CanonConfig(Config):
    """How the canon changes."""

    ask: bool = Field(
        default=False, description="Whether a person approves every change; else the gate's PASS is enough"
    )
    second_person: bool = Field(default=False, description="Whether nobody may approve what they proposed")


class WritingConfig(Config):
    """Who writes an episode that has a brief and no screenplay."""

    writer: Literal["grammar", "model"] = Field(
        default="grammar", description="grammar needs no model; model asks the server at `url`"
    )
    url: str = Field(
        default="",
        max_length=300,
        pattern=r"^(https?://[^\s/?#@]+(/[^\s?#@]*)?)?$",
        description="OpenAI-compatible server, up to /v1: Ollama, llama.cpp, vLLM",
    )
    model: str = Field(default="", max_length=200, description="The model's name on that server")
    model_digest: str = Field(
        default="", max_length=200, description="The weights' digest, where it is known; another one asks anew"
    )
    temperature_percent: int = Field(default=70, ge=0, le=200, description="100 is 1.0; 0 always takes the likeliest")
    seed: int = Field(default=1, ge=0, le=2**31 - 1, description="Seed for the server's choices")
    most_tokens: int = Field(default=4096, ge=256, le=65536, description="Longest answer, in tokens")
    seconds_to_answer: int = Field(default=300, ge=1, le=3600, description="How long an answer is waited for")
    rounds: int = Field(default=3, ge=1, le=10, description="How often a script is written before it is given up")
    fallback: bool = Field(
        default=True, description="Whether the grammar writes when the model cannot; it is recorded when it did"
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
    writing: WritingConfig = WritingConfig()
    profiles: dict[Slug, ProfileConfig] = Field(
        default={"preview_local": ProfileConfig(width=1280, height=720)}, description="Render profiles by name"
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

    @model_validator(mode="after")
    def _a_model_has_a_server(self) -> Self:
        for key in ("url", "model") if self.writing.writer == "model" else ():
            if not getattr(self.writing, key):
                what = "writer: model needs {key}, such as {example}"
                example = "http://127.0.0.1:11434/v1" if key == "url" else "qwen2.5:7b"
                raise PydanticCustomError(
                    "no_server", what, {"key": key, "example": example, "path": ("writing", "writer")}
                )
        return self

    @property
    def rate(self) -> Rate:
        return Rate.parse(self.fps)


class SiteConfig(Config):
    """One compute site."""

    executor: Literal["local"] = Field(default="local", description="How jobs are run there")


class SitesConfig(Config):
    """Everything in ``config/sites.yaml``."""

    sites: dict[Slug, SiteConfig] = Field(description="Sites by id")
