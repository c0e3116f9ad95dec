"""Tracks in files, as fixes: GPX 1.0 and 1.1, and CSV with a header; and when each is due when a track is played again.

Checks only what it needs to read; the service says what is wrong with a fix. Nothing in a file reaches beyond it.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from xml.parsers import expat

from deconflict_client.errors import Unreadable
from deconflict_client.positions import Fix
from deconflict_client.wire import time_of

POINTS: Final = frozenset({"trkpt", "rtept"})
SAID: Final = frozenset({"time", "speed", "course"})


def read_track(path: Path) -> list[tuple[str | None, Fix]]:
    """Return the fixes of a file in its order, each with the unit that the file names; raises Unreadable."""
    data = path.read_bytes()
    found = _of_gpx(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else _of_csv(data)
    if not found:
        raise Unreadable(pointer="", expected="a track with at least one point")
    return found


def due(fixes: Sequence[Fix], speed: float, begin: datetime) -> Iterator[tuple[float, Fix]]:
    """Yield after how many seconds each fix is due in a track that is played so many times as fast, and the fix."""
    ordered = sorted(fixes, key=lambda fix: fix.at)
    for fix in ordered:
        after_s = (fix.at - ordered[0].at).total_seconds() / speed
        moving = None if fix.speed_m_s is None else fix.speed_m_s * speed
        yield after_s, replace(fix, at=begin + timedelta(seconds=after_s), speed_m_s=moving)


@dataclass
class _Point:
    """A point that is being read."""

    place: dict[str, str]
    said: dict[str, str] = field(default_factory=dict)


class _Gpx:
    """Reads points as the parser meets them; of a document type it wants to know nothing."""

    def __init__(self) -> None:
        self.points: list[_Point] = []
        self._inside: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._text

    def _refuse(self, *_: object) -> None:
        raise Unreadable(pointer="", expected="XML without a document type")

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._inside.append(name.rpartition(" ")[2])
        if self._inside[-1] in POINTS:
            self.points.append(_Point(attributes))

    def _close(self, _: str) -> None:
        self._inside.pop()

    def _text(self, text: str) -> None:
        if self.points and self._inside[-1] in SAID and POINTS & set(self._inside):
            said = self.points[-1].said
            said[self._inside[-1]] = said.get(self._inside[-1], "") + text


def _of_gpx(data: bytes) -> list[tuple[str | None, Fix]]:
    reading = _Gpx()
    try:
        reading.parser.Parse(data, True)  # noqa: FBT003  (the parser takes no names)
    except expat.ExpatError as fault:
        raise Unreadable(pointer=f"/{fault.lineno}", expected="well-formed XML") from None
    return [(None, _fix(index, point.place | point.said)) for index, point in enumerate(reading.points)]


def _of_csv(data: bytes) -> list[tuple[str | None, Fix]]:
    try:
        rows = csv.DictReader(data.decode("utf-8-sig").splitlines(), strict=True)
        rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
        return [(row.get("unit") or None, _fix(index, row)) for index, row in enumerate(rows)]
    except (UnicodeDecodeError, csv.Error):
        raise Unreadable(pointer="", expected="CSV in UTF-8") from None


def _fix(index: int, said: dict[str, str]) -> Fix:
    at = time_of((said.get("time") or "").strip(), f"/{index}/time")
    place = [_number(said, name, index) for name in ("lon", "lat")]
    if place[0] is None or place[1] is None:
        raise Unreadable(pointer=f"/{index}", expected="a place with lon and lat")
    measured = (_number(said, name, index) for name in ("accuracy", "speed", "course"))
    return Fix(at, place[0], place[1], *measured)


def _number(said: dict[str, str], name: str, index: int) -> float | None:
    written = (said.get(name) or "").strip()
    try:
        return float(written) if written else None
    except ValueError:
        raise Unreadable(pointer=f"/{index}/{name}", expected="a number") from None
