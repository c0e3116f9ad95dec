"""7. A refused change leaves the patrol whole: an active patrol is amended with an impossible path."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict_client import Refused


@pytest.mark.rule("PAT-03", "PAT-05")
async def test_version_conflicts_and_alerts_are_as_before(stage: Any) -> None:
    await stage["a"].register(stage.plan(at=timedelta(minutes=70)))
    theirs = await stage["b"].register(stage.plan(at=timedelta(minutes=70)))
    await stage.tick()
    stage.clock.advance(70 * 60)
    await stage["b"].start(theirs.id)
    await stage.tick()
    before = [await stage.alerts(who) for who in ("room", "a", "b")]
    conflicts = await stage["room"].conflicts()
    patrol = await stage["b"].patrol(theirs.id)

    too_fast = stage.plan(at=timedelta(0), takes=timedelta(seconds=30))
    with pytest.raises(Refused) as refusal:
        await stage["b"].amend(theirs.id, too_fast, 1)
    assert refusal.value.code == "too_fast"
    with pytest.raises(Refused) as refusal:
        await stage["b"].amend(theirs.id, stage.plan(at=timedelta(minutes=-20), lat=33.0), 1)
    assert refusal.value.code == "past_changed"

    await stage.tick()
    assert await stage["b"].patrol(theirs.id) == patrol
    assert (patrol.version, patrol.state) == (1, "active")
    assert await stage["room"].conflicts() == conflicts
    assert [await stage.alerts(who) for who in ("room", "a", "b")] == before
