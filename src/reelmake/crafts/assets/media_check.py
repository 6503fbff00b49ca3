"""Checks one media file: whether it is complete, how large it is, and whether it can be used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reelmake.crafts.assets.file_type import HEAD_BYTES, FileFormat, MediaKind, UnusableFile, detect_format

if TYPE_CHECKING:
    from PIL import Image

LARGEST_SIDE = 12_000
LARGEST_AREA = 100_000_000
LARGEST_VERIFIED = 64 << 20
"""Picture files of up to this many bytes are read completely."""
MAX_DECODED_SAMPLES = 48_000 * 600
"""At most this many samples of a sound are decoded: no more of a file is ever used."""
_DECODED_AREA = 1_000_000
"""Pictures of up to this many pixels are decoded; of larger ones, the checksums or a reduced decoding are checked."""
_TRANSPARENCY_AREA = 24_000_000
"""Pictures with an alpha channel are decoded up to this many pixels, to see whether any part is transparent."""
_SIDEWAYS = (5, 6, 7, 8)
"""EXIF orientations that lay a picture on its side."""
_DAMAGED = "the picture is damaged or cut short"
_EXPORT_AGAIN = "export or copy it again"


@dataclass(frozen=True)
class MediaFacts:
    """The facts about a usable media file."""

    media: MediaKind
    format: str
    width: int = 0
    height: int = 0
    cut_out: bool = False
    """Whether parts of a picture are transparent."""


def check_media(path: Path) -> MediaFacts:
    """Return the facts about a file; raise ``UnusableFile`` if it is damaged or not accepted."""
    with path.open("rb") as handle:
        head = handle.read(HEAD_BYTES)
        found = detect_format(head)
        if found.media == "picture":
            return _check_picture(path, found)
        size = path.stat().st_size
        if found.name in ("mp4", "mov"):
            _require_whole_boxes(handle, size)
        elif found.name == "wav":
            _require_whole_wave(head, size)
        if found.media == "audio":
            _require_sound(path, found.name)
    return MediaFacts(found.media, found.name)


def _check_picture(path: Path, found: FileFormat) -> MediaFacts:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # the limits below are tighter, and their messages name the size
    try:
        with Image.open(path, formats=(found.name,)) as picture:
            width, height = picture.size
            if max(width, height) > LARGEST_SIDE or width * height > LARGEST_AREA:
                raise UnusableFile(
                    f"the picture has {width:,} × {height:,} pixels",
                    f"scale it down to at most {LARGEST_SIDE:,} pixels on a side and "
                    f"{LARGEST_AREA // 1_000_000} megapixels; 4,000 are plenty",
                )
            cut_out = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
            if path.stat().st_size <= LARGEST_VERIFIED:
                if found.name == "png":
                    _verify_checksums(path)
                if width * height <= (_TRANSPARENCY_AREA if cut_out else _DECODED_AREA):
                    picture.load()
                    cut_out = cut_out and _has_transparency(picture)
                elif found.name != "png":
                    picture.draft("L", (width // 8, height // 8))
                    picture.load()
            if found.name == "jpeg" and picture.getexif().get(0x0112) in _SIDEWAYS:
                width, height = height, width
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise UnusableFile(_DAMAGED, _EXPORT_AGAIN) from error
    return MediaFacts("picture", found.name, width, height, cut_out)


def _require_whole_boxes(handle: BinaryIO, size: int) -> None:
    """Check the top-level boxes of an MP4 file: all must lie inside the file, and the index must be among them."""
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
            raise UnusableFile("the video is cut short", _EXPORT_AGAIN)
        kinds.add(kind)
        place += length
    if b"moov" not in kinds:
        raise UnusableFile("the video has no index (it was not finished)", _EXPORT_AGAIN)


def _require_whole_wave(head: bytes, size: int) -> None:
    stated = int.from_bytes(head[4:8], "little") + 8
    if head[:4] == b"RIFF" and stated > size and stated < 0xFFFF_FFFF:
        raise UnusableFile(f"the sound is cut short: {size:,} of {stated:,} bytes", _EXPORT_AGAIN)
    if b"fmt " not in head:
        raise UnusableFile("the sound has no format chunk", _EXPORT_AGAIN)


def _require_sound(path: Path, form: str) -> None:
    """Decode as much of a sound as can be used: the mix would fail on a sound that cannot be decoded."""
    import av

    heard = 0
    try:
        with av.open(str(path), format=form, options={"protocol_whitelist": "file"}) as source:
            for frame in source.decode(audio=0):
                heard += frame.samples
                if heard >= MAX_DECODED_SAMPLES:
                    break
    except (av.error.FFmpegError, ValueError, IndexError, EOFError) as error:
        raise UnusableFile("the sound is damaged or cut short", _EXPORT_AGAIN) from error
    if not heard:
        raise UnusableFile("it contains no sound", _EXPORT_AGAIN)


def _verify_checksums(path: Path) -> None:
    """Read a PNG to its end and check every chunk's checksum; Pillow's decoder accepts a file without its end."""
    from PIL import Image

    with Image.open(path, formats=("png",)) as picture:
        picture.verify()


def _has_transparency(picture: Image.Image) -> bool:
    """Return whether any pixel is not fully opaque."""
    return picture.convert("RGBA").getchannel("A").histogram()[255] < picture.width * picture.height
