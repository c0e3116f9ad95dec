"""The database keeps what a side may write about a rendezvous to that side, whatever the application asks (SEC-01)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from deconflict.flows.propose_rendezvous import Proposal, propose_rendezvous
from deconflict.rendezvous import store as rendezvous
from deconflict.rendezvous.model import Where
from deconflict.runtime.errors import AccessRefused


async def proposed(world: Any) -> Any:
    start = world.now() + timedelta(hours=2)
    meant = Proposal(Where(15.0, 32.0, 500.0, start, start + timedelta(hours=1)))
    pair = [world.parties[slug].id for slug in ("a", "b")]
    return (await world.act("a", propose_rendezvous, pair, meant, world.deployment, world.now())).value


async def refused(world: Any, who: str, statement: str, **values: Any) -> None:
    async with world.database.transaction(world.viewers[who].context) as session:
        with pytest.raises(AccessRefused):
            await session.execute(text(statement), values)


@pytest.mark.rule("SEC-01", "SEP-10")
async def test_no_side_confirms_for_the_other_and_none_makes_it_hold_alone(world: Any) -> None:
    item = await proposed(world)
    ours, theirs = (world.parties[slug].id for slug in ("a", "b"))
    name = "INSERT INTO rendezvous_confirmation (rendezvous, party, other, person, at)"
    name += " VALUES (:of, :party, :other, :person, now())"
    own = {"of": item.id, "party": theirs, "other": ours, "person": world.viewers["b"].person}
    await refused(world, "a", name, **own)
    await refused(world, "desk", name, **(own | {"person": world.viewers["desk"].person}))
    await refused(world, "b", name, **(own | {"other": world.parties["c"].id}))
    await refused(world, "a", "UPDATE rendezvous SET state = 'confirmed' WHERE id = :of", of=item.id)
    await refused(world, "b", "UPDATE rendezvous SET state = 'confirmed' WHERE id = :of", of=item.id)
    await refused(world, "a", "UPDATE rendezvous SET radius_m = 5000 WHERE id = :of", of=item.id)
    await refused(world, "a", "SELECT proposed_by FROM rendezvous")
    await refused(world, "a", "DELETE FROM rendezvous")


@pytest.mark.rule("SEC-02")
async def test_the_schema_refuses_a_disc_or_a_window_that_the_edge_should_have(world: Any) -> None:
    await proposed(world)
    for change in ("radius_m = 5001", "lat = 81", "end_at = start_at", "other = one", "radius_m = 'NaN'"):
        with pytest.raises(Exception, match="violates check constraint"):
            world.sql(f"UPDATE rendezvous SET {change}")


async def test_pages_go_on_where_the_one_before_ended(world: Any) -> None:
    items = []
    for _ in range(3):
        items.append(await proposed(world))
        world.clock.advance(1)
    first = await world.read("b", rendezvous.page, 2, None)
    rest = await world.read("b", rendezvous.page, 2, (first[-1].proposed_at, first[-1].id))
    assert [item.id for item in (*first, *rest)] == [item.id for item in reversed(items)]
    assert await world.read("b", rendezvous.rendezvous_with, uuid4()) is None
