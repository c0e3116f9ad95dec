"""What trackers say of where they are, in the units of their protocols, as fixes. Pure; knows no protocol.

What no device can know (a speed of -1, a course of 400°) is taken for not known: it still says where it is. A place
that is none, or none at all, is no fix.
"""

import math
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from deconflict.api.errors import PayloadRefused
from deconflict.api.strictjson import Json
from deconflict.tracking.model import Fix

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
LAST: Final = timedelta(days=365 * 200)
"""Times are read up to the year 2170; whether they can be is for the service's clock to say."""
MAX_ACCURACY_M: Final = 1_000_000.0
MAX_SPEED_M_S: Final = 1000.0


class Fault(StrEnum):
    """Why a payload is none of its protocol's, so that sending it again is of no use."""

    NOT_AN_OBJECT = "not_an_object"
    ENCRYPTED = "encrypted"
    NO_PLACE = "no_place"
    NO_TIME = "no_time"
    NO_DEVICE = "no_device"
    TOO_LONG = "too_long"


def fix(
    at: datetime,
    lon: Json,
    lat: Json,
    accuracy_m: Json = None,
    speed_m_s: Json = None,
    course_deg: Json = None,
) -> Fix:
    """Return a fix of what was said; PayloadRefused without a place on earth."""
    east, north = within(lon, -180.0, 180.0), within(lat, -90.0, 90.0)
    if east is None or north is None:
        raise PayloadRefused(Fault.NO_PLACE)
    accuracy, speed = within(accuracy_m, 0.0, MAX_ACCURACY_M), within(speed_m_s, 0.0, MAX_SPEED_M_S)
    return Fix(at, east, north, accuracy, speed, within(course_deg, 0.0, 360.0))


def within(said: Json, least: float, most: float) -> float | None:
    """Return a number that lies within bounds, or None."""
    if isinstance(said, bool) or not isinstance(said, int | float):
        return None
    return float(said) + 0.0 if math.isfinite(said) and least <= said <= most else None


def scaled(said: Json, factor: float) -> float | None:
    """Return a number in other units, or None for what is none."""
    known = within(said, -1e15, 1e15)
    return None if known is None else known * factor


def unix_time(seconds: Json) -> datetime:
    """Return the moment so many seconds after 1970; PayloadRefused for what is none."""
    known = within(seconds, 0.0, LAST.total_seconds())
    if known is None:
        raise PayloadRefused(Fault.NO_TIME)
    return EPOCH + timedelta(seconds=known)
