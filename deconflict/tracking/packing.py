"""Fixes as the bytes they are stored as: one row an upload costs a fraction of one row a fix. No I/O."""

import math
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from deconflict.separation.units import FloatArray
from deconflict.tracking.model import Fix

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
UNKNOWN: Final = math.nan
FIX: Final = struct.Struct("<6d")
"""Unix seconds, longitude, latitude, accuracy, speed, course; what was not reported is not a number."""
LOWEST: Final = np.array([-2.2e9, -180.0, -90.0, 0.0, 0.0, 0.0])
HIGHEST: Final = np.array([1e10, 180.0, 90.0, 1_000_000.0, 1000.0, 360.0])
"""What each of them can be: times from 1900 until 2286, the others as they are taken in."""


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


def unpack(stored: bytes) -> FloatArray:
    """Return what `pack` wrote as (n, 6) columns; whatever else stands there, too."""
    return np.frombuffer(stored, "<f8").reshape(-1, len(HIGHEST))


def sane(rows: FloatArray) -> NDArray[np.bool_]:
    """Return (n,) which of them are fixes: SQL of somebody's own stores any numbers."""
    with np.errstate(invalid="ignore"):
        said = (rows >= LOWEST) & (rows <= HIGHEST)
    said[:, 3:] |= np.isnan(rows[:, 3:])
    fine: NDArray[np.bool_] = np.all(said, axis=1)
    return fine


def fixes(rows: FloatArray) -> tuple[Fix, ...]:
    """Return rows of `unpack` that are sane as fixes."""
    return tuple(
        Fix(
            EPOCH + timedelta(seconds=at), lon, lat, *(None if math.isnan(value) else value for value in said)
        )
        for at, lon, lat, *said in rows.tolist()
    )
