"""What those concerned are shown of incidents, field by field (INC-01)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deconflict.incidents.model import IncidentState, Observation, Photo


@dataclass(frozen=True)
class IncidentView:
    """An incident as its own party and the desk see it: the observation apart from all that others will say of it."""

    id: UUID
    reference: str
    party: UUID
    party_name: str
    unit: UUID
    callsign: str
    patrol: UUID | None
    state: IncidentState
    observation: Observation
    reported_by: str
    reported_at: datetime
    photos: tuple[Photo, ...]
