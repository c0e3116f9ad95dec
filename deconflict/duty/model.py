"""A shift on a party's duty roster, as a value. No I/O."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NewType
from uuid import UUID

from deconflict.duty.errors import EmptyShift, ShiftOver, ShiftTooLong
from deconflict.parties.model import PartyId, PersonId

ShiftId = NewType("ShiftId", UUID)
LONGEST: Final = timedelta(days=31)


@dataclass(frozen=True)
class Shift:
    """One officer of a party is on duty from `start` until, and without, `end`. Several may be at once."""

    id: ShiftId
    party: PartyId
    person: PersonId
    name: str
    login: str
    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise EmptyShift()
        if self.end - self.start > LONGEST:
            raise ShiftTooLong(longest_days=LONGEST.days)

    def require_ahead(self, now: datetime) -> "Shift":
        """Return the shift unless it is over already."""
        if self.end <= now:
            raise ShiftOver()
        return self
