"""Small photos as a browser's canvas writes them, 24 by 16 pixels, and what cameras add to such files."""

import struct
import zlib
from base64 import b64decode
from typing import Final

JPEG: Final = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABh"
    "Y3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAAB"
    "UAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAA"
    "AAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9Y"
    "WVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAM"
    "ZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0o"
    "OjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2Nj"
    "Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAQABgDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAABAAF"
    "/8QAGBABAAMBAAAAAAAAAAAAAAAAAARDgcH/xAAWAQEBAQAAAAAAAAAAAAAAAAAEBQb/xAAcEQABAwUAAAAAAAAAAAAAAAAAAQID"
    "BTI0gbH/2gAMAwEAAhEDEQA/AM8uBZnRC4FmdAktKdUxH66gxJDGOP/Z"
)
WEBP: Final = b64decode(
    "UklGRjgCAABXRUJQVlA4WAoAAAAgAAAAFwAADwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABh"
    "Y3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAAB"
    "UAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAA"
    "AAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9Y"
    "WVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAM"
    "ZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggSgAAAHADAJ0BKhgAEAA+0VSjS6gkoyGwCAEA"
    "GglAF2I//AeJfz1QAAD+bv3MbPLPTplKnbtHz//EFP//NETqb/5P///NETqM2IPIgAAA"
)
PNG: Final = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAYAAAAMJL+VAAAANUlEQVR4AezSwQkAAAgCwGgl99+gnWwE8dErA3+BcNgD0AkGdNJ1"
    "fCmQwCEKkRSQD1nRA6IFAAD//7VZ6ksAAAAGSURBVAMAU5c0uZ4RnYgAAAAASUVORK5CYII="
)

SECRET: Final = b"Exif\0\0 32.8872N 13.1913E Phone of Salem"
"""What must not be handed on: where the camera was, and whose it is."""


def jpeg_part(marker: int, body: bytes) -> bytes:
    """A part of a JPEG file."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def png_part(name: bytes, body: bytes) -> bytes:
    """A part of a PNG file."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def webp_part(name: bytes, body: bytes) -> bytes:
    """A part of a WebP file."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def told_on(photo: bytes) -> bytes:
    """The same photo with what a camera writes into it, and more behind its end."""
    if photo == JPEG:
        parts = b"".join(jpeg_part(marker, SECRET) for marker in (0xE1, 0xE2, 0xED, 0xFE, 0xE0))
        return photo[:2] + parts + photo[2:] + SECRET
    if photo == PNG:
        parts = b"".join(png_part(name, SECRET) for name in (b"eXIf", b"tEXt", b"iTXt", b"tIME"))
        return photo[:33] + parts + photo[33:] + SECRET
    parts = webp_part(b"EXIF", SECRET) + webp_part(b"XMP ", SECRET)
    size = struct.pack("<I", len(photo) - 8 + len(parts))
    return photo[:4] + size + photo[8:] + parts + SECRET
