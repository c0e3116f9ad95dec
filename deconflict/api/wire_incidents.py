"""Incidents on the wire: what is observed on the way in; on the way out from `Disclosed` views alone (INC-01)."""

from datetime import datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import In, Moment, Name, Number, Out, example
from deconflict.api.wire_alert_head import AlertOut, about
from deconflict.api.wire_distress import EXAMPLE_ID, PARTY, Words
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.incident_views import IncidentView
from deconflict.incidents.model import (
    Confidence,
    IncidentKind,
    IncidentState,
    MediaType,
    Observation,
    Photo,
    Severity,
    Spot,
)

SPOT: Final[dict[str, Any]] = {"lon": 13.19, "lat": 32.88, "accuracy_m": 12.0}
EXAMPLE_OBSERVATION: Final[dict[str, Any]] = {
    "kind": "checkpoint_dispute",
    "severity": "moderate",
    "confidence": "certain",
    "words": "Two vehicles held at the bridge, no shots.",
    "place": SPOT,
    "happened_at": "2026-12-01T07:55:00Z",
}
EXAMPLE_PHOTO: Final[dict[str, Any]] = {
    "id": "6f0c2d1e-4b6a-4594-8372-615041302f1e",
    "media_type": "image/jpeg",
    "size_bytes": 243_112,
    "width": 1600,
    "height": 1200,
    "added_at": "2026-12-01T08:00:40Z",
}
EXAMPLE_INCIDENT: Final[dict[str, Any]] = {
    "party": PARTY,
    "party_name": "Eastern Command",
    "unit": "0b8f5e9e-7b5f-4c5c-9d61-1f2a3b4c5d6e",
    "callsign": "Falcon 2",
    "patrol": None,
    "state": "reported",
    "observation": EXAMPLE_OBSERVATION,
    "reported_by": "Salem",
    "reported_at": "2026-12-01T08:00:03Z",
    "photos": [EXAMPLE_PHOTO],
}


class SpotIn(In):
    """Where it happened, and within how many metres that is known."""

    lon: Annotated[Number, Field(ge=-180, le=180)]
    lat: Annotated[Number, Field(ge=-90, le=90)]
    accuracy_m: Annotated[Number, Field(ge=0, le=1_000_000)] | None = None


class ObservationIn(In):
    """What was observed. A time that is still to come is taken for now: a phone's clock may be wrong."""

    kind: IncidentKind
    severity: Severity
    confidence: Confidence
    words: Words = ""
    place: SpotIn | None = None
    happened_at: Moment

    def seen(self) -> Observation:
        """Return the observation."""
        at = self.place
        spot = None if at is None else Spot(at.lon, at.lat, at.accuracy_m)
        return Observation(self.kind, self.severity, self.confidence, self.words, spot, self.happened_at)


class IncidentIn(In):
    """A report of what a unit of one's own party observed, on one of its patrols or on none."""

    model_config = example({"unit": "Falcon 2", "patrol": None, "observation": EXAMPLE_OBSERVATION})

    unit: Annotated[Name, Field(description="The unit's id or callsign, of one's own party.")]
    patrol: UUID | None = None
    observation: ObservationIn


class SpotOut(Out):
    """Where it happened, and within how many metres that is known, if anybody said."""

    lon: float
    lat: float
    accuracy_m: float | None


class ObservationOut(Out):
    """What was observed, by those who were there. Whether it is true and who did it is not said here."""

    kind: IncidentKind
    severity: Severity
    confidence: Confidence
    words: str
    place: SpotOut | None
    happened_at: datetime

    @classmethod
    def of(cls, seen: Observation) -> Self:
        """Show an observation."""
        names = ("kind", "severity", "confidence", "words", "happened_at")
        place = None if seen.spot is None else SpotOut.model_validate(seen.spot)
        return cls(place=place, **{name: getattr(seen, name) for name in names})


class PhotoOut(Out):
    """A photo of an incident; its image is at `/v1/incidents/{id}/photos/{photo}`."""

    model_config = example(EXAMPLE_PHOTO)

    id: UUID
    media_type: MediaType
    size_bytes: int
    width: int
    height: int
    added_at: datetime

    @classmethod
    def of(cls, photo: Photo) -> Self:
        """Show what is known of a photo."""
        return cls.model_validate(photo)


class IncidentFields(Out):
    """An incident as it is now: the observation, apart from all that others will say of it."""

    party: UUID
    party_name: str
    unit: UUID
    callsign: str
    patrol: UUID | None
    state: IncidentState
    observation: ObservationOut
    reported_by: str
    reported_at: datetime
    photos: list[PhotoOut]


class IncidentOut(IncidentFields):
    """An incident, for its own party and the neutral desk."""

    model_config = example(EXAMPLE_INCIDENT | {"id": EXAMPLE_ID, "reference": "N3-8KQD"})

    id: UUID
    reference: str

    @classmethod
    def of(cls, shown: Disclosed[IncidentView]) -> Self:
        """Show an incident."""
        view = shown.value
        return cls(id=view.id, reference=view.reference, **incident_fields(view))


class IncidentAlert(AlertOut, IncidentFields):
    """Somebody of one's own party reported an incident, or added a photo to it; for the desk, of any party."""

    model_config = example(
        about("incident")
        | EXAMPLE_INCIDENT
        | {"change": "reported", "incident": EXAMPLE_ID, "reference": "N3-8KQD"}
    )

    incident: UUID


class IncidentPage(Out):
    """Incidents, the newest first."""

    incidents: list[IncidentOut]


def incident_fields(view: IncidentView) -> dict[str, Any]:
    """Return the fields that an incident and an alert about it share."""
    made: dict[str, Any] = {
        "observation": ObservationOut.of(view.observation),
        "photos": [PhotoOut.of(photo) for photo in view.photos],
    }
    names = (name for name in IncidentFields.model_fields if name not in made)
    return made | {name: getattr(view, name) for name in names}
