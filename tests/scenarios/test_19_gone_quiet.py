"""19. Gone quiet: a unit with a rival near its path stops reporting: told as silence; its return clears it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from deconflict_client import EncounterAlert, OverdueAlert, Plan, Waypoint
from tests.scenarios.conftest import Place, spot

SPEED_M_S = 10.0
LASTS_S = 2400


async def sets_out(stage: Any) -> None:
    """A's unit drives east for 24 km as it registered; B's stands 9 km on, 300 m beside its path."""
    start = stage.clock.now() + timedelta(seconds=60)
    way = (
        Waypoint(*spot(0, 0), start),
        Waypoint(*spot(SPEED_M_S * LASTS_S, 0), start + timedelta(seconds=LASTS_S)),
    )
    patrol = await stage["a"].register(Plan("U1", way, time_tolerance_s=120, lateral_tolerance_m=50))
    stage.clock.advance(60)
    await stage["a"].start(patrol.id)
    await stage.crew("a", "U1")
    await stage.crew("b", "U1")
    await stage.report("a-U1", "U1", spot(0, 0))
    await stage.report("b-U1", "U1", post(0))
    await stage.follow()


def post(_second: float) -> Place:
    """Where B's unit stands."""
    return spot(9000, 300)


def driving(metres: float) -> Callable[[float], Place]:
    """A drive on along the path, from so many metres after its start."""
    return lambda second: spot(metres + SPEED_M_S * second, 0)


async def told(stage: Any, who: str) -> list[tuple[str, str]]:
    """What somebody was told of silence and of encounters."""
    return [
        (item.kind, item.change)
        for item in await stage.alerts(who)
        if isinstance(item, EncounterAlert | OverdueAlert) or item.kind == "all_clear"
    ]


@pytest.mark.slow
@pytest.mark.rule("LIV-03", "LIV-06", "ALR-06")
async def test_silence_is_told_as_silence_grows_and_ends_with_the_units_return(stage: Any) -> None:
    await stage.agree(3)
    await sets_out(stage)
    quiet_since = stage.clock.now() + timedelta(seconds=120)
    both = {("a-U1", "U1"): driving(0), ("b-U1", "U1"): post}
    await stage.drive(120, both, step=30)

    alone = {("b-U1", "U1"): post}
    await stage.drive(210, alone, step=30)
    [overdue] = [item for item in await stage.alerts("a") if isinstance(item, OverdueAlert)]
    assert (overdue.change, overdue.rings, overdue.callsign) == ("opened", True, "U1")
    assert overdue.since == quiet_since
    for who in ("a", "a2", "room"):
        assert await told(stage, who) == [("overdue", "opened")], who
    assert await told(stage, "b") == await told(stage, "b-U1") == [], "it cannot have got there yet"

    await stage.drive(420, alone, step=30)
    for who in ("b", "b2", "b-U1"):
        feared, *closer = [item for item in await stage.alerts(who) if isinstance(item, EncounterAlert)]
        assert {(item.change, item.closeness, item.rings) for item in closer} <= {("updated", "reach", False)}
        assert (feared.change, feared.closeness, feared.rings) == ("opened", "reach", True)
        assert feared.other is not None
        assert (feared.other.callsign, feared.other.at, feared.other.bearing_deg) == ("U1", quiet_since, None)
    assert ("encounter", "opened") in await told(stage, "room")
    assert await told(stage, "c") == []

    await stage.drive(120, {("a-U1", "U1"): lambda _second: spot(1200, 0), **alone})
    for who in ("a", "room"):
        assert (await told(stage, who))[-2:] == [("all_clear", "heard"), ("all_clear", "resolved")], who
    assert (await told(stage, "b"))[-1] == ("all_clear", "resolved")


@pytest.mark.slow
@pytest.mark.rule("LIV-03", "LIV-06", "DIS-03")
async def test_below_live_level_3_the_rival_hears_nothing_of_the_silence(stage: Any) -> None:
    await sets_out(stage)
    await stage.drive(120, {("a-U1", "U1"): driving(0), ("b-U1", "U1"): post}, step=30)
    await stage.drive(630, {("b-U1", "U1"): post}, step=30)
    assert ("overdue", "opened") in await told(stage, "a")
    assert {("overdue", "opened"), ("encounter", "opened")} <= set(await told(stage, "room"))
    assert await told(stage, "b") == await told(stage, "b-U1") == await told(stage, "c") == []
