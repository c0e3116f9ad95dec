"""Looking through broken glass: the plans in the scope, while it is open, each look on the ledger (DIS-08)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.errors import NotFound
from deconflict.flows.break_glass import ask_for_glass, move_glass
from deconflict.flows.look_through_glass import look_through_glass
from deconflict.glass.errors import GlassClosed
from deconflict.glass.model import Area, Glass, GlassState, Scope
from deconflict.patrols.model import PatrolState


async def broken(world: Any, scope: Scope) -> Glass:
    until = world.now() + timedelta(hours=2)
    of = world.parties["a"].id
    asked = await world.act("facilitator", ask_for_glass, of, scope, "why", until, world.now())
    return await world.act("oversight", move_glass, asked.id, GlassState.APPROVED, world.now())


async def look(world: Any, glass: Glass, who: str = "facilitator") -> list[Any]:
    return [patrol.id for patrol, _ in await world.act(who, look_through_glass, glass.id, world.now())]


def box(world: Any) -> Area:
    return Area(14.9, 31.9, 15.2, 32.1, world.now(), world.now() + timedelta(hours=6))


@pytest.mark.rule("DIS-08")
async def test_only_the_plans_of_that_party_in_that_box_and_time_are_seen(world: Any) -> None:
    inside = await world.register("a")
    gone = await world.register("a", unit="U2", minutes=200)
    await world.move("a", gone.patrol.id, PatrolState.WITHDRAWN)
    await world.register("a", unit="U3", lat=32.15)  # within the padded envelope, but not in the box
    await world.register("a", unit="U3", minutes=24 * 60)
    await world.register("b")
    assert await look(world, await broken(world, box(world))) == [inside.patrol.id, gone.patrol.id]


@pytest.mark.rule("DIS-08")
async def test_one_patrol_asked_for_is_one_patrol_seen_and_of_that_party_alone(world: Any) -> None:
    mine, theirs = await world.register("a"), await world.register("b")
    assert await look(world, await broken(world, mine.patrol.id)) == [mine.patrol.id]
    assert await look(world, await broken(world, theirs.patrol.id)) == []


@pytest.mark.rule("DIS-08")
async def test_nothing_is_seen_before_it_is_allowed_or_after_it_is_over_or_by_anybody_else(
    world: Any,
) -> None:
    await world.register("a")
    glass = await broken(world, box(world))
    for who in ("oversight", "desk", "a"):
        with pytest.raises(NotFound):
            await look(world, glass, who)
    await world.act("facilitator", move_glass, glass.id, GlassState.OVER, world.now())
    with pytest.raises(GlassClosed):
        await look(world, glass)
    until = world.now() + timedelta(hours=1)
    asked = await world.act(
        "facilitator", ask_for_glass, world.parties["a"].id, box(world), "why", until, world.now()
    )
    with pytest.raises(GlassClosed):
        await look(world, asked)
    allowed = await broken(world, box(world))
    world.clock.at = allowed.ends_at
    with pytest.raises(GlassClosed):
        await look(world, allowed)


@pytest.mark.rule("DIS-08", "SEC-01")
async def test_the_database_by_itself_shows_nothing_through_glass_that_is_not_broken(world: Any) -> None:
    await world.register("a")
    glass = await broken(world, box(world))

    async def rows(session: Any, _viewer: Any) -> int:
        from sqlalchemy import text

        found = await session.execute(text("SELECT * FROM glass_plans(:id)"), {"id": glass.id})
        return len(found.all())

    assert await world.act("facilitator", rows) == 1
    for who in ("oversight", "desk", "a", "b", "operator"):
        assert await world.act(who, rows) == 0
    world.sql("UPDATE glass SET ends_at = service_now(), asked_at = service_now() - interval '1 hour'")
    assert await world.act("facilitator", rows) == 0


@pytest.mark.rule("DIS-07", "DIS-08")
async def test_each_look_is_on_the_ledger_with_what_was_seen(world: Any) -> None:
    seen = await world.register("a")
    glass = await broken(world, box(world))
    await look(world, glass)
    await look(world, glass)
    entries = world.sql(
        "SELECT party, person, payload -> 'patrols' FROM ledger_entry WHERE kind = 'disclosure' AND subject = %s",
        glass.id,
    )
    a, facilitator = world.parties["a"].id, world.viewers["facilitator"].person
    assert entries == [(a, facilitator, [str(seen.patrol.id)])] * 2
