"""What the checker keeps of what it told parties at level 3: each side's own, and where it lies."""

from typing import Any

import pytest

from deconflict.conflicts import checker_store as segments
from deconflict.separation.cover import unpack


@pytest.fixture
async def met(world: Any, agreeing: Any) -> Any:
    """A and B are in conflict and were told so at level 3."""
    await agreeing.ratify(3)
    await world.tick()
    for who in ("a", "b"):
        await world.register(who)
    await world.engine.check_all()
    return world


async def as_checker(world: Any, doing: Any, *arguments: Any) -> Any:
    """Run one of the checker's functions."""
    async with world.checker.transaction() as checker:
        return await doing(checker, *arguments)


@pytest.mark.rule("DIS-02", "DIS-03")
async def test_both_sides_are_found_by_the_conflict_with_the_cells_of_what_they_were_told(met: Any) -> None:
    [(conflict,)] = met.sql("SELECT id FROM conflict")
    known = await as_checker(met, segments.segments_of, [conflict])
    assert set(known) == {(conflict, met.parties[slug].id) for slug in ("a", "b")}
    for segment, cells in known.values():
        assert segment.shown is not None
        assert segment.conflict == conflict
        assert len(unpack(cells))


@pytest.mark.rule("DIS-02")
async def test_what_is_told_no_more_is_gone_revision_by_revision(met: Any) -> None:
    pair = met.parties["a"].id, met.parties["b"].id
    told = await as_checker(met, segments.told_between, *pair)
    assert sorted(revision for _, revision, _ in told) == [1, 1]
    assert await as_checker(met, segments.told_between, pair[0], met.parties["c"].id) == []
    (segment, revision, _), (other, _, _) = told
    await as_checker(met, segments.tell_no_more, [(segment, revision)])
    assert [of for of, _, _ in await as_checker(met, segments.told_between, *reversed(pair))] == [other]
    await as_checker(met, segments.tell_no_more, [])
