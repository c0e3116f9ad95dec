"""4. Only if late: the paths cross 25 minutes apart; how much either side may be late decides."""

from datetime import timedelta
from typing import Any

import pytest

AT, HOUR, APART = timedelta(hours=3), timedelta(minutes=5), timedelta(minutes=25)


async def cross(stage: Any, tolerance: timedelta) -> Any:
    """Have two posts in one place end and begin 25 minutes apart; return the Room's conflicts."""
    seconds = tolerance.total_seconds()
    await stage["a"].register(stage.post("U1", north_m=0, at=AT, takes=HOUR, time_tolerance_s=seconds))
    await stage["b"].register(
        stage.post("U1", north_m=0, at=AT + HOUR + APART, takes=HOUR, time_tolerance_s=seconds)
    )
    await stage.tick()
    return await stage["room"].conflicts()


@pytest.mark.rule("SEP-02", "SEP-06")
async def test_fifteen_minutes_each_make_a_caution_that_names_the_lag(stage: Any) -> None:
    (conflict,) = await cross(stage, timedelta(minutes=15))
    assert conflict.finding.grade == "caution"
    assert conflict.finding.least_lag_s == pytest.approx(APART.total_seconds())
    assert conflict.finding.nominal_distance_m is None
    assert await stage.kinds("a") == await stage.kinds("b") == [("overlap", "opened")]


async def test_ten_minutes_each_are_clear_for_the_room(stage: Any) -> None:
    assert await cross(stage, timedelta(minutes=10)) == []
    assert await stage.kinds("room") == []
    # The covers know whole hours alone (DIS-04): both posts touch the hour from eleven.
    assert await stage.kinds("a") == await stage.kinds("b") == [("overlap", "opened")]
