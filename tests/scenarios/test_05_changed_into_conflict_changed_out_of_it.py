"""5. Changed into conflict, changed out of it: B amends a clear patrol into A's way, then back."""

from typing import Any

import pytest


@pytest.mark.rule("CON-02", "ALR-06", "IDN-01")
async def test_an_amendment_opens_the_conflict_and_the_next_ends_it_for_everyone_who_was_told(
    stage: Any,
) -> None:
    await stage["a"].register(stage.plan())
    theirs = await stage["b"].register(stage.plan(lat=33.0))
    await stage.tick()
    assert await stage.kinds("room") == await stage.kinds("a") == await stage.kinds("b") == []

    amended = await stage["b"].amend(theirs.id, stage.plan(), 1)
    assert (amended.id, amended.version) == (theirs.id, 2)
    await stage.tick()
    assert await stage.kinds("room") == [("conflict", "opened")]
    assert await stage.kinds("a") == await stage.kinds("b") == [("overlap", "opened")]
    (before,) = await stage["room"].conflicts()

    await stage["b"].amend(theirs.id, stage.plan(lat=33.0), 2)
    await stage.tick()
    for who in ("room", "a", "a2", "b", "b2"):
        assert (await stage.kinds(who))[1:] == [("all_clear", "resolved")], who
    after = await stage["room"].conflict(before.id)
    assert (after.state, after.resolution, after.reference) == ("resolved", "amended_clear", before.reference)
    assert [overlap.state for overlap in await stage["a"].overlaps()] == ["ended"]
    assert [version.version for version in await stage["b"].versions(theirs.id)] == [1, 2, 3]


@pytest.mark.rule("IDN-02")
async def test_what_opens_again_keeps_its_reference_and_counts_another_episode(stage: Any) -> None:
    await stage["a"].register(stage.plan())
    theirs = await stage["b"].register(stage.plan())
    await stage.tick()
    (first,) = await stage["room"].conflicts()
    await stage["b"].amend(theirs.id, stage.plan(lat=33.0), 1)
    await stage.tick()
    await stage["b"].amend(theirs.id, stage.plan(), 2)
    await stage.tick()
    (again,) = await stage["room"].conflicts()
    assert (again.id, again.reference, again.episode, again.state) == (first.id, first.reference, 2, "open")
