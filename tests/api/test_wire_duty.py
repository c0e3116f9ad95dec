"""Shifts on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

from deconflict.api.wire_duty import DutyOut
from deconflict.duty.model import Shift, ShiftId
from deconflict.parties.model import PartyId, PersonId


def test_a_shift_shows_who_and_when_and_no_person_s_id() -> None:
    start, end = datetime(2026, 12, 1, 6, tzinfo=UTC), datetime(2026, 12, 1, 18, tzinfo=UTC)
    shift = Shift(ShiftId(uuid4()), PartyId(uuid4()), PersonId(uuid4()), "Salem", "salem", start, end)
    shown = DutyOut.of(shift).model_dump()
    assert set(shown) == {"id", "party", "login", "name", "start", "end"}
    assert str(shift.person) not in str(shown)
