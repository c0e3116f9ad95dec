"""Fixes as the bytes they are stored as: one row an upload costs a fraction of one row a fix. No I/O."""

import math
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from deconflict.tracking.model import Fix

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
FIX: Final = struct.Struct("<6d")
"""Unix seconds, longitude, latitude, accuracy, speed, course; what was not reported is not a number."""


def pack(fixes: Sequence[Fix]) -> bytes:
    """Return fixes as little-endian float64, six a fix."""
    return b"".join(
        FIX.pack(
            (fix.at - EPOCH) / timedelta(seconds=1),
            fix.lon,
            fix.lat,
            *(math.nan if said is None else said for said in (fix.accuracy_m, fix.speed_m_s, fix.course_deg)),
        )
        for fix in fixes
    )


def unpack(stored: bytes) -> tuple[Fix, ...]:
    """Read what `pack` wrote."""
    return tuple(
        Fix(
            EPOCH + timedelta(seconds=at), lon, lat, *(None if math.isnan(value) else value for value in said)
        )
        for at, lon, lat, *said in FIX.iter_unpack(stored)
    )
