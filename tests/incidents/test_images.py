"""A photo is taken for what its bytes are, and leaves without what the camera wrote into it (SEC-02)."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.incidents.errors import PhotoRefused
from deconflict.incidents.images import MAX_PARTS, Fault, bare, media_type
from deconflict.incidents.model import MediaType
from tests.photos import JPEG, PNG, SECRET, WEBP, jpeg_part, png_part, told_on, webp_part

pytestmark = pytest.mark.rule("SEC-02")
PHOTOS = {MediaType.JPEG: JPEG, MediaType.PNG: PNG, MediaType.WEBP: WEBP}


def reason(file: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(PhotoRefused) as refused:
        bare(file)
    return refused.value.reason


@pytest.mark.parametrize("kind", MediaType)
def test_a_photo_is_known_by_its_bytes_with_its_size(kind: MediaType) -> None:
    found = bare(PHOTOS[kind])
    assert (found.media_type, found.width, found.height) == (kind, 24, 16)


@pytest.mark.parametrize("kind", MediaType)
def test_place_and_owner_that_a_camera_wrote_are_gone_and_the_picture_is_the_same(kind: MediaType) -> None:
    file = told_on(PHOTOS[kind])
    assert SECRET in file
    found = bare(file)
    assert SECRET not in found.content
    assert found == bare(PHOTOS[kind])
    assert bare(found.content) == found


def test_the_small_image_that_a_jfif_part_holds_is_gone() -> None:
    jfif = jpeg_part(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02" + b"rgb" * 4)
    found = bare(JPEG[:2] + jfif + JPEG[20:])
    assert b"rgb" not in found.content
    assert b"JFIF" in found.content


def test_a_progressive_jpegs_scans_all_stay() -> None:
    start = JPEG.index(b"\xff\xda")
    scan = JPEG[start:-2]
    twice = JPEG[:start] + scan + jpeg_part(0xFE, SECRET) + b"\xff" * 3 + scan + b"\xff\xd9"
    found = bare(twice)
    assert found.content.count(b"\xff\xda") == 2
    assert SECRET not in found.content


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"GIF89a" + JPEG,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7" + bytes(20),
        b"RIFF\x04\0\0\0WAVE",
        b"\0\0\0\x20ftypheic" + bytes(20),
    ],
)
def test_what_is_no_photo_that_browsers_show_is_refused(file: bytes) -> None:
    assert reason(file) == Fault.NO_IMAGE
    with pytest.raises(PhotoRefused):
        media_type(file[:12])


@pytest.mark.parametrize(
    "file",
    [
        JPEG[:-2],  # no end
        JPEG[:40],
        b"\xff\xd8\xff\xd9",  # no picture
        JPEG[:2] + b"\xff" * 4000,
        b"\xff\xd8" + jpeg_part(0xFE, b"") * (MAX_PARTS + 1),
        JPEG.replace(b"\xff\xc0", b"\xff\xc3"),  # a coding that no browser shows
        JPEG[: JPEG.index(b"\xff\xda")] + JPEG[JPEG.index(b"\xff\xc0") :],  # two frames
        PNG[:-4] + b"\0\0\0\0",  # a wrong sum
        PNG[:20],
        PNG[:8] + PNG[33:],  # no head
        PNG[:33] + PNG[8:],  # two heads
        PNG[:33] + png_part(b"IEND", b""),  # no picture
        WEBP[:40],
        b"RIFF\x04\0\0\0WEBP",
        b"RIFF\x40\0\0\0WEBP" + webp_part(b"ANIM", bytes(6)) + webp_part(b"ANMF", bytes(30)),
        b"RIFF\x40\0\0\0WEBP" + webp_part(b"VP8L", b"\x30" + bytes(9)),
        b"RIFF\x40\0\0\0WEBP" + webp_part(b"VP8 ", bytes(12)),
    ],
)  # fmt: skip
def test_a_damaged_photo_is_refused(file: bytes) -> None:
    assert reason(file) == Fault.DAMAGED


@pytest.mark.parametrize(("width", "height"), [(16_385, 1), (1, 16_385), (16_000, 16_000)])
def test_a_photo_that_would_fill_a_screens_memory_is_refused(width: int, height: int) -> None:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = png_part(b"IDAT", zlib.compress(b"\0")) + png_part(b"IEND", b"")
    assert reason(PNG[:8] + png_part(b"IHDR", head) + body) == Fault.TOO_LARGE


def test_a_lossless_webp_says_its_size() -> None:
    bits = (24 - 1) | (16 - 1) << 14
    part = webp_part(b"VP8L", b"\x2f" + struct.pack("<I", bits) + b"pixels")
    found = bare(b"RIFF" + struct.pack("<I", 4 + len(part)) + b"WEBP" + part)
    assert (found.width, found.height) == (24, 16)


@given(st.sampled_from(list(PHOTOS.values())), st.data())
def test_whatever_is_broken_in_a_file_it_is_refused_or_a_picture(photo: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(photo) - 1))
    file = photo[:at] + data.draw(st.binary(max_size=6)) + photo[at + data.draw(st.integers(0, 4)) :]
    try:
        found = bare(file)
    except PhotoRefused:
        return
    assert bare(found.content) == found
