"""Calls and halts end once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.distress.errors import NotStanding
from deconflict.distress.model import Halt, HaltId, Sos, SosId
from deconflict.parties.model import PartyId, PersonId, Role, UnitId

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
CALL = Sos(
    SosId(uuid4()), "K7-2M4Q", PartyId(uuid4()), UnitId(uuid4()), "U1", PersonId(uuid4()), None, NOW, None, ""
)
HALT = Halt(HaltId(uuid4()), "T4-7WPB", Role.DESK, PersonId(uuid4()), ((1, 1), (2, 1), (2, 2)), "", NOW)


def test_a_call_ends_once_and_says_by_whose_side() -> None:
    over = CALL.ended(NOW + timedelta(minutes=1), by_desk=True)
    assert over == replace(CALL, ended_at=NOW + timedelta(minutes=1), by_desk=True)
    with pytest.raises(NotStanding):
        over.ended(NOW, by_desk=False)


def test_a_halt_is_lifted_once() -> None:
    over = HALT.lifted(NOW)
    assert over == replace(HALT, lifted_at=NOW)
    with pytest.raises(NotStanding):
        over.lifted(NOW)
