"""Fixes as the bytes they are stored as: one row an upload costs a fraction of one row a fix. No I/O."""

import math
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from deconflict.separation.units import FloatArray
from deconflict.tracking.model import Fix

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
UNKNOWN: Final = math.nan
FIX: Final = struct.Struct("<6d")
"""Unix seconds, longitude, latitude, accuracy, speed, course; what was not reported is not a number."""


def pack(fixes: Sequence[Fix]) -> bytes:
    """Return fixes as little-endian float64, six a fix."""
    return b"".join(
        [
            FIX.pack(
                (at - EPOCH).total_seconds(),
                lon,
                lat,
                UNKNOWN if accuracy_m is None else accuracy_m,
                UNKNOWN if speed_m_s is None else speed_m_s,
                UNKNOWN if course_deg is None else course_deg,
            )
            for at, lon, lat, accuracy_m, speed_m_s, course_deg in fixes
        ]
    )


def fixes(rows: FloatArray) -> tuple[Fix, ...]:
    """Return sane rows of what `pack` wrote as fixes: see `rules.unpack`."""
    return tuple(
        Fix(
            EPOCH + timedelta(seconds=at), lon, lat, *(None if math.isnan(value) else value for value in said)
        )
        for at, lon, lat, *said in rows.tolist()
    )
