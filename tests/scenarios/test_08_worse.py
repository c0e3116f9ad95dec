"""8. Worse: an acknowledged conflict becomes worse by an amendment, then wider."""

from datetime import timedelta
from typing import Any

import pytest

AT, HOUR = timedelta(hours=3, minutes=5), timedelta(minutes=50)


@pytest.mark.rule("CON-04", "ALR-05")
async def test_worse_opens_again_and_rings_for_those_who_may_know_wider_is_an_update(stage: Any) -> None:
    await stage["a"].register(stage.post("U1", north_m=0, at=AT, takes=HOUR))
    theirs = await stage["b"].register(stage.post("U1", north_m=800, at=AT, takes=HOUR))
    await stage.tick()
    (told,) = await stage.alerts("room")
    await stage["room"].acknowledge(told.epoch, told.seq)
    (overlap,) = await stage.alerts("a")
    await stage["a"].acknowledge(overlap.epoch, overlap.seq)
    (conflict,) = await stage["room"].conflicts()
    assert conflict.state == "acknowledged"

    await stage["b"].amend(theirs.id, stage.post("U1", north_m=400, at=AT, takes=HOUR), 1)
    await stage.tick()
    worse = (await stage.alerts("room"))[-1]
    assert (worse.change, worse.rings, worse.ringing) == ("worse", True, True)
    assert (await stage["room"].conflict(conflict.id)).state == "open"

    await stage["room"].acknowledge_conflict(conflict.id)
    await stage["b"].amend(theirs.id, stage.post("U1", north_m=600, at=AT, takes=HOUR), 2)
    await stage.tick()
    wider = (await stage.alerts("room"))[-1]
    assert (wider.change, wider.rings) == ("updated", False)
    assert (await stage["room"].conflict(conflict.id)).state == "acknowledged"

    # At level 1 only another set of hours is a change: metres are not.
    assert await stage.kinds("a") == await stage.kinds("b") == [("overlap", "opened")]


@pytest.mark.rule("CON-04", "ALR-05", "DIS-03")
async def test_at_level_3_it_rings_again_for_both_sides_and_wider_is_an_update(stage: Any) -> None:
    await stage.agree(3)
    await stage["a"].register(stage.post("U1", north_m=0, at=AT, takes=HOUR))
    theirs = await stage["b"].register(stage.post("U1", north_m=800, at=AT, takes=HOUR))
    await stage.check()
    (told,) = await stage.alerts("a")
    assert (told.kind, told.rings, round(told.finding.distance_m)) == ("conflict", True, 800)
    await stage["a"].acknowledge(told.epoch, told.seq)
    await stage.check()
    for who in ("a", "b", "room"):
        (conflict,) = await stage[who].conflicts()
        assert conflict.state == "acknowledged_by_one"

    for version, north_m in enumerate((400, 600), start=1):
        await stage["b"].amend(theirs.id, stage.post("U1", north_m=north_m, at=AT, takes=HOUR), version)
        await stage.check()
    for who in ("a", "b"):
        assert [(alert.change, alert.rings) for alert in await stage.alerts(who)] == [
            ("opened", True),
            ("worse", True),
            ("updated", False),
        ]
        (conflict,) = await stage[who].conflicts()
        assert (conflict.state, conflict.acknowledged) == ("open", False)


@pytest.mark.rule("ALR-05", "DIS-04")
async def test_more_shared_hours_ring_again_fewer_do_not(stage: Any) -> None:
    await stage["a"].register(stage.post("U1", north_m=0, at=AT, takes=timedelta(hours=4)))
    theirs = await stage["b"].register(stage.post("U1", north_m=800, at=AT, takes=HOUR))
    await stage.tick()
    (first,) = await stage.alerts("a")
    await stage["a"].acknowledge_overlap(first.overlap)

    await stage["b"].amend(theirs.id, stage.post("U1", north_m=800, at=AT, takes=3 * HOUR), 1)
    await stage.tick()
    more = (await stage.alerts("a"))[-1]
    assert (more.change, more.ringing) == ("worse", True)
    assert [overlap.state for overlap in await stage["a"].overlaps()] == ["open"]

    await stage["b"].amend(theirs.id, stage.post("U1", north_m=800, at=AT, takes=HOUR), 2)
    await stage.tick()
    fewer = (await stage.alerts("a"))[-1]
    assert (fewer.change, fewer.rings) == ("updated", False)
    assert len(fewer.hours) < len(more.hours)
