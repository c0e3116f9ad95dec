"""21. Cry wolf: two posts 400 m apart sit for a day with GPS noise around the limit: one encounter, not a hundred."""

from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from tests.scenarios.conftest import spot, staged

DAY_S = 24 * 3600
EVERY_S = 240
NOISE_M = 8.0


@pytest.mark.slow
@pytest.mark.rule("LIV-02", "LIV-06")
async def test_two_posts_at_the_limit_are_one_encounter_in_a_day(
    database_url: Any, owner_database: Any, context_key: bytes, clock: Any
) -> None:
    """The alert distance is 400 m; every few minutes noise puts the two a few metres inside or outside of it."""
    # The database believes nothing that comes a day ahead of when the world begins.
    clock.at -= timedelta(hours=12)
    async with staged(database_url, owner_database, context_key, clock, session_hours=30) as stage:
        await sit_for_a_day(stage)


async def sit_for_a_day(stage: Any) -> None:
    """A day of it, and what everybody was told."""
    await stage.agree(3, 400)
    crews = {"a": await stage.crew("a", "U1"), "b": await stage.crew("b", "U1")}
    noise = Random(21)
    apart: list[float] = []
    for _ in range(0, DAY_S, EVERY_S):
        stage.clock.advance(EVERY_S)
        north = [at + noise.gauss(0.0, NOISE_M) for at in (0.0, 400.0)]
        apart.append(north[1] - north[0])
        for crew, metres in zip(crews.values(), north, strict=True):
            await stage.report(crew, "U1", spot(noise.gauss(0.0, NOISE_M), metres))
        await stage.follow()
    assert sum((one <= 400) != (other <= 400) for one, other in pairwise(apart)) > 100
    for who in ("room", crews["a"], crews["b"]):
        told = [item for item in await stage.alerts(who) if item.kind in {"encounter", "all_clear"}]
        assert [item.change for item in told if item.rings] == ["opened"], who
        assert {item.change for item in told} <= {"opened", "updated"}
        assert len(told) < 5
