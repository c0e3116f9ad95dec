"""Fixes, what became of them, and where units were last, as frozen values, and how they are read. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.wire import JsonObject, Record


@dataclass(frozen=True)
class Fix:
    """Where a unit was: WGS84 degrees, accuracy in metres, speed in metres a second, course true in degrees."""

    at: datetime
    lon: float
    lat: float
    accuracy_m: float | None = None
    speed_m_s: float | None = None
    course_deg: float | None = None

    def wire(self) -> JsonObject:
        """Return the fix as it is sent; what is not known is left out."""
        known = {"accuracy_m": self.accuracy_m, "speed_m_s": self.speed_m_s, "course_deg": self.course_deg}
        said = {name: value for name, value in known.items() if value is not None}
        return {"at": self.at.astimezone(UTC).isoformat(), "lon": self.lon, "lat": self.lat, **said}


def upload(unit: str, fixes: Sequence[Fix], sent_at: datetime) -> JsonObject:
    """Return fixes of one unit as they are sent, over HTTP or over the socket."""
    said = [fix.wire() for fix in fixes]
    return {"unit": unit, "sent_at": sent_at.astimezone(UTC).isoformat(), "fixes": said}


@dataclass(frozen=True)
class SetAside:
    """A fix that was not stored, by its index in the upload: `future` or `too_old`."""

    index: int
    reason: str


@dataclass(frozen=True)
class Reported:
    """What became of an upload; `clock_offset_s` is how far this machine's clock is behind the service's."""

    stored: int
    clock_offset_s: float
    set_aside: tuple[SetAside, ...]


@dataclass(frozen=True)
class Position:
    """Where a unit was last, by its own word."""

    unit: str
    party: str
    callsign: str
    fix: Fix
    received_at: datetime


def reported(record: Record) -> Reported:
    """Read what became of an upload."""
    aside = tuple(
        SetAside(item.integer("index"), item.text("reason")) for item in record.records("set_aside")
    )
    return Reported(record.integer("stored"), record.number("clock_offset_s"), aside)


def position(record: Record) -> Position:
    """Read a position."""
    fix = Fix(
        record.time("at"),
        record.number("lon"),
        record.number("lat"),
        record.maybe_number("accuracy_m"),
        record.maybe_number("speed_m_s"),
        record.maybe_number("course_deg"),
    )
    said = record.text("unit"), record.text("party"), record.text("callsign")
    return Position(*said, fix, record.time("received_at"))
