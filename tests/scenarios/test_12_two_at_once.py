"""12. Two at once: fifty people register conflicting patrols of two parties at the same moment."""

import asyncio
from typing import Any

import pytest

from deconflict.flows.administer import add_unit
from deconflict_client import AsyncClient

MANY = 25


@pytest.mark.rule("CON-01", "CON-03", "IDN-02")
async def test_every_true_pair_is_on_record_once_and_no_more(stage: Any, owner_database: Any) -> None:
    parties = {party.slug: party for party in await stage["room"].parties()}
    async with owner_database.transaction() as owner:
        for slug in ("a", "b"):
            for number in range(MANY):
                await add_unit(owner, parties[slug].id, f"M{number}", stage.clock.now())

    async def register(client: AsyncClient, number: int) -> None:
        await client.register(stage.plan(f"M{number}"))

    checking = asyncio.create_task(stage.engine.check_all())
    await asyncio.gather(
        *(register(stage[who], number) for who in ("a", "b") for number in range(MANY)), checking
    )
    await stage.tick()
    difference = await stage.engine.ask_oracle()
    assert (difference.compared, difference.missed, difference.stale) == (2 * MANY, frozenset(), frozenset())
    conflicts = await stage["room"].conflicts()
    pairs = {frozenset((conflict.a.patrol, conflict.b.patrol)) for conflict in conflicts}
    assert len(conflicts) == len(pairs) == MANY * MANY
