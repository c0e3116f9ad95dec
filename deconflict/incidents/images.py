"""Takes a photo for what its bytes are, and leaves out what a camera wrote into it. Pure; decodes no pixel (SEC-02).

JPEG (ITU-T T.81), PNG (ISO 15948) and WebP (RFC 9649) are lists of labelled parts. Only the parts that make the picture
are copied, never what says where, when and by which device it was taken, nor what follows the picture's end.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final

from deconflict.incidents.errors import PhotoRefused
from deconflict.incidents.model import MediaType, Picture

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_SIDE: Final = 16_384
MAX_PARTS: Final = 4096
MAX_PIXELS: Final = 50_000_000
"""What whoever looks at it has to hold in memory; phones send a thirtieth of it."""

JPEG: Final = b"\xff\xd8\xff"
PNG: Final = b"\x89PNG\r\n\x1a\n"
HEAD_BYTES: Final = 12
"""From so many bytes on it is known what a file says that it is."""

# T.81, table B.1
SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
MARKER: Final = re.compile(rb"\xff+")
AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7]")
"""A marker that neither stands for a pixel's byte nor restarts the coding."""
FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive: what browsers show."""
JFIF: Final = 0xE0
JPEG_KEPT: Final = FRAMES | {0xC4, 0xDB, 0xDD, 0xEE, SOS}
"""Frames, tables, scans; of what programs add only what Adobe's say of colours. JFIF loses its thumbnail."""
PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
WEBP_KEPT: Final = (b"VP8X", b"ALPH", b"VP8 ", b"VP8L")
WEBP_ALPHA: Final = 0x10


class Fault(StrEnum):
    """Why a file is no photo that is taken here."""

    NO_IMAGE = "no_image"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"


def media_type(head: bytes) -> MediaType:
    """Return what a file's first bytes say that it is. PhotoRefused when that is no photo that is taken."""
    if head.startswith(JPEG):
        return MediaType.JPEG
    if head.startswith(PNG):
        return MediaType.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaType.WEBP
    raise PhotoRefused(reason=Fault.NO_IMAGE)


def bare(file: bytes) -> Picture:
    """Return the picture in a file and nothing else of it. PhotoRefused when it is none, or too large to be shown."""
    kind = media_type(file)
    try:
        content, width, height = READERS[kind](file)
    except (struct.error, IndexError, ValueError):
        raise PhotoRefused(reason=Fault.DAMAGED) from None
    if not width * height:
        raise PhotoRefused(reason=Fault.DAMAGED)
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise PhotoRefused(reason=Fault.TOO_LARGE)
    return Picture(kind, width, height, content)


def _jpeg(file: bytes) -> tuple[bytes, int, int]:
    kept, sizes = [file[:2]], []
    for marker, part in _jpeg_parts(file):
        if marker in FRAMES:
            sizes.append(struct.unpack_from(">HH", part, 5))
        if marker == JFIF:
            kept.append(_without_thumbnail(part))
        elif marker in JPEG_KEPT:
            kept.append(part)
    [(height, width)] = sizes
    return b"".join((*kept, bytes((0xFF, EOI)))), width, height


def _jpeg_parts(file: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each part up to the picture's end; a scan with the coded pixels that follow it."""
    at, scans = 2, 0
    for _ in range(MAX_PARTS):
        begins = MARKER.match(file, at)
        at = -1 if begins is None else begins.end() - 1
        marker = file[at + 1]
        if marker == EOI and scans:
            return
        end = at + 2 + struct.unpack_from(">H", file, at + 2)[0]
        if at < 0 or marker in {SOI, EOI} or not at + 4 <= end <= len(file):
            break
        if marker == SOS:
            scans, end = scans + 1, _after_scan(file, end)
        yield marker, file[at:end]
        at = end
    raise PhotoRefused(reason=Fault.DAMAGED)


def _after_scan(file: bytes, at: int) -> int:
    """Return where the part after the coded pixels begins."""
    found = AFTER_SCAN.search(file, at)
    if found is None:
        raise PhotoRefused(reason=Fault.DAMAGED)
    return found.start()


def _without_thumbnail(part: bytes) -> bytes:
    """Return a JFIF part without the small image that it may hold; nothing of what is no JFIF."""
    if part[4:9] != b"JFIF\0" or len(part) < 16:
        return b""
    return b"\xff\xe0\x00\x10" + part[4:16] + b"\0\0"


def _png(file: bytes) -> tuple[bytes, int, int]:
    parts = list(_png_parts(file))
    names = [name for name, _ in parts]
    if names[0] != b"IHDR" or names.count(b"IHDR") > 1 or b"IDAT" not in names or len(parts[0][1]) != 25:
        raise PhotoRefused(reason=Fault.DAMAGED)
    width, height = struct.unpack_from(">II", file, 16)
    return PNG + b"".join(part for name, part in parts if name in PNG_KEPT), width, height


def _png_parts(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and bytes of each part up to the picture's end."""
    at = len(PNG)
    for _ in range(MAX_PARTS):
        length, name = struct.unpack_from(">I4s", file, at)
        end = at + 12 + length
        (said,) = struct.unpack_from(">I", file, end - 4)
        if said != zlib.crc32(file[at + 4 : end - 4]):
            break
        yield name, file[at:end]
        if name == b"IEND":
            return
        at = end
    raise PhotoRefused(reason=Fault.DAMAGED)


def _webp(file: bytes) -> tuple[bytes, int, int]:
    parts = [(name, body) for name, body in _webp_parts(file) if name in WEBP_KEPT]
    kept = dict(parts)
    if len(kept) < len(parts) or (b"VP8 " in kept) == (
        b"VP8L" in kept
    ):  # an animation has its pictures elsewhere
        raise PhotoRefused(reason=Fault.DAMAGED)
    size = _webp_size(kept)
    if b"VP8X" in kept:
        kept[b"VP8X"] = bytes((kept[b"VP8X"][0] & WEBP_ALPHA, 0, 0, 0)) + kept[b"VP8X"][4:10]
    body = b"".join(_webp_part(name, kept[name]) for name in WEBP_KEPT if name in kept)
    return struct.pack("<4sI4s", b"RIFF", 4 + len(body), b"WEBP") + body, *size


def _webp_parts(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of each part."""
    at, until = HEAD_BYTES, 8 + struct.unpack_from("<I", file, 4)[0]
    for _ in range(MAX_PARTS):
        if at >= until:
            return
        name, length = struct.unpack_from("<4sI", file, at)
        body = file[at + 8 : at + 8 + length]
        if len(body) < length:
            break
        yield name, body
        at += 8 + length + length % 2
    raise PhotoRefused(reason=Fault.DAMAGED)


def _webp_part(name: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", name, len(body)) + body + b"\0" * (len(body) % 2)


def _webp_size(kept: dict[bytes, bytes]) -> tuple[int, int]:
    """Return width and height as the picture itself says them: RFC 6386, 9.1, or the lossless format's head."""
    if b"VP8L" in kept:
        mark, bits = struct.unpack_from("<BI", kept[b"VP8L"])
        if mark != 0x2F:
            raise PhotoRefused(reason=Fault.DAMAGED)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    mark, width, height = struct.unpack_from("<3sHH", kept[b"VP8 "], 3)
    if mark != b"\x9d\x01\x2a":
        raise PhotoRefused(reason=Fault.DAMAGED)
    return width & 0x3FFF, height & 0x3FFF


READERS: Final[dict[MediaType, Callable[[bytes], tuple[bytes, int, int]]]] = {
    MediaType.JPEG: _jpeg,
    MediaType.PNG: _png,
    MediaType.WEBP: _webp,
}
