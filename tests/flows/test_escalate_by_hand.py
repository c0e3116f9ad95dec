"""One press at an alert of the desk's raises what parties have not acknowledged of it by one rung, and tells whom."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from deconflict.alerts.errors import EpochChanged
from deconflict.alerts.model import AlertKind, Fact
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.escalate import escalate
from deconflict.flows.escalate_by_hand import ask_to_escalate
from deconflict.parties.errors import RoleRefused
from deconflict.shiftlog import store as log

SCHEDULES = {"routine": (60.0, 300.0, 900.0, 3600.0), "critical": (60.0, 300.0, 900.0, 3600.0)}
RUNGS = """
    SELECT slug, escalated.rung, extract(epoch FROM escalation.at - ladder.begun_at)::float
    FROM escalated JOIN escalation ON escalation.id = escalated.escalation
    JOIN ladder ON ladder.notice = escalated.notice JOIN party ON party.id = ladder.party ORDER BY 1, 3
"""

Later = Callable[[float], Awaitable[int]]


@pytest.fixture
async def told(world: Any) -> Any:
    """A and B share an hour and both were told of it, the desk of their conflict."""
    await world.register("a", minutes=185)
    await world.register("b", minutes=185)
    await world.tick()
    return world


@pytest.fixture
def later(told: Any) -> Later:
    """Escalate so many seconds after the alerts were told, by the database's clock."""
    [(began,)] = told.sql("SELECT DISTINCT begun_at FROM ladder")

    async def escalated(seconds: float) -> int:
        async with told.checker.transaction() as checker:
            return await escalate(checker, SCHEDULES, began + timedelta(seconds=seconds))

    return escalated


async def press(world: Any, kind: AlertKind = AlertKind.CONFLICT) -> None:
    alert = [item for item in await world.feed("desk") if item.kind is kind][-1]
    await world.act("desk", ask_to_escalate, alert.epoch, alert.seq, world.now())


async def came_of_it(world: Any) -> list[list[tuple[str, str | None]]]:
    """Whom each press reached, the newest first."""
    slugs = {party.id: slug for slug, party in world.parties.items()}
    return [
        sorted((slugs[item.party], item.rung) for item in note.press.reached)
        for note in await world.read("desk", log.page, 50, None)
    ]


def rungs(world: Any, slug: str) -> list[tuple[str, float]]:
    return [(rung, at) for who, rung, at in world.sql(RUNGS) if who == slug]


@pytest.mark.rule("ALR-04")
async def test_a_press_reaches_the_next_rung_at_once_and_the_clock_goes_on_from_there(
    told: Any, later: Later
) -> None:
    """Devices at one minute by the clock, the duty officer by hand; none is skipped and none reached twice."""
    await later(61)
    await press(told)
    await later(70)
    assert rungs(told, "a") == rungs(told, "b") == [("devices", 61.0), ("duty", 70.0)]
    assert await came_of_it(told) == [[("a", "duty"), ("b", "duty")]]
    assert [item.change for item in await told.feed("a2")] == ["opened", "duty"]
    for seconds in (71, 299, 301, 899, 901, 3599, 3601, 5000):
        await later(seconds)
    climbed = [("devices", 61.0), ("duty", 70.0), ("desk", 901.0), ("facilitator", 3601.0)]
    assert rungs(told, "a") == rungs(told, "b") == climbed


@pytest.mark.rule("ALR-04")
async def test_a_press_beside_the_clock_s_own_call_adds_none(told: Any, later: Later) -> None:
    """What came due at the same moment is that one call; a press just after it tells of it."""
    await press(told)
    await later(61)
    await press(told)
    await later(63)
    assert rungs(told, "a") == [("devices", 61.0)]
    assert await came_of_it(told) == [[("a", "devices"), ("b", "devices")]] * 2


@pytest.mark.rule("ALR-04")
async def test_when_every_rung_was_reached_nobody_is_left_to_tell(told: Any, later: Later) -> None:
    for seconds in (1, 11, 21, 31, 41):
        told.clock.advance(1)  # of two presses at one moment none is the newer
        await press(told)
        await later(seconds)
    assert [rung for rung, _ in rungs(told, "a")] == ["devices", "duty", "desk", "facilitator"]
    assert (await came_of_it(told))[0] == [("a", None), ("b", None)]


@pytest.mark.rule("ALR-04", "IDN-03")
async def test_a_side_that_has_acknowledged_is_left_alone(told: Any, later: Later) -> None:
    [alert] = await told.feed("a")
    await told.act("a", acknowledge_alert, alert.epoch, 1, Fact.ACKNOWLEDGED, told.deployment, told.now())
    await press(told)
    await later(1)
    assert (rungs(told, "a"), rungs(told, "b")) == ([], [("devices", 1.0)])
    assert await came_of_it(told) == [[("b", "devices")]]


@pytest.mark.rule("ALR-04")
async def test_at_a_call_to_the_desk_a_press_goes_on_to_the_facilitator(told: Any, later: Later) -> None:
    for seconds in (61, 301, 901):
        await later(seconds)
    of_a = told.parties["a"].id
    calls = [
        item
        for item in await told.feed("desk")
        if item.kind is AlertKind.ESCALATION and item.body.party == of_a
    ]
    await told.act("desk", ask_to_escalate, calls[0].epoch, calls[0].seq, told.now())
    await later(910)
    assert await came_of_it(told) == [[("a", "facilitator")]]
    assert ("facilitator", 910.0) not in rungs(told, "b")


@pytest.mark.rule("DIS-06", "SEC-01")
async def test_only_the_desk_escalates_and_only_at_an_alert_of_its_own(told: Any) -> None:
    [alert, *_] = await told.feed("desk")
    for who in ("a", "crew", "facilitator", "oversight"):
        with pytest.raises(RoleRefused):
            await told.act(who, ask_to_escalate, alert.epoch, 1, told.now())
    with pytest.raises(NotFound):
        await told.act("desk", ask_to_escalate, alert.epoch, 999, told.now())
    with pytest.raises(EpochChanged):
        await told.act("desk", ask_to_escalate, "another", 1, told.now())
