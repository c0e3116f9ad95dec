"""A unit's call for help, an all halt of an area, and what is told of either to whom, as values. No I/O."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType
from uuid import UUID

from deconflict.distress.errors import NotStanding
from deconflict.parties.model import DeviceId, PartyId, PersonId, Role, UnitId

SosId = NewType("SosId", UUID)
HaltId = NewType("HaltId", UUID)

Ring = tuple[tuple[float, float], ...]
"""Corners of an area as (lon, lat) in degrees; the last is joined to the first."""


@dataclass(frozen=True)
class Place:
    """Where a unit was when it called, and since when that is known."""

    lon: float
    lat: float
    at: datetime


@dataclass(frozen=True)
class Sos:
    """A unit's call for help, until it is ended; `place` is None when nothing is known of where the unit is.

    `by_desk` says who ended it: the neutral desk or the unit's own party.
    """

    id: SosId
    reference: str
    party: PartyId
    unit: UnitId
    callsign: str
    person: PersonId
    device: DeviceId | None
    raised_at: datetime
    place: Place | None
    note: str
    ended_at: datetime | None = None
    by_desk: bool = False

    def ended(self, at: datetime, *, by_desk: bool) -> "Sos":
        """Return the call as it is over. NotStanding when it was over before."""
        if self.ended_at is not None:
            raise NotStanding()
        return replace(self, ended_at=at, by_desk=by_desk)


@dataclass(frozen=True)
class SosTold:
    """What a rival is told of a call, as an object of its own; `joint`: because a patrol of both shares the unit."""

    id: UUID
    reference: str
    party: PartyId
    owner: PartyId
    callsign: str
    place: Place | None
    raised_at: datetime
    joint: bool
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Halt:
    """An order that everybody in an area stands still, until it is lifted; `by`: the desk or the facilitator."""

    id: HaltId
    reference: str
    by: Role
    person: PersonId
    ring: Ring
    note: str
    raised_at: datetime
    lifted_at: datetime | None = None

    def lifted(self, at: datetime) -> "Halt":
        """Return the order as it is over. NotStanding when it was over before."""
        if self.lifted_at is not None:
            raise NotStanding()
        return replace(self, lifted_at=at)


@dataclass(frozen=True)
class HaltTold:
    """A halt as one party is told of it, because something of its own is in the area; never which others are.

    `notice` is what its people acknowledge, `people` are those to whom it was sent.
    """

    id: UUID
    reference: str
    halt: HaltId
    party: PartyId
    ring: Ring
    note: str
    raised_at: datetime
    notice: UUID
    people: tuple[PersonId, ...]
    lifted_at: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """One person to whom a halt was sent, and when that person acknowledged it, if so."""

    party: PartyId
    person: PersonId
    at: datetime | None
