"""Calls for help and all halts, as frozen values, and how they are read. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.errors import Unreadable
from deconflict_client.wire import JsonObject, Record


@dataclass(frozen=True)
class Standing:
    """Where a unit is, and since when that is known."""

    lon: float
    lat: float
    at: datetime

    def wire(self) -> JsonObject:
        """Return the place as it is sent."""
        return {"lon": self.lon, "lat": self.lat, "at": self.at.astimezone(UTC).isoformat()}


@dataclass(frozen=True)
class Sos:
    """A unit's call for help. `unit`, `note` and `by_desk` are None for others than its own party and the desk."""

    id: str
    reference: str
    party: str
    party_name: str
    unit: str | None
    callsign: str
    place: Standing | None
    note: str | None
    raised_at: datetime
    ended_at: datetime | None
    by_desk: bool | None


@dataclass(frozen=True)
class Answered:
    """Who acknowledged, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class PartyAnswers:
    """What became of a halt at one party: who acknowledged it, and who has not."""

    party: str
    party_name: str
    acknowledged: tuple[Answered, ...]
    outstanding: tuple[str, ...]


@dataclass(frozen=True)
class Halt:
    """An order that everybody in an area stands still; `answers` is the desk's, None for everybody else."""

    id: str
    reference: str
    by: str | None
    area: tuple[tuple[float, float], ...]
    note: str
    raised_at: datetime
    lifted_at: datetime | None
    answers: tuple[PartyAnswers, ...] | None


def sos(record: Record, called: str = "id") -> Sos:
    """Read a call for help; `called`: the field with its id."""
    place = record.maybe_record("place")
    return Sos(
        id=record.text(called),
        reference=record.text("reference"),
        party=record.text("party"),
        party_name=record.text("party_name"),
        unit=record.maybe_text("unit"),
        callsign=record.text("callsign"),
        place=None if place is None else Standing(place.number("lon"), place.number("lat"), place.time("at")),
        note=record.maybe_text("note"),
        raised_at=record.time("raised_at"),
        ended_at=record.maybe_time("ended_at"),
        by_desk=None if record.fields.get("by_desk") is None else record.flag("by_desk", default=False),
    )


def halt(record: Record, called: str = "id") -> Halt:
    """Read a halt; `called`: the field with its id."""
    told = record.fields.get("answers") is not None
    return Halt(
        id=record.text(called),
        reference=record.text("reference"),
        by=record.maybe_text("by"),
        area=tuple(_corner(record, item) for item in record.values("area")),
        note=record.text("note"),
        raised_at=record.time("raised_at"),
        lifted_at=record.maybe_time("lifted_at"),
        answers=tuple(_answers(item) for item in record.records("answers")) if told else None,
    )


def _answers(record: Record) -> PartyAnswers:
    said = tuple(Answered(item.text("by"), item.time("at")) for item in record.records("acknowledged"))
    silent = tuple(str(name) for name in record.values("outstanding"))
    return PartyAnswers(record.text("party"), record.text("party_name"), said, silent)


def _corner(record: Record, item: object) -> tuple[float, float]:
    if isinstance(item, Sequence) and len(item) == 2:
        lon, lat = item
        if isinstance(lon, int | float) and isinstance(lat, int | float):
            return float(lon), float(lat)
    raise Unreadable(pointer=f"{record.pointer}/area", expected="corners of longitude and latitude")
