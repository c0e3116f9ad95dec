"""What somebody of a party observed, as values. No I/O.

An observation says what was seen, and how sure the observer is of that. Whether it is true (verification) and who did
it (attribution) are statements of others at other times: they will stand beside it, never in it (INC-01).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import DeviceId, PartyId, PersonId, UnitId

IncidentId = NewType("IncidentId", UUID)
PhotoId = NewType("PhotoId", UUID)


class IncidentKind(StrEnum):
    """What happened, in the field's standard terms."""

    SHOTS_FIRED = "shots_fired"
    MINE_OR_UXO = "mine_or_uxo"
    MEDICAL = "medical"
    ACCIDENT = "accident"
    CHECKPOINT_DISPUTE = "checkpoint_dispute"
    DETENTION = "detention"
    VEHICLE_STOPPED = "vehicle_stopped"
    CROWD = "crowd"
    RELIEF_NEED = "relief_need"
    OTHER = "other"


class Severity(StrEnum):
    """How grave it is to those on the spot."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    CRITICAL = "critical"


class Confidence(StrEnum):
    """How sure the observer is of what was observed."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class IncidentState(StrEnum):
    """Where an incident is in its life; what follows a report is not built yet."""

    REPORTED = "reported"


class MediaType(StrEnum):
    """Which photos are taken."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


@dataclass(frozen=True)
class Spot:
    """Where it happened, and within how many metres that is known; None when nobody said."""

    lon: float
    lat: float
    accuracy_m: float | None


@dataclass(frozen=True)
class Observation:
    """What was observed: `spot` is None when nobody knows where."""

    kind: IncidentKind
    severity: Severity
    confidence: Confidence
    words: str
    spot: Spot | None
    happened_at: datetime


@dataclass(frozen=True)
class Picture:
    """An image as it is kept: of a known type and size, without what the camera wrote into it."""

    media_type: MediaType
    width: int
    height: int
    content: bytes


@dataclass(frozen=True)
class Photo:
    """What is known of a photo without its image; `digest` is SHA-256 of what is kept."""

    id: PhotoId
    media_type: MediaType
    size_bytes: int
    width: int
    height: int
    digest: bytes
    added_at: datetime


@dataclass(frozen=True)
class Incident:
    """Something that happened, by the report of one party's people; `patrol` is one of theirs, if they named it."""

    id: IncidentId
    reference: str
    party: PartyId
    unit: UnitId
    callsign: str
    person: PersonId
    device: DeviceId | None
    patrol: UUID | None
    state: IncidentState
    observation: Observation
    reported_at: datetime
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class Kept:
    """How many photos there are of one incident, and how many bytes all photos of its party take."""

    of_incident: int
    party_bytes: int
