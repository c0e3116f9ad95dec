"""A shift on a duty roster as a value."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.duty.errors import EmptyShift, ShiftOver, ShiftTooLong
from deconflict.duty.model import LONGEST, Shift, ShiftId
from deconflict.parties.model import PartyId, PersonId

SIX = datetime(2026, 12, 1, 6, tzinfo=UTC)


def shift(lasting: timedelta) -> Any:
    return Shift(ShiftId(uuid4()), PartyId(uuid4()), PersonId(uuid4()), "Salem", "salem", SIX, SIX + lasting)


@pytest.mark.parametrize("lasting", [timedelta(), timedelta(hours=-1)])
def test_a_shift_that_does_not_last_is_refused(lasting: timedelta) -> None:
    with pytest.raises(EmptyShift):
        shift(lasting)


def test_nobody_is_on_duty_for_longer_than_a_month() -> None:
    assert shift(LONGEST).end == SIX + LONGEST
    with pytest.raises(ShiftTooLong):
        shift(LONGEST + timedelta(seconds=1))


def test_a_shift_that_is_over_is_refused_and_one_that_has_begun_is_not() -> None:
    twelve = shift(timedelta(hours=6))
    assert twelve.require_ahead(SIX + timedelta(hours=5)) is twelve
    with pytest.raises(ShiftOver):
        twelve.require_ahead(twelve.end)
