"""A close look at one media file: whether it is whole, how large it is, and whether it can be used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reelmake.crafts.assets.file_type import HEAD_BYTES, Format, Media, Unusable, sniff

if TYPE_CHECKING:
    from PIL import Image

LARGEST_SIDE = 12_000
LARGEST_AREA = 100_000_000
LARGEST_VERIFIED = 64 << 20
"""Bytes up to which a picture's whole content is checked."""
LONGEST_HEARD = 48_000 * 600
"""Samples of a sound that are decoded to be checked: as many as are ever used."""
_DECODED_AREA = 1_000_000
"""Pixels up to which a picture is decoded to be checked; above, its checksums or a reduced decoding serve."""
_SEEN_THROUGH_AREA = 24_000_000
"""Pixels up to which a picture that may be transparent is decoded to see whether it is."""
_TURNED = (5, 6, 7, 8)
"""EXIF orientations that lay a picture on its side."""
_DAMAGED = "the picture is damaged or cut short"
_EXPORT_ANEW = "export or copy it anew"


@dataclass(frozen=True)
class Look:
    """What was seen of a usable file."""

    media: Media
    format: str
    width: int = 0
    height: int = 0
    cut_out: bool = False
    """Whether parts of a picture are transparent."""


def look_at(path: Path) -> Look:
    """Return what a file is; raise ``Unusable`` with reason and remedy when it may not be used."""
    with path.open("rb") as handle:
        head = handle.read(HEAD_BYTES)
        found = sniff(head)
        if found.media == "picture":
            return _look_at_picture(path, found)
        size = path.stat().st_size
        if found.name in ("mp4", "mov"):
            _require_whole_boxes(handle, size)
        elif found.name == "wav":
            _require_whole_wave(head, size)
        if found.media == "audio":
            _require_sound(path, found.name)
    return Look(found.media, found.name)


def _look_at_picture(path: Path, found: Format) -> Look:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own limits are tighter and name the sizes
    try:
        with Image.open(path, formats=(found.name,)) as picture:
            width, height = picture.size
            if max(width, height) > LARGEST_SIDE or width * height > LARGEST_AREA:
                raise Unusable(
                    f"the picture has {width:,} × {height:,} pixels",
                    f"scale it down to at most {LARGEST_SIDE:,} pixels on a side and "
                    f"{LARGEST_AREA // 1_000_000} megapixels; 4,000 are plenty",
                )
            cut_out = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
            if path.stat().st_size <= LARGEST_VERIFIED:
                if found.name == "png":
                    _check_sums(path)
                if width * height <= (_SEEN_THROUGH_AREA if cut_out else _DECODED_AREA):
                    picture.load()
                    cut_out = cut_out and _is_see_through(picture)
                elif found.name != "png":
                    picture.draft("L", (width // 8, height // 8))
                    picture.load()
            if found.name == "jpeg" and picture.getexif().get(0x0112) in _TURNED:
                width, height = height, width
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise Unusable(_DAMAGED, _EXPORT_ANEW) from error
    return Look("picture", found.name, width, height, cut_out)


def _require_whole_boxes(handle: BinaryIO, size: int) -> None:
    """Walk the top-level boxes of an MP4 file: all of them inside the file, the index among them."""
    place, kinds = 0, set()
    while place < size:
        handle.seek(place)
        header = handle.read(16)
        length, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        elif length == 0:
            length = size - place
        if length < 8 or place + length > size:
            raise Unusable("the video is cut short", _EXPORT_ANEW)
        kinds.add(kind)
        place += length
    if b"moov" not in kinds:
        raise Unusable("the video has no index (it was not finished)", _EXPORT_ANEW)


def _require_whole_wave(head: bytes, size: int) -> None:
    stated = int.from_bytes(head[4:8], "little") + 8
    if head[:4] == b"RIFF" and stated > size and stated < 0xFFFF_FFFF:
        raise Unusable(f"the sound is cut short: {size:,} of {stated:,} bytes", _EXPORT_ANEW)
    if b"fmt " not in head:
        raise Unusable("the sound has no format chunk", _EXPORT_ANEW)


def _require_sound(path: Path, form: str) -> None:
    """Decode a sound as far as it may be used: making the mix would stop over what cannot be decoded."""
    import av

    heard = 0
    try:
        with av.open(str(path), format=form, options={"protocol_whitelist": "file"}) as source:
            for frame in source.decode(audio=0):
                heard += frame.samples
                if heard >= LONGEST_HEARD:
                    break
    except (av.error.FFmpegError, ValueError, IndexError, EOFError) as error:
        raise Unusable("the sound is damaged or cut short", _EXPORT_ANEW) from error
    if not heard:
        raise Unusable("there is no sound in it", _EXPORT_ANEW)


def _check_sums(path: Path) -> None:
    """Read a PNG to its end and check every chunk's sum; Pillow lets a missing end pass when it decodes."""
    from PIL import Image

    with Image.open(path, formats=("png",)) as picture:
        picture.verify()


def _is_see_through(picture: Image.Image) -> bool:
    """Say whether any pixel lets through what is behind it."""
    return picture.convert("RGBA").getchannel("A").histogram()[255] < picture.width * picture.height
