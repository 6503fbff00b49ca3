"""Detects a file's format from its first bytes; its name and extension are never trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MediaKind = Literal["picture", "video", "audio"]
HEAD_BYTES = 4096
"""How many bytes of a file's beginning ``detect_format`` needs."""


class UnusableFile(Exception):
    """A file that may not be used: ``why``, and the ``remedy`` for its owner."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.why = why
        self.remedy = remedy


@dataclass(frozen=True)
class FileFormat:
    """A file's kind of media and its format, as its bytes show them."""

    media: MediaKind
    name: str


_PICTURE = "a picture must be PNG, JPEG, WebP or GIF"
_PLAYLIST = "put the media file itself there; a playlist makes a player open other files"
_EXPORT_PNG = "export it as PNG"
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_AUDIO_BRANDS = (b"M4A ", b"M4B ", b"M4P ")


def detect_format(head: bytes) -> FileFormat:
    """Return the format that a file's first ``HEAD_BYTES`` show; raise ``UnusableFile`` if it is not accepted."""
    if not head:
        raise UnusableFile("the file is empty", "put the real file there, or delete this one")
    found = _picture(head) or _riff(head) or _video(head) or _audio(head)
    if found is None:
        raise _refusal(head)
    return found


def _picture(head: bytes) -> FileFormat | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileFormat("picture", "png")
    if head.startswith(b"\xff\xd8\xff"):
        return FileFormat("picture", "jpeg")
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return FileFormat("picture", "gif")
    return None


def _riff(head: bytes) -> FileFormat | None:
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return FileFormat("audio", "wav")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileFormat("picture", "webp")
    return None


def _video(head: bytes) -> FileFormat | None:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _PICTURE_BRANDS:
            raise UnusableFile("this is a HEIC or AVIF picture", _EXPORT_PNG)
        if brand in _AUDIO_BRANDS:
            raise UnusableFile("this is AAC sound in an MP4 file", "export it as WAV or FLAC")
        return FileFormat("video", "mov" if brand == b"qt  " else "mp4")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        if b"webm" in head[:64]:
            return FileFormat("video", "webm")
        if b"matroska" in head[:64]:
            return FileFormat("video", "mkv")
    return None


def _audio(head: bytes) -> FileFormat | None:
    if head.startswith(b"fLaC"):
        return FileFormat("audio", "flac")
    if head.startswith(b"OggS"):
        return FileFormat("audio", "ogg")
    if head.startswith(b"ID3") or _is_mpeg_frame(head):
        return FileFormat("audio", "mp3")
    return None


def _is_mpeg_frame(head: bytes) -> bool:
    """Return whether ``head`` starts with an MPEG layer III frame header that has no reserved values."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    version, bit_rate, sample_rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and bit_rate not in (0, 15) and sample_rate != 3


def _refusal(head: bytes) -> UnusableFile:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"#extm3u"):
        return UnusableFile("this is an M3U or HLS playlist, whatever its name says", _PLAYLIST)
    if text.startswith((b"ffconcat", b"file ", b"file\t", b"[playlist]")):
        return UnusableFile("this is a list of other files, whatever its name says", _PLAYLIST)
    if text.startswith(b"<"):
        if b"<mpd" in text:
            return UnusableFile("this is a DASH playlist, whatever its name says", _PLAYLIST)
        if b"<svg" in text:
            return UnusableFile("this is an SVG drawing, which may read other files", _EXPORT_PNG)
        return UnusableFile("this is XML or HTML text", _PICTURE)
    if head[:4] == b"\x1f\x8b\x08\x00" or head[:4] == b"PK\x03\x04":
        return UnusableFile("this is an archive", "unpack it")
    if head[:4] in (b"II*\x00", b"MM\x00*") or head[:2] == b"BM" or head[:4] == b"8BPS":
        return UnusableFile("this picture format is not supported", _EXPORT_PNG)
    return UnusableFile(
        "its format is unknown",
        "use PNG, JPEG, WebP or GIF; MP4, MOV, WebM or MKV; WAV, FLAC, Ogg or MP3",
    )
