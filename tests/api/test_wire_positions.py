"""Fixes on the wire: numbers and times as everywhere, and what a device does not know left out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from deconflict.api.wire_positions import MOST_FIXES, FixIn, PositionsIn, ReportedOut
from deconflict.flows.report_positions import Reported
from deconflict.tracking.model import Fix, FixFault

AT = "2026-12-01T08:00:00Z"
FIX = {"at": AT, "lon": 15, "lat": 32}


def test_what_a_device_does_not_know_is_left_out_or_null() -> None:
    for unknown in ({}, {"accuracy_m": None, "speed_m_s": None, "course_deg": None}):
        assert FixIn.model_validate(FIX | unknown).fix() == Fix(
            datetime(2026, 12, 1, 8, tzinfo=UTC), 15.0, 32.0
        )
    known = FixIn.model_validate(FIX | {"accuracy_m": 8, "speed_m_s": 1.5, "course_deg": 360}).fix()
    assert (known.accuracy_m, known.speed_m_s, known.course_deg) == (8.0, 1.5, 360.0)


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    "wrong",
    [
        {"lon": 180.1},
        {"lat": "32"},
        {"lat": float("nan")},
        {"accuracy_m": -1},
        {"course_deg": 361},
        {"other": 1},
    ],
)
def test_what_is_out_of_range_or_unknown_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FixIn.model_validate(FIX | wrong)


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("count", [0, MOST_FIXES + 1])
def test_an_upload_has_at_least_one_fix_and_not_too_many(count: int) -> None:
    with pytest.raises(ValidationError):
        PositionsIn.model_validate({"unit": "U1", "sent_at": AT, "fixes": [FIX] * count})


def test_what_was_set_aside_is_named_by_its_index() -> None:
    shown = ReportedOut.of(Reported(2, timedelta(minutes=-1), {3: FixFault.TOO_OLD}))
    assert shown.model_dump(mode="json") == {
        "stored": 2,
        "clock_offset_s": -60.0,
        "set_aside": [{"index": 3, "reason": "too_old"}],
    }
