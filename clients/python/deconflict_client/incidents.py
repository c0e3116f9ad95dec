"""Incidents, as frozen values, and how they are read. Decides nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.wire import JsonObject, Record


@dataclass(frozen=True)
class Spot:
    """Where it happened, and within how many metres that is known, if anybody said."""

    lon: float
    lat: float
    accuracy_m: float | None = None


@dataclass(frozen=True)
class Observation:
    """What was observed, how grave it is and how sure that is. Who did it, and whether it is true, it does not say."""

    kind: str
    severity: str
    confidence: str
    happened_at: datetime
    words: str = ""
    place: Spot | None = None

    def wire(self) -> JsonObject:
        """Return the observation as it is sent."""
        at = self.place
        place: JsonObject | None = (
            None if at is None else {"lon": at.lon, "lat": at.lat, "accuracy_m": at.accuracy_m}
        )
        return {
            "kind": self.kind,
            "severity": self.severity,
            "confidence": self.confidence,
            "words": self.words,
            "place": place,
            "happened_at": self.happened_at.astimezone(UTC).isoformat(),
        }


@dataclass(frozen=True)
class Photo:
    """What is known of a photo; its image is at `/v1/incidents/{incident}/photos/{id}`."""

    id: str
    media_type: str
    size_bytes: int
    width: int
    height: int
    added_at: datetime


@dataclass(frozen=True)
class Incident:
    """An incident as its own party and the neutral desk see it (INC-01)."""

    id: str
    reference: str
    party: str
    party_name: str
    unit: str
    callsign: str
    patrol: str | None
    state: str
    observation: Observation
    reported_by: str
    reported_at: datetime
    photos: tuple[Photo, ...]


def incident(record: Record, called: str = "id") -> Incident:
    """Read an incident; `called`: the field with its id."""
    return Incident(
        id=record.text(called),
        reference=record.text("reference"),
        party=record.text("party"),
        party_name=record.text("party_name"),
        unit=record.text("unit"),
        callsign=record.text("callsign"),
        patrol=record.maybe_text("patrol"),
        state=record.text("state"),
        observation=_observation(record.record("observation")),
        reported_by=record.text("reported_by"),
        reported_at=record.time("reported_at"),
        photos=tuple(_photo(item) for item in record.records("photos")),
    )


def _observation(record: Record) -> Observation:
    at = record.maybe_record("place")
    return Observation(
        kind=record.text("kind"),
        severity=record.text("severity"),
        confidence=record.text("confidence"),
        happened_at=record.time("happened_at"),
        words=record.text("words"),
        place=None if at is None else Spot(at.number("lon"), at.number("lat"), at.maybe_number("accuracy_m")),
    )


def _photo(record: Record) -> Photo:
    return Photo(
        id=record.text("id"),
        media_type=record.text("media_type"),
        size_bytes=record.integer("size_bytes"),
        width=record.integer("width"),
        height=record.integer("height"),
        added_at=record.time("added_at"),
    )
