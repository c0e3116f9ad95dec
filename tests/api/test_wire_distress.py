"""Calls and halts on the wire: what is handed in is bounded, what leaves has the fields of its kind."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_distress import HaltIn, HaltOut, SosIn, SosOut
from deconflict.disclosure.disclosed import disclosed
from deconflict.disclosure.distress_views import HaltView, PartyAnswersView, SosView
from deconflict.distress.model import Place
from deconflict.parties.model import Role

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
RING = ((15.0, 32.0), (15.1, 32.0), (15.1, 32.1))
PLACE = {"lon": 15.0, "lat": 32.0, "at": "2026-12-01T08:00:00Z"}


def test_a_call_has_a_place_or_none() -> None:
    assert SosIn.model_validate({"unit": "U1", "place": PLACE}).where() == Place(15.0, 32.0, AT)
    assert SosIn.model_validate({"unit": "U1"}).where() is None


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    "wrong",
    [
        {"place": PLACE | {"lat": 91}},
        {"place": PLACE | {"lon": float("nan")}},
        {"note": "x" * 501},
        {"note": "two\nlines"},
        {"note": "\u202eturned round"},
    ],
)
def test_what_is_out_of_bounds_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SosIn.model_validate({"unit": "U1"} | wrong)


def test_an_area_may_be_closed_or_not() -> None:
    open_ring = [list(corner) for corner in RING]
    for corners in (open_ring, [*open_ring, open_ring[0]]):
        assert HaltIn.model_validate({"area": corners}).ring() == RING
    for corners in (open_ring[:2], open_ring * 34):
        with pytest.raises(ValidationError):
            HaltIn.model_validate({"area": corners})


def test_what_is_kept_from_somebody_is_null() -> None:
    view = SosView(
        uuid4(), "T4-7WPB", 3, uuid4(), "Party a", None, "U1", Place(15.0, 32.0, AT), None, AT, None, None
    )
    shown = SosOut.of(disclosed(view))
    assert (shown.callsign, shown.unit, shown.note, shown.by_desk) == ("U1", None, None, None)
    halt = HaltView(uuid4(), "T4-7WPB", None, RING, "", AT, None, None)
    assert HaltOut.of(disclosed(halt)).answers is None


def test_the_desk_reads_who_has_and_who_has_not() -> None:
    answers = PartyAnswersView(uuid4(), "Party a", (("Salem", AT),), ("Omar",))
    halt = HaltView(uuid4(), "T4-7WPB", Role.DESK, RING, "", AT, None, (answers,))
    [shown] = HaltOut.of(disclosed(halt)).answers or []
    assert (shown.acknowledged[0].by, shown.outstanding) == ("Salem", ["Omar"])
