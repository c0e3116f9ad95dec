"""26. Yesterday's backup: the database is restored from a backup, and a new epoch begins.

Every client notices, fetches the picture and goes on; no acknowledgement lands on another alert. With the operator's
own commands, on a real service of several processes.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deconflict_client import Alert, AsyncClient, EpochChanged, Plan, Refreshed, Waypoint
from deconflict_client.events import RefreshReason

sys.path.append(str(Path(__file__).parents[1] / "faults"))
from standing import SIDES, cast, command, free_port, signed_in, up

NEVER = "[3600, 3600, 3600, 3600]"
TICK = {
    "DECONFLICT_TICK_S": "1",
    "DECONFLICT_LADDER_S": f'{{"critical": {NEVER}, "routine": {NEVER}}}',
}
PATIENCE_S = 120.0


def meeting(unit: str, lat: float) -> Plan:
    """A drive that both sides plan for the same minutes, three hours from now."""
    start = datetime.now(UTC) + timedelta(hours=3)
    return Plan(unit, (Waypoint(15.0, lat, start), Waypoint(15.2, lat, start + timedelta(minutes=30))))


async def meet(url: str, unit: str, lat: float) -> None:
    """Let both sides plan to be there."""
    for side in SIDES:
        async with signed_in(url, f"first@{side}") as officer:
            await officer.register(meeting(unit, lat))


async def hear(feed: Any, kind: type) -> Any:
    """Wait for the next event of a kind."""
    async with asyncio.timeout(PATIENCE_S):
        async for event in feed:
            if isinstance(event, kind):
                return event
    raise AssertionError("the feed ended")


async def told(client: AsyncClient, number: int) -> list[Alert]:
    """Wait until somebody's feed has so many alerts, and return it."""
    end = time.monotonic() + PATIENCE_S
    while len(alerts := list((await client.alerts()).alerts)) < number:
        assert time.monotonic() < end
        await asyncio.sleep(0.2)
    return alerts


@pytest.mark.slow
@pytest.mark.rule("SEC-06", "IDN-05", "ALR-01")
async def test_every_client_goes_on_in_the_new_epoch_and_no_acknowledgement_lands_on_another_alert(
    short_folder: Path,
) -> None:
    port, file = free_port(), short_folder / "yesterday"
    with up(short_folder / "old", port, **TICK) as running:
        await cast(running, 3)
        client = AsyncClient(running.url)
        await client.sign_in("second@east", "a long enough password")
        feed = await client.watch().__aenter__()
        await meet(running.url, "U0", 31.0)
        first = await hear(feed, Alert)
        done = command("backup", str(file), "--data", str(running.data), "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["epoch"] == first.epoch
        await meet(running.url, "U1", 32.0)
        lost = await hear(feed, Alert)
        assert (first.seq, lost.seq) == (1, 2)
    await feed.acknowledge(lost)  # offline: it is owed until the line is back
    restored = command("restore", str(file), "--data", str(short_folder / "new" / "d"), "--json")
    assert restored.returncode == 0, restored.stderr
    with up(short_folder / "new", port, **TICK) as running:
        refreshed = await hear(feed, Refreshed)
        assert refreshed.reason is RefreshReason.NEW_EPOCH
        assert refreshed.picture.epoch == json.loads(restored.stdout)["epoch"] != first.epoch
        again = await hear(feed, Alert)
        assert (again.seq, again.reference, again.acknowledged) == (1, first.reference, None)
        await meet(running.url, "U2", 33.0)
        new = await hear(feed, Alert)
        assert (new.epoch, new.seq) == (refreshed.picture.epoch, 2)
        with pytest.raises(EpochChanged):
            await client.acknowledge(lost.epoch, lost.seq)
        assert [alert.acknowledged for alert in await told(client, 2)] == [None, None]
        await feed.acknowledge(new)
        end = time.monotonic() + PATIENCE_S
        while (await told(client, 2))[1].acknowledged is None:
            assert time.monotonic() < end
            await asyncio.sleep(0.2)
        assert (await told(client, 2))[0].acknowledged is None
        await feed.__aexit__(None, None, None)
        await client.close()
    again_refused = command("restore", str(file), "--data", str(short_folder / "new" / "d"))
    assert again_refused.returncode == 2
    assert "something already" in again_refused.stderr
