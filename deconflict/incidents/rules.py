"""Pure decisions about incidents: what rings, and how much room photos have."""

from datetime import timedelta
from typing import Final

from deconflict.incidents.errors import PhotoBudgetUsed, TooManyPhotos
from deconflict.incidents.model import Kept, Observation, Severity

RINGING: Final = frozenset({Severity.HIGH, Severity.CRITICAL})
RINGING_PER_HOUR: Final = 6
"""How many reports of one unit ring within an hour: a phone that was found must not drown what others have to say."""
HOUR: Final = timedelta(hours=1)
PHOTOS_PER_INCIDENT: Final = 6
PHOTOS_PER_PARTY_BYTES: Final = 512 * 1024 * 1024
"""Room for more than a thousand photos as a phone sends them, so that no party fills the disk of all."""


def rings(observation: Observation) -> bool:
    """Tell whether the report of it rings: only what is grave to those on the spot (ALR-04)."""
    return observation.severity in RINGING


def may_ring(rung: int) -> bool:
    """Tell whether one more of a unit of which so many rang within the hour may; the others are told without."""
    return rung < RINGING_PER_HOUR


def require_room(kept: Kept, size_bytes: int) -> None:
    """Refuse a photo for which there is no room, at its incident or within its party's budget (SEC-02)."""
    if kept.of_incident >= PHOTOS_PER_INCIDENT:
        raise TooManyPhotos(most=PHOTOS_PER_INCIDENT)
    if kept.party_bytes + size_bytes > PHOTOS_PER_PARTY_BYTES:
        raise PhotoBudgetUsed(limit_bytes=PHOTOS_PER_PARTY_BYTES)
