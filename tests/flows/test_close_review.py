"""The desk looks at a hot pursuit afterwards and says what came of it; for everybody else there is nothing to see."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.close_review import close_review
from deconflict.patrols import store as patrols
from deconflict.patrols.model import PatrolClass

STORED = "SELECT outcome, closed_at, closed_by FROM review"


@pytest.fixture
async def review(world: Any) -> UUID:
    """The review of a hot pursuit of party a."""
    await world.register("a", purpose=PatrolClass.HOT_PURSUIT, minutes=0)
    await world.tick()
    [opened] = await world.read("desk", patrols.reviews)
    return opened.id


@pytest.mark.rule("PAT-06")
async def test_a_review_is_closed_once_with_its_outcome_by_whoever_was_first(
    world: Any, review: UUID
) -> None:
    closed = await world.act("desk", close_review, review, "justified", world.now())
    assert (closed.outcome, closed.closed_at) == ("justified", world.now())
    world.clock.advance(60)
    with pytest.raises(NotFound):
        await world.act("desk2", close_review, review, "not justified", world.now())
    [(outcome, closed_at, closed_by)] = world.sql(STORED)
    assert (outcome, closed_at, closed_by) == ("justified", closed.closed_at, world.viewers["desk"].person)


@pytest.mark.rule("PAT-06", "ALR-01")
async def test_the_alert_of_a_review_shows_that_it_is_closed(world: Any, review: UUID) -> None:
    [before] = await world.feed("desk")
    await world.act("desk", close_review, review, "justified", world.now())
    [after] = await world.feed("desk2")
    assert (before.body.closed, after.body.closed) == (False, True)
    assert (before.seq, before.reference) == (after.seq, after.reference)


@pytest.mark.rule("DIS-06", "SEC-01")
async def test_whoever_is_not_the_desk_finds_no_review_neither_there_nor_absent(
    world: Any, review: UUID
) -> None:
    answers = set()
    for who in ("a", "a2", "crew", "b", "facilitator", "oversight", "operator"):
        assert await world.read(who, patrols.reviews) == []
        for wanted in (review, uuid4()):
            with pytest.raises(NotFound) as hidden:
                await world.act(who, close_review, wanted, "mine", world.now())
            answers.add(str(hidden.value))
    with pytest.raises(NotFound) as absent:
        await world.act("desk", close_review, uuid4(), "whose", world.now())
    assert answers == {str(absent.value)}
    assert world.sql(STORED) == [(None, None, None)]
