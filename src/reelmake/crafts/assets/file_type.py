"""What a file is, by its own bytes. A name or an extension is never believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Media = Literal["picture", "video", "audio"]
HEAD_BYTES = 4096
"""How much of a file's beginning ``sniff`` wants to see."""


class Unusable(Exception):
    """A file that may not be used: ``why``, and what its owner can do about it."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.why = why
        self.remedy = remedy


@dataclass(frozen=True)
class Format:
    """What a file's bytes say it is."""

    media: Media
    name: str


_PICTURE = "a picture must be PNG, JPEG, WebP or GIF"
_PLAYLIST = "put the media file itself there; a playlist makes a player open other files"
_EXPORT_PNG = "export it as PNG"
_STILL_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ")


def sniff(head: bytes) -> Format:
    """Return what the first ``HEAD_BYTES`` of a file say it is; raise ``Unusable`` when that may not be used."""
    if not head:
        raise Unusable("the file is empty", "put the real file there, or delete this one")
    found = _picture(head) or _riff(head) or _film(head) or _sound(head)
    if found is None:
        raise _refusal(head)
    return found


def _picture(head: bytes) -> Format | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format("picture", "png")
    if head.startswith(b"\xff\xd8\xff"):
        return Format("picture", "jpeg")
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return Format("picture", "gif")
    return None


def _riff(head: bytes) -> Format | None:
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return Format("audio", "wav")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format("picture", "webp")
    return None


def _film(head: bytes) -> Format | None:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _STILL_BRANDS:
            raise Unusable("this is a HEIC or AVIF picture", _EXPORT_PNG)
        if brand in _SOUND_BRANDS:
            raise Unusable("this is AAC sound in an MP4 file", "export it as WAV or FLAC")
        return Format("video", "mov" if brand == b"qt  " else "mp4")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        if b"webm" in head[:64]:
            return Format("video", "webm")
        if b"matroska" in head[:64]:
            return Format("video", "mkv")
    return None


def _sound(head: bytes) -> Format | None:
    if head.startswith(b"fLaC"):
        return Format("audio", "flac")
    if head.startswith(b"OggS"):
        return Format("audio", "ogg")
    if head.startswith(b"ID3") or _is_mpeg_frame(head):
        return Format("audio", "mp3")
    return None


def _is_mpeg_frame(head: bytes) -> bool:
    """Say whether a layer III frame header starts here, with no field at a reserved value."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    version, bit_rate, sample_rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and bit_rate not in (0, 15) and sample_rate != 3


def _refusal(head: bytes) -> Unusable:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"#extm3u"):
        return Unusable("this is an M3U or HLS playlist, whatever its name says", _PLAYLIST)
    if text.startswith((b"ffconcat", b"file ", b"file\t", b"[playlist]")):
        return Unusable("this is a list of other files, whatever its name says", _PLAYLIST)
    if text.startswith(b"<"):
        if b"<mpd" in text:
            return Unusable("this is a DASH playlist, whatever its name says", _PLAYLIST)
        if b"<svg" in text:
            return Unusable("this is an SVG drawing, which may read other files", _EXPORT_PNG)
        return Unusable("this is XML or HTML text", _PICTURE)
    if head[:4] == b"\x1f\x8b\x08\x00" or head[:4] == b"PK\x03\x04":
        return Unusable("this is an archive", "unpack it")
    if head[:4] in (b"II*\x00", b"MM\x00*") or head[:2] == b"BM" or head[:4] == b"8BPS":
        return Unusable("this picture format is not read here", _EXPORT_PNG)
    return Unusable(
        "its bytes are of no format known here",
        "use PNG, JPEG, WebP or GIF; MP4, MOV, WebM or MKV; WAV, FLAC, Ogg or MP3",
    )
