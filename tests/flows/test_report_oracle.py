"""The oracle's last run is where the figures are read from, and only its difference is everybody's to know."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.conflicts import store as conflicts
from deconflict.flows.compare_with_oracle import Difference
from deconflict.flows.report_oracle import report_oracle


async def report(world: Any, found: Difference) -> None:
    async with world.checker.transaction() as checker:
        await report_oracle(checker, found, world.now())


async def difference(world: Any) -> int | None:
    """What `/metrics` reads, as nobody in particular."""
    async with world.database.door() as door:
        return await conflicts.oracle_difference(door)


@pytest.mark.rule("CON-03")
async def test_what_was_missed_and_what_is_stale_both_count_and_the_latest_run_alone_stands(
    world: Any,
) -> None:
    assert await difference(world) is None, "before the first run nothing is claimed"
    pairs = [(uuid4(), uuid4()) for _ in range(3)]
    await report(world, Difference(compared=9, missed=frozenset(pairs[:2]), stale=frozenset(pairs[2:])))
    assert await difference(world) == 3
    world.clock.advance(60)
    await report(world, Difference(compared=10, missed=frozenset(), stale=frozenset()))
    assert await difference(world) == 0
    assert world.sql("SELECT compared, difference, at FROM oracle_run") == [(10, 0, world.now())]
