"""3. Near but clear: a metre decides what is a conflict; the overlap of the covers does not know about metres."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.deployment import Deployment
from deconflict.runtime.settings import Settings

MINIMUM_M = Deployment.of(Settings()).terms.minimum_m
AT, HOUR = timedelta(hours=3), timedelta(hours=1)


async def meet(stage: Any, apart_m: float, later: timedelta = timedelta(0)) -> list[tuple[str, str]]:
    """Have A and B stand posts so far apart; return what the Room was told."""
    await stage["a"].register(stage.post("U1", north_m=0.0, at=AT, takes=HOUR))
    await stage["b"].register(stage.post("U1", north_m=apart_m, at=AT + later, takes=HOUR))
    await stage.tick()
    return await stage.kinds("room")  # type: ignore[no-any-return]  # the stage is set at run time


@pytest.mark.rule("SEP-03", "SEP-06", "DIS-04")
async def test_a_metre_above_the_minimum_is_no_conflict_but_an_overlap(stage: Any) -> None:
    assert await meet(stage, MINIMUM_M + 1.0) == []
    assert await stage["room"].conflicts() == []
    assert await stage.kinds("a") == await stage.kinds("b") == [("overlap", "opened")]


@pytest.mark.rule("SEP-03")
@pytest.mark.parametrize("apart_m", [MINIMUM_M - 1.0, MINIMUM_M])
async def test_a_metre_below_and_exactly_the_minimum_are_conflicts(stage: Any, apart_m: float) -> None:
    assert await meet(stage, apart_m) == [("conflict", "opened")]
    (conflict,) = await stage["room"].conflicts()
    assert conflict.finding.grade == "critical"
    assert conflict.finding.distance_m == pytest.approx(apart_m, abs=0.01)
    assert await stage.kinds("a") == await stage.kinds("b") == [("overlap", "opened")]


async def test_the_same_place_six_hours_later_is_clear_in_both_views(stage: Any) -> None:
    assert await meet(stage, 0.0, later=timedelta(hours=6)) == []
    assert await stage.kinds("a") == await stage.kinds("b") == []
