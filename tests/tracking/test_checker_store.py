"""The checker makes and drops hours; what is in them stays or goes whole."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.tracking import checker_store

HOUR = timedelta(hours=1)


@pytest.mark.rule("SEC-05", "SEC-01")
async def test_the_checker_makes_the_hours_that_it_may_not_write(world: Any) -> None:
    now = world.now()
    async with world.checker.transaction() as checker:
        assert await checker_store.keep_hours(checker, now, now + HOUR, now - HOUR) == 2
        assert await checker_store.keep_hours(checker, now, now + HOUR, now - HOUR) == 0
        assert await checker_store.keep_hours(checker, now, now - HOUR, now + 3 * HOUR) == 2
