"""Plans are shared under a viewer's own name for them, brought up to date in place, and taken back one by one."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.patrols import shared_checker_store as sharing
from deconflict.patrols.shared_checker_store import Shared


@pytest.fixture
async def patrol(world: Any) -> Any:
    """A patrol of B's, which nobody has checked."""
    return (await world.register("b")).patrol


async def as_checker(world: Any, doing: Any, *arguments: Any) -> Any:
    """Run one of the checker's functions."""
    async with world.checker.transaction() as checker:
        return await doing(checker, *arguments)


@pytest.mark.rule("DIS-03", "DIS-07")
async def test_sharing_says_what_is_new_and_nothing_twice(world: Any, patrol: Any) -> None:
    viewer = world.parties["a"].id
    wanted = {(viewer, patrol.id): (uuid4(), "Q3-8KDM")}
    assert await as_checker(world, sharing.share, {}, world.now()) == []
    first = await as_checker(world, sharing.share, wanted, world.now())
    assert first == [Shared(viewer, patrol.party, patrol.id, 1)]
    assert await as_checker(world, sharing.share, wanted, world.now()) == []
    assert await as_checker(world, sharing.shown, [patrol.id]) == wanted
    await world.amend("b", patrol.id, 1, lat=33.0)
    assert await as_checker(world, sharing.share, wanted, world.now()) == [
        Shared(viewer, patrol.party, patrol.id, 2)
    ]


@pytest.mark.rule("DIS-02")
async def test_what_is_shown_between_two_parties_can_be_taken_back(world: Any, patrol: Any) -> None:
    a, b, c = (world.parties[slug].id for slug in ("a", "b", "c"))
    wanted = {(viewer, patrol.id): (uuid4(), "Q3-8KDM") for viewer in (a, c)}
    await as_checker(world, sharing.share, wanted, world.now())
    [(viewing, cover)] = await as_checker(world, sharing.shown_between, b, a)
    assert viewing == (a, patrol.id)
    [plan] = await as_checker(world, sharing.shareable, [patrol.id], [b])
    assert (plan.party, plan.cover) == (b, cover)
    assert await as_checker(world, sharing.patrols_of, [a, b]) == [patrol.id]
    await as_checker(world, sharing.unshare, [viewing])
    await as_checker(world, sharing.unshare, [])
    assert set(await as_checker(world, sharing.shown, [patrol.id])) == {(c, patrol.id)}
