"""Duty rosters on the wire: who of a party's officers is on duty when."""

from datetime import datetime
from typing import Self
from uuid import UUID

from deconflict.api.wire import In, Moment, Out, example
from deconflict.api.wire_people import Login
from deconflict.duty.model import Shift


class DutyIn(In):
    """An officer of one's own party, by login without the party, and from when until when it is on duty."""

    model_config = example({"login": "salem", "start": "2026-12-01T06:00:00Z", "end": "2026-12-01T18:00:00Z"})

    login: Login
    start: Moment
    end: Moment


class DutyOut(Out):
    """A shift on a party's duty roster."""

    model_config = example(
        {
            "id": "5d2c9d2e-7b6a-4594-8372-615041302f1e",
            "party": "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a",
            "login": "salem",
            "name": "Salem",
            "start": "2026-12-01T06:00:00Z",
            "end": "2026-12-01T18:00:00Z",
        }
    )

    id: UUID
    party: UUID
    login: str
    name: str
    start: datetime
    end: datetime

    @classmethod
    def of(cls, shift: Shift) -> Self:
        """Show a shift."""
        return cls.model_validate(shift)


class RosterOut(Out):
    """The shifts that are not over, the earliest first. Without any now, every officer of the party is on duty."""

    shifts: list[DutyOut]
