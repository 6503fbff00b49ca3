"""A scratch library, hand-made shots, and their art actions."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from reelmake.crafts.assets.library import index_library
from reelmake.crafts.assets.needs import picture_needs
from reelmake.crafts.drawing.colours import assign_colours
from reelmake.crafts.drawing.plate import art_action
from reelmake.documents.action import Action
from reelmake.documents.library import Library, LibraryAsset
from reelmake.documents.shotlist import Figure, Shot
from reelmake.kernel.digest import digest_file
from reelmake.kernel.ids import slug

LICENCE = "license_type: CC0-1.0\nredistributable: true\n"


def png(width: int = 64, height: int = 48, colour: tuple[int, ...] = (200, 40, 40), mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height), colour).save(buffer, format="PNG")
    return buffer.getvalue()


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def mp4() -> bytes:
    return box(b"ftyp", b"isom\x00\x00\x02\x00isom") + box(b"moov", b"\0" * 64) + box(b"mdat", b"\0" * 256)


def wav(frames: int = 48) -> bytes:
    samples = b"\0\0" * frames
    form = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 48_000, 96_000, 2, 16)
    body = b"WAVE" + form + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


@dataclass(frozen=True)
class World:
    """A workspace with an ``assets/`` directory."""

    root: Path

    def put(self, path: str, data: bytes, licence: str | None = LICENCE) -> Path:
        target = self.root / "assets" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        if licence is not None:
            target.with_name(target.name + ".licence.yaml").write_text(licence, encoding="utf-8")
        return target

    def index(self, previous: Library | None = None) -> Library:
        return index_library(self.root, digest_of=digest_file, previous=previous)

    def refusal(self, path: str) -> str:
        """Return why the file at ``path`` was refused, and the remedy; it must be refused exactly once."""
        found = [item for item in self.index().refused if item.path == f"assets/{path}"]
        assert len(found) == 1, f"{path} was not refused"
        assert found[0].remedy
        return f"{found[0].why} | {found[0].remedy}"


def figure(name: str, place: str = "centre", facing: str = "camera", role: str = "subject") -> Figure:
    return Figure.model_validate(
        {"character_id": slug(name), "name": name, "place": place, "facing": facing, "role": role}
    )


def shot(kind: str = "two_shot", framing: str = "medium", *figures: Figure, **fields: object) -> Shot:
    location = str(fields.pop("location", "LIGHTHOUSE"))
    given = {"id": "1A", "scene_id": "1", "start": 0, "frames": 48, "setting": "int", "time_of_day": "NIGHT", **fields}
    place = {"location": location, "location_id": slug(location) if location else ""}
    return Shot.model_validate({"kind": kind, "framing": framing, "figures": figures, **place, **given})


def plate_action(
    made_for: Shot, chosen: Mapping[str, LibraryAsset] | None = None, size: tuple[int, int] = (1280, 720)
) -> Action:
    """Return a shot's art action; every need that is not in ``chosen`` is missing."""
    found = dict(chosen or {})
    return art_action(
        made_for,
        width=size[0],
        height=size[1],
        chosen=found,
        colours=assign_colours((person.character_id for person in made_for.figures), {}),
        missing=frozenset(picture_needs(made_for)) - set(found),
    )


Draw = Callable[..., Image.Image]
