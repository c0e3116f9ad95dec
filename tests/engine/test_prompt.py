"""A call for help does not wait for the engine's next poll (LIV-07)."""

import asyncio
from typing import Any

import pytest
from pydantic import SecretStr

from deconflict.alerts import store as alerts
from deconflict.engine.loop import run
from deconflict.flows.raise_sos import raise_sos
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import Settings
from deconflict.runtime.wakeups import call_on_wakeups

PATIENCE_S = 30.0


@pytest.mark.rule("LIV-07")
async def test_the_engine_is_woken_and_numbers_the_call_long_before_it_would_have_looked(
    world: Any, context_key: bytes
) -> None:
    url = drop_privileges(world.url, "checker", context_key).render_as_string(hide_password=False)
    settings = Settings(database_url=SecretStr(url), poll_ms=600_000, tick_s=3600)
    heard = asyncio.Event()
    running = asyncio.create_task(run(settings))
    listening = asyncio.create_task(call_on_wakeups(url, alerts.CHANNEL, heard.set))
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not await is_heard(world, heard):  # the first call may come before the engine listens
                world.sql("DELETE FROM notice; DELETE FROM sos")
    finally:
        for task in (running, listening):
            task.cancel()
        await asyncio.wait((running, listening))


async def is_heard(world: Any, heard: asyncio.Event) -> bool:
    """Call for help; tell whether that is in the party's feed within a second."""
    heard.clear()
    await world.act("crew", raise_sos, "U1", None, "", world.now())
    await asyncio.wait((asyncio.create_task(heard.wait()),), timeout=1)
    heard.set()
    return bool((await world.read("crew", alerts.head_of)).last)
