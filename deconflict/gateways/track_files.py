"""Tracks in files, as fixes: GPX 1.0 and 1.1, and CSV with a header. Pure; nothing in a file reaches beyond it.

GPX: the points of tracks and routes, each with its time; `speed` (m/s) and `course` where 1.0 or an extension has them.
CSV: columns `time` (RFC 3339), `lat`, `lon`, and if it likes `speed` (m/s), `course`, `accuracy` (metres) and `unit`.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Final
from xml.etree.ElementTree import Element

from pydantic_core import PydanticCustomError

from deconflict.api.errors import PayloadRefused, TrackRefused
from deconflict.api.wire import moment
from deconflict.gateways.errors import PlanFileError
from deconflict.gateways.readings import fix
from deconflict.gateways.xmltree import below, text_of, tree
from deconflict.tracking.model import Fix

MOST_FIXES: Final = 50_000
NEEDED: Final = ("time", "lat", "lon")
KNOWN: Final = frozenset({*NEEDED, "speed", "course", "accuracy", "unit"})

Named = tuple[str | None, Fix]
"""A fix, and the unit that the file names beside it."""


def from_gpx(data: bytes) -> list[Named]:
    """Return the fixes of a GPX file in its order. TrackRefused with the point that is wrong."""
    try:
        root = tree(data, "")
    except PlanFileError as error:
        raise TrackRefused(error.code, 0) from None
    return _all(
        (None, _read(index, partial(_point, point)))
        for index, point in enumerate(below(root, "trkpt", "rtept"))
    )


def from_csv(data: bytes) -> list[Named]:
    """Return the fixes of a CSV file in its order. TrackRefused with the row that is wrong."""
    try:
        rows = csv.DictReader(data.decode("utf-8-sig").splitlines(), strict=True)
        names = [name.strip().lower() for name in rows.fieldnames or ()]
        if not set(NEEDED) <= set(names) <= KNOWN or len(set(names)) < len(names):
            raise TrackRefused("header", 0)
        rows.fieldnames = names
        return _all((_unit(row), _read(index, partial(_row, row))) for index, row in enumerate(rows))
    except UnicodeDecodeError:
        raise TrackRefused("encoding", 0) from None
    except csv.Error:
        raise TrackRefused("csv_malformed", 0) from None


def _all(found: Iterator[Named]) -> list[Named]:
    fixes = []
    for named in found:
        fixes.append(named)
        if len(fixes) > MOST_FIXES:
            raise TrackRefused("too_many", MOST_FIXES)
    if not fixes:
        raise TrackRefused("empty", 0)
    return fixes


def _read(index: int, read: Callable[[], Fix]) -> Fix:
    try:
        return read()
    except (PayloadRefused, PydanticCustomError, ValueError) as error:
        raise TrackRefused(
            error.reason if isinstance(error, PayloadRefused) else "unreadable", index
        ) from None


def _point(point: Element) -> Fix:
    lon, lat = _number(point.get("lon")), _number(point.get("lat"))
    speed, course = (
        _number(next((each.text for each in below(point, name)), None)) for name in ("speed", "course")
    )
    return fix(_time(text_of(point, "time")), lon, lat, None, speed, course)


def _row(row: dict[str, str | None]) -> Fix:
    if None in row or None in row.values():
        raise ValueError("a row is longer or shorter than the header")
    lon, lat, *said = (_number(row.get(name)) for name in ("lon", "lat", "accuracy", "speed", "course"))
    return fix(_time(row["time"]), lon, lat, *said)


def _unit(row: dict[str, str | None]) -> str | None:
    return (row.get("unit") or "").strip() or None


def _time(written: str | None) -> datetime:
    return moment((written or "").strip())


def _number(written: str | None) -> float | None:
    """Read a number; None where nothing is written. ValueError for what is none."""
    if written is None or not written.strip():
        return None
    if "_" in written:
        raise ValueError(written)
    return float(written)
