"""A party's own views of conflicts: read page by page, revision by revision, and never anybody else's."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.conflicts import segment_store as segments


@pytest.fixture
async def met(world: Any, agreeing: Any) -> Any:
    """Two patrols of A in conflict with B's, told at level 3, the second a minute later."""
    await agreeing.ratify(3)
    await world.tick()
    await world.register("b")
    await world.register("a")
    await world.engine.check_all()
    world.clock.advance(60)
    await world.register("a", unit="U2")
    await world.engine.check_all()
    await world.engine.release_at_once()
    return world


@pytest.mark.rule("DIS-06")
async def test_pages_go_from_the_newest_on_and_leave_none_out(met: Any) -> None:
    [newest] = await met.read("a", segments.page, 1, None)
    [older] = await met.read("a", segments.page, 5, (newest.opened_at, newest.id))
    assert newest.opened_at > older.opened_at
    assert await met.read("a", segments.page, 5, (older.opened_at, older.id)) == []
    for who in ("c", "desk", "facilitator", "operator"):
        assert await met.read(who, segments.page, 5, None) == []


@pytest.mark.rule("IDN-04")
async def test_no_viewer_reads_which_conflict_is_behind_it(met: Any) -> None:
    [newest, _] = await met.read("a", segments.page, 5, None)
    assert newest.conflict == segments.NOBODYS
    assert (await met.read("a", segments.segment_with, newest.id)) == newest
    assert await met.read("b", segments.segment_with, newest.id) is None
    assert await met.read("a", segments.segment_with, uuid4()) is None


@pytest.mark.rule("ALR-01")
async def test_a_revision_keeps_saying_what_it_said(met: Any) -> None:
    [newest, _] = await met.read("a", segments.page, 5, None)
    await met.amend("a", newest.patrol, 1, unit="U2", lat=32.004)
    await met.engine.check_all()
    now = await met.read("a", segments.segment_with, newest.id)
    told = await met.read("a", segments.revisions, {(newest.id, 1), (newest.id, 2), (uuid4(), 1)})
    assert set(told) == {(newest.id, 1), (newest.id, 2)}
    assert told[newest.id, 1].shown == newest.shown
    assert told[newest.id, 2].shown == now.shown != newest.shown
    assert await met.read("b", segments.revisions, {(newest.id, 1)}) == {}


@pytest.mark.rule("CON-04")
async def test_an_answer_is_stored_for_ones_own_side_alone(met: Any) -> None:
    [newest, _] = await met.read("a", segments.page, 5, None)

    async def answer(session: Any) -> None:
        segment = await segments.segment_to_change(session, newest.id)
        await segments.set_answer(session, (segment or newest).answered(accepted=True))

    await met.read("b", answer)
    assert met.sql("SELECT count(*) FROM segment WHERE acknowledged") == [(0,)]
    await met.read("a", answer)
    assert met.sql("SELECT id, accepted FROM segment WHERE acknowledged") == [(newest.id, True)]
