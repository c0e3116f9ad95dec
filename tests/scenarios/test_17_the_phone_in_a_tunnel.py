"""17. The phone in a tunnel: what is said offline arrives once, in order, with its own time; no alert is skipped.

The duty officer of A rides along: the phone is the officer's, since crews do not register.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from deconflict_client import AsyncClient, EncounterAlert, Missing, Problem, Receipt
from deconflict_client.base_alert import BaseAlert
from deconflict_client.following import Pace
from deconflict_client.http import Manner
from deconflict_client.positions import Fix
from deconflict_client.retrying import Backoff
from tests.scenarios.conftest import PASSWORD, spot
from tests.scenarios.tunnel import Tunnel

AHEAD = timedelta(seconds=90)
"""The phone's clock is wrong by so much."""
SPEED_M_S = 30.0


async def at_once(_seconds: float) -> None:
    """Wait no longer than the others need to go on."""
    await asyncio.sleep(0)


@pytest.fixture
async def tunnel(stage: Any) -> AsyncIterator[Tunnel]:
    """The road on which the phone drives."""
    async with Tunnel(stage.url).open() as tunnel:
        yield tunnel


@pytest.fixture
async def phone(tunnel: Tunnel) -> AsyncIterator[AsyncClient]:
    """The phone of A's duty officer."""
    async with AsyncClient(tunnel.url, manner=Manner(async_sleep=at_once)) as phone:
        await phone.sign_in("a2@a", PASSWORD)
        yield phone


async def until(events: AsyncIterator[Any], is_last: Callable[[Any], bool]) -> list[Any]:
    """Take events up to one."""
    taken = []
    async with asyncio.timeout(30):
        async for event in events:
            taken.append(event)
            if is_last(event):
                break
    return taken


async def meet(stage: Any, unit: str, lat: float) -> None:
    """Let A and B plan to meet there, and both be told."""
    for who in ("a", "b"):
        await stage[who].register(stage.plan(unit, lat=lat))
    await stage.tick()


@pytest.mark.rule("ALR-01", "ALR-03", "ALR-05", "PAT-08")
async def test_an_acknowledgement_and_a_registration_made_offline_arrive_once_and_no_alert_is_skipped(
    stage: Any, tunnel: Tunnel, phone: AsyncClient
) -> None:
    await meet(stage, "U1", 32.0)
    pace = Pace(backoff=Backoff(base_s=0.05, cap_s=0.1))
    async with phone.watch(pace=pace) as feed:
        events = aiter(feed)
        first = (await until(events, lambda event: isinstance(event, BaseAlert)))[-1]
        assert (first.seq, first.ringing) == (1, True)

        tunnel.enter()
        await feed.acknowledge(first)
        plan = stage.plan("U3", lat=35.0)
        for _ in range(2):  # the app tries again, not knowing what arrived
            with pytest.raises(Problem):
                await phone.register(plan, key="said-in-the-tunnel")
        await meet(stage, "U2", 33.0)
        stage.clock.advance(60)
        await stage["b"].withdraw(
            next(item.id for item in await stage["b"].patrols() if item.callsign == "U1")
        )
        await stage.tick()
        [of_party] = [item for item in await stage.alerts("a") if item.seq == 1]
        assert of_party.acknowledged is None

        tunnel.leave()
        back = stage.clock.now()
        once, again = [await phone.register(plan, key="said-in-the-tunnel") for _ in range(2)]
        taken = await until(events, lambda event: isinstance(event, BaseAlert) and event.seq == 3)
        assert [event.seq for event in taken if isinstance(event, BaseAlert)] == [2, 3]
        assert not [event for event in taken if isinstance(event, Missing)]
        if not [event for event in taken if isinstance(event, Receipt)]:
            await until(events, lambda event: isinstance(event, Receipt) and event.seq == 1)

    assert once.id == again.id
    assert [item.callsign for item in await stage["a"].patrols()].count("U3") == 1
    for who in ("a", "a2"):
        [of_party] = [item for item in await stage.alerts(who) if item.seq == 1]
        assert of_party.acknowledged is not None, who
        assert (of_party.acknowledged.by, of_party.acknowledged.at) == ("Duty a", back)
    assert all(item.acknowledged is None for item in await stage.alerts("b"))


@pytest.mark.rule("LIV-01", "LIV-06")
async def test_fixes_kept_in_the_tunnel_count_by_their_own_time_and_a_passage_there_is_marked_late(
    stage: Any, tunnel: Tunnel, phone: AsyncClient
) -> None:
    """A drives 12 km in the dark, and after 200 s it passes B's post at 200 m; its clock is 90 s ahead."""
    entered = stage.clock.now()
    await stage.report("a2", "U1", spot(-6000, 0))
    await stage.follow()
    tunnel.enter()
    await stage.drive(400, {("b", "U1"): lambda _second: spot(0, 200)}, step=40)
    kept = [
        Fix(entered + timedelta(seconds=second) + AHEAD, *spot(SPEED_M_S * second - 6000, 0), accuracy_m=5.0)
        for second in range(20, 401, 20)
    ]
    with pytest.raises(Problem):
        await phone.report_positions("U1", kept, sent_at=stage.clock.now() + AHEAD)
    assert await stage.alerts("room") == []

    tunnel.leave()
    sent_at = stage.clock.now() + AHEAD
    Random(17).shuffle(kept)
    await phone.report_positions("U1", kept[:12], sent_at=sent_at)
    await phone.report_positions("U1", kept[8:], sent_at=sent_at)
    await stage.follow()
    stage.clock.advance(20)  # the answer was lost: all of it is sent again, as it was
    await phone.report_positions("U1", kept, sent_at=sent_at)
    await stage.follow()

    [ours] = await phone.positions()
    assert (ours.callsign, ours.fix.at) == ("U1", entered + timedelta(seconds=400))
    [late] = [item for item in await stage.alerts("room") if isinstance(item, EncounterAlert)]
    assert (late.change, late.late, late.rings) == ("late", True, False)
    assert late.distance_m == pytest.approx(200, abs=2)
    assert abs(late.closest_at - entered - timedelta(seconds=200)) < timedelta(seconds=1)
    assert await stage.alerts("b") == await stage.alerts("c") == []
