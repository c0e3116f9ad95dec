"""Encounters of live units as far as the level allows, alerts about them, and about units that fell silent."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from deconflict_client.base_alert import BaseAlert
from deconflict_client.wire import Record


@dataclass(frozen=True)
class UnitSeen:
    """One unit of an encounter: whose, which, heard when; for the desk where, else the way to it in degrees true."""

    party: str
    party_name: str
    callsign: str
    at: datetime | None
    lon: float | None
    lat: float | None
    bearing_deg: int | None


@dataclass(frozen=True)
class Nearby:
    """At level 2: whose units share which cells, (column, row) at web-mercator zoom 14, with one's own."""

    party: str
    party_name: str
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Near:
    """Two live units that are or will be too close. `sight` says how it is told: `exact`, `area` (grid) or `stop`.

    What the level does not allow is None or empty; a `stop` has an octant and a distance within which the other is.
    """

    unit: str
    callsign: str
    sight: str
    state: str
    closeness: str | None
    distance_m: float | None
    closest_at: datetime | None
    late: bool
    own: UnitSeen | None
    other: UnitSeen | None
    nearby: tuple[Nearby, ...]
    octant: str | None
    within_m: int | None


@dataclass(frozen=True)
class EncounterAlert(Near, BaseAlert):
    """An alert about two live units."""

    encounter: str


@dataclass(frozen=True)
class Encounter(Near):
    """An encounter as one is told of it now, as far as the level allows.

    `state`: open, or ended; one that is `late` was found after the fact and never rang.
    """

    id: str
    reference: str
    level: int | None
    revision: int
    opened_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class OverdueAlert(BaseAlert):
    """A unit under way has said nothing since then; `heard_at`: when it was heard again."""

    overdue: str
    unit: str
    callsign: str
    since: datetime
    beyond_reach: bool
    heard_at: datetime | None


class NearFields(TypedDict):
    """What an alert about an encounter and the encounter itself have in common."""

    unit: str
    callsign: str
    sight: str
    state: str
    closeness: str | None
    distance_m: float | None
    closest_at: datetime | None
    late: bool
    own: UnitSeen | None
    other: UnitSeen | None
    nearby: tuple[Nearby, ...]
    octant: str | None
    within_m: int | None


def near_fields(record: Record) -> NearFields:
    """Read what both have in common."""
    return {
        "unit": record.text("unit"),
        "callsign": record.text("callsign"),
        "sight": record.text("sight"),
        "state": record.text("state"),
        "closeness": record.maybe_text("closeness"),
        "distance_m": record.maybe_number("distance_m"),
        "closest_at": record.maybe_time("closest_at"),
        "late": record.flag("late", default=False),
        "own": read_unit(record.maybe_record("own")),
        "other": read_unit(record.maybe_record("other")),
        "nearby": read_nearby(record),
        "octant": record.maybe_text("octant"),
        "within_m": record.maybe_integer("within_m"),
    }


def encounter(record: Record) -> Encounter:
    """Read an encounter."""
    return Encounter(
        id=record.text("id"),
        reference=record.text("reference"),
        level=record.maybe_integer("level"),
        revision=record.integer("revision"),
        opened_at=record.time("opened_at"),
        updated_at=record.time("updated_at"),
        **near_fields(record),
    )


def read_unit(record: Record | None) -> UnitSeen | None:
    """Read one unit of an encounter."""
    if record is None:
        return None
    bearing = record.maybe_number("bearing_deg")
    return UnitSeen(
        party=record.text("party"),
        party_name=record.text("party_name"),
        callsign=record.text("callsign"),
        at=record.maybe_time("at"),
        lon=record.maybe_number("lon"),
        lat=record.maybe_number("lat"),
        bearing_deg=None if bearing is None else int(bearing),
    )


def read_nearby(record: Record) -> tuple[Nearby, ...]:
    """Read whose units are near at level 2."""
    return tuple(
        Nearby(
            item.text("party"),
            item.text("party_name"),
            tuple((cell.integer("column"), cell.integer("row")) for cell in item.records("cells")),
        )
        for item in record.records("nearby")
    )
