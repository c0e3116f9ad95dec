"""Who moves, on the wire."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_resolving import AssignIn, ShiftOut, ShiftsOut
from deconflict.parties.model import PersonId
from deconflict.resolving.model import ShiftOffer, ShiftOfferId

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def asked(**answer: object) -> ShiftOffer:
    return ShiftOffer(
        ShiftOfferId(uuid4()), None, PersonId(uuid4()), None, uuid4(), uuid4(), AT, **answer  # type: ignore[arg-type]  # what is left out is not answered
    )  # fmt: skip


def test_before_the_answer_nothing_is_known() -> None:
    shown = ShiftOut.of(asked())
    assert (shown.answered_at, shown.basis, shown.later_s, shown.earlier_s) == (None, None, None, None)


def test_the_answer_says_what_it_rests_on() -> None:
    exact, grid = asked(answered_at=AT, exact=True, later_s=60), asked(answered_at=AT, exact=False)
    first, second = ShiftsOut.of([exact, grid]).shifts
    assert (first.basis, first.later_s, first.earlier_s) == ("exact", 60, None)
    assert second.basis == "grid"


def test_who_adjusts_is_a_party_or_nobody_and_has_to_be_said() -> None:
    party = uuid4()
    assert AssignIn.model_validate({"party": str(party)}).adjusting == party
    assert AssignIn.model_validate({"party": None}).adjusting is None
    for wrong in ({}, {"party": "east"}, {"party": str(party), "why": "first"}):
        with pytest.raises(ValidationError):
            AssignIn.model_validate(wrong)
    assert isinstance(AssignIn(party=party).adjusting, UUID)
