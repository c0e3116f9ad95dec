"""Fixes of a unit, the upload that brought them, and where it was last, as values. No I/O."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType
from uuid import UUID

from deconflict.parties.model import DeviceId, PartyId, PersonId, UnitId

UploadId = NewType("UploadId", UUID)


class Fix(NamedTuple):
    """Where a unit was: WGS84 degrees, accuracy as a radius in metres, speed over ground, course true in degrees.

    A tuple: a hundred thousand a second are made.
    """

    at: datetime
    lon: float
    lat: float
    accuracy_m: float | None = None
    speed_m_s: float | None = None
    course_deg: float | None = None


class FixFault(StrEnum):
    """Why a fix was not stored: made after it was sent, or too long before."""

    FUTURE = "future"
    TOO_OLD = "too_old"


@dataclass(frozen=True)
class Upload:
    """Fixes that came together, in order of their times; those are corrected by what the sender's clock was off.

    `late`: told after the fact, from a file: they belong to the track, and no alarm comes of them (LIV-01).
    """

    id: UploadId
    party: PartyId
    unit: UnitId
    person: PersonId
    device: DeviceId | None
    sent_at: datetime
    received_at: datetime
    fixes: tuple[Fix, ...]
    late: bool = False


@dataclass(frozen=True)
class SharedPosition:
    """Where a rival's unit was last, as a party at live level 4 sees it: `id` is its own for the unit (IDN-04)."""

    id: UUID
    party: PartyId
    owner: PartyId
    callsign: str
    fix: Fix
    received_at: datetime


@dataclass(frozen=True)
class Position:
    """Where a unit was last, by its own word, and when that word came in."""

    party: PartyId
    unit: UnitId
    callsign: str
    fix: Fix
    received_at: datetime
