"""A zone, as a value. No I/O."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId
from deconflict.separation.area import Area

ZoneId = NewType("ZoneId", UUID)


@dataclass(frozen=True)
class Zone:
    """A named area of one party, or of nobody (`party` None: set by the neutral desk and seen by every party)."""

    id: ZoneId
    party: PartyId | None
    name: str
    area: Area
    created_at: datetime
    removed_at: datetime | None = None
