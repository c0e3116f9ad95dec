"""Fixes as a device says them over a socket: read quickly where they are plain, strictly where they are not.

What is read quickly is exactly what would be read strictly. Stores nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from pydantic import ValidationError

from deconflict.api.strictjson import Json
from deconflict.live.messages import MOST_FIXES, PositionIn
from deconflict.live.protocol import MAX_SEQ
from deconflict.tracking.model import Fix

FIRST: Final = '{"type":"position"'
"""With what a message has to begin to be read quickly."""
PLAIN_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3}|\.\d{6})?(?:Z|\+00:00)", re.ASCII
).fullmatch
PLAIN_NAME: Final = re.compile(r"[\w.-](?:[\w .-]{0,98}[\w.-])?").fullmatch
FIELDS: Final = {"type", "id", "unit", "sent_at", "fixes"}
PLACE: Final = {"at", "lon", "lat"}
RANGES: Final = {"accuracy_m": (0.0, 1_000_000.0), "speed_m_s": (0.0, 1000.0), "course_deg": (0.0, 360.0)}
NAMES: Final = {*PLACE, *RANGES}
NUMBER: Final = {float, int}
NOTHING: Final = type(None)


@dataclass(frozen=True)
class Said:
    """What a device says of where a unit was; `id` is its own number for the answer."""

    id: int | None
    unit: str
    sent_at: datetime
    fixes: Sequence[Fix]


def strictly(message: dict[str, Json]) -> Said | None:
    """Return what a device said; None where that means nothing."""
    try:
        said = PositionIn.model_validate(message)
    except ValidationError:
        return None
    return Said(said.id, said.unit, said.sent_at, [fix.fix() for fix in said.fixes])


def quickly(text: str) -> Said | None:
    """Return what a device said in the plainest way; None for everything else, right or wrong."""
    try:
        message = orjson.loads(text)
        number, unit, sent_at, fixes = _parts(message, text.count('"'))
        return Said(number, unit, datetime.fromisoformat(sent_at), _track(fixes))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _parts(message: dict[str, Any], quotes: int) -> tuple[int | None, str, str, list[dict[str, Any]]]:
    """Return the parts of a message, its shape as it has to be; ValueError for any other."""
    number, unit, sent_at, fixes = message.get("id"), message["unit"], message["sent_at"], message["fixes"]
    plain = message.keys() <= FIELDS and message["type"] == "position" and type(fixes) is list
    if not plain or not PLAIN_NAME(unit) or not PLAIN_TIME(sent_at) or not 0 < len(fixes) <= MOST_FIXES:
        raise ValueError("not plain")
    if number is not None and not (type(number) is int and 0 <= number <= MAX_SEQ):
        raise ValueError("no number")
    if not all(PLACE <= fix.keys() <= NAMES for fix in fixes):
        raise ValueError("other names")
    # A name that comes twice, or a quotation mark inside a text, makes them more.
    if quotes != 2 * (len(message) + 3 + sum(map(len, fixes)) + len(fixes)):
        raise ValueError("more quotation marks")
    return number, unit, sent_at, fixes


def _track(fixes: list[dict[str, Any]]) -> list[Fix]:
    """Return the fixes; ValueError where a time is none or a number no number in its range."""
    times = [fix["at"] for fix in fixes]
    if not all(map(PLAIN_TIME, times)):
        raise ValueError("no plain time")
    places = (
        _numbers([fix["lon"] for fix in fixes], -180.0, 180.0),
        _numbers([fix["lat"] for fix in fixes], -90.0, 90.0),
    )
    others = (_known([fix.get(name) for fix in fixes], *RANGES[name]) for name in RANGES)
    return list(map(Fix, map(datetime.fromisoformat, times), *places, *others))


def _numbers(values: list[Any], least: float, most: float) -> list[float]:
    if not set(map(type, values)) <= NUMBER or min(values) < least or max(values) > most:
        raise ValueError("no number in range")
    return [value + 0.0 for value in values]


def _known(values: list[Any], least: float, most: float) -> list[float | None]:
    if NOTHING not in map(type, values):
        return [*_numbers(values, least, most)]
    if known := [value for value in values if value is not None]:
        _numbers(known, least, most)
    return [None if value is None else value + 0.0 for value in values]
