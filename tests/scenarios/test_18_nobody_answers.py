"""18. Nobody answers: an alert climbs on time through a restart of the service and of the database.

The first acknowledgement stops it on all devices, on a real service of several processes.
"""

import asyncio
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from deconflict_client import AsyncClient, Plan, Receipt, Waypoint

sys.path.append(str(Path(__file__).parents[1] / "faults"))
from standing import cast_all, signed_in, up

DELAYS_S = {"devices": 2, "duty": 10, "desk": 30, "facilitator": 50}
SCHEDULE = str(list(DELAYS_S.values()))
SETTINGS = {
    "DECONFLICT_TICK_S": "1",
    "DECONFLICT_LADDER_S": f'{{"critical": {SCHEDULE}, "routine": {SCHEDULE}}}',
}
FIRED = """
    SELECT escalated.rung, extract(epoch FROM escalation.at - ladder.begun_at)::float
    FROM escalated JOIN escalation ON escalation.id = escalated.escalation
    JOIN ladder ON ladder.notice = escalated.notice JOIN party ON party.id = ladder.party
    WHERE party.slug = %s AND ladder.kind = 'overlap' ORDER BY escalation.at
"""
LATE_S = 30.0
"""Ten seconds are promised, and what `tests/faults/escalation.py` judges by; a busy machine must not fail the tests."""


def meeting() -> Plan:
    """A drive that both sides plan for the same minutes, three hours from now."""
    start = datetime.now(UTC) + timedelta(hours=3)
    return Plan("U0", (Waypoint(15.0, 32.0, start), Waypoint(15.2, 32.0, start + timedelta(minutes=30))))


async def until(holds: Callable[[], bool], patience_s: float = 90.0) -> None:
    """Wait for what happens in other processes."""
    end = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.2)


def fired(running: Any, slug: str) -> dict[str, float]:
    """The rungs that a side's alert has reached, each after how many seconds; each at most once."""
    with running.truth() as seen:
        rows = seen.execute(FIRED, [slug]).fetchall()
    assert len(rows) == len({rung for rung, _ in rows})
    return dict(rows)


async def kinds(client: AsyncClient) -> list[tuple[str, str]]:
    """Everything in somebody's feed."""
    return [(alert.kind, alert.change) for alert in (await client.alerts()).alerts]


@pytest.mark.slow
@pytest.mark.rule("ALR-04", "ALR-05", "IDN-03")
async def test_it_climbs_through_both_restarts_and_one_acknowledgement_stops_it_everywhere(
    short_folder: Path,
) -> None:
    with up(short_folder, **SETTINGS) as running:
        await cast_all(running)
        for login in ("first@east", "first@west"):
            async with signed_in(running.url, login) as officer:
                await officer.register(meeting())
        await until(lambda: "devices" in fired(running, "east"))
    with up(short_folder, **SETTINGS) as running:  # the duty officer's rung came due while nothing ran
        await until(lambda: "duty" in fired(running, "east"))
        assert running.kill("postgres")
        await until_ready(running)
        await until(lambda: "desk" in fired(running, "east"))
        await answered(running)
        await until(lambda: "facilitator" in fired(running, "west"))
        east, west = fired(running, "east"), fired(running, "west")
    assert list(east) == ["devices", "duty", "desk"]
    assert list(west) == list(DELAYS_S)
    for rung, after_s in (*east.items(), *west.items()):
        assert DELAYS_S[rung] <= after_s <= DELAYS_S[rung] + LATE_S, (rung, after_s)


async def until_ready(running: Any) -> None:
    """Wait until the database is back and the engine works."""
    async with httpx2.AsyncClient(base_url=running.url, timeout=5.0) as probe:
        end = time.monotonic() + 60
        while not await is_ready(probe):
            assert time.monotonic() < end
            await asyncio.sleep(0.2)


async def is_ready(probe: httpx2.AsyncClient) -> bool:
    """Tell whether every part says that it can work."""
    with suppress(httpx2.HTTPError):
        return (await probe.get("/readyz")).status_code == 200
    return False


async def answered(running: Any) -> None:
    """East's duty officer and the room were called; one officer acknowledges, another's device falls silent."""
    async with (
        signed_in(running.url, "duty@east") as duty,
        signed_in(running.url, "second@east") as second,
        signed_in(running.url, "room") as room,
    ):
        assert await kinds(duty) == [("overlap", "opened"), ("escalation", "duty")]
        assert ("escalation", "desk") in await kinds(room)
        async with second.watch() as laptop:
            [alert] = [item for item in (await duty.alerts()).alerts if item.kind == "escalation"]
            await duty.acknowledge(alert.epoch, alert.seq)
            async with asyncio.timeout(20):
                async for event in laptop:
                    if isinstance(event, Receipt) and event.seq == 1:
                        break
        end = time.monotonic() + 20
        while ("all_clear", "answered") not in await kinds(room):
            assert time.monotonic() < end
            await asyncio.sleep(0.2)
