"""6. Stale change: two officers of B amend the same version."""

import asyncio
from typing import Any

import pytest

from deconflict_client import Stale


@pytest.mark.rule("PAT-04")
async def test_one_wins_and_the_other_is_told_the_current_version(stage: Any) -> None:
    theirs = await stage["b"].register(stage.plan(lat=33.0))
    answers = await asyncio.gather(
        stage["b"].amend(theirs.id, stage.plan(lat=33.1), 1),
        stage["b2"].amend(theirs.id, stage.plan(lat=33.2), 1),
        return_exceptions=True,
    )
    (refused,) = [answer for answer in answers if isinstance(answer, Stale)]
    (won,) = [answer for answer in answers if not isinstance(answer, BaseException)]
    assert refused.current_version == won.version == 2
    now = await stage["b"].patrol(theirs.id)
    assert now.plan == won.plan, "nothing is mixed"
    assert len(await stage["b"].versions(theirs.id)) == 2
