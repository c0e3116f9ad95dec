"""The desk reads how far each side was reached by what it is told of a matter, whatever it knows the matter as."""

from typing import Any
from uuid import UUID

import pytest

from deconflict.alerts.model import Fact
from deconflict.distress.model import Place
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.order_halt import order_halt
from deconflict.flows.raise_sos import raise_sos
from deconflict.flows.read_receipts import read_receipts
from deconflict.flows.set_zones import add_zone
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import ALWAYS
from tests.flows.conftest import north_of
from tests.flows.test_follow_units import HEAD_ON, standing

AROUND = ((14.9, 31.9), (15.2, 31.9), (15.2, 32.1), (14.9, 32.1))


async def reached(world: Any, matter: Any) -> dict[str, tuple[int, int, int] | None]:
    """By party how many received, saw and acknowledged it; None of whom is told nothing."""
    slugs = {party.id: slug for slug, party in world.parties.items()}
    found = await world.act("desk", read_receipts, [UUID(str(matter))])
    return {
        slugs[side.party]: side.told
        and (side.told.received.people, side.told.seen.people, side.told.acknowledged.people)
        for side in found
    }


async def state(world: Any, who: str, fact: Fact) -> None:
    """Somebody states a fact about the newest of what rang for them."""
    newest = [alert for alert in await world.feed(who) if alert.rings][-1]
    await world.act(who, acknowledge_alert, newest.epoch, newest.seq, fact, world.deployment, world.now())


def the_conflict(world: Any) -> Any:
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    return conflict


@pytest.mark.rule("DIS-08", "DIS-06")
@pytest.mark.parametrize("who", ["a", "a2", "crew", "b", "c", "facilitator", "oversight", "operator"])
async def test_nobody_but_the_desk_finds_it(world: Any, who: str) -> None:
    with pytest.raises(NotFound):
        await world.act(who, read_receipts, [world.parties["a"].id])


@pytest.mark.rule("ALR-03")
@pytest.mark.parametrize("level", [1, 2, 3, 4])
async def test_of_a_conflict_each_side_is_reached_at_every_level_by_what_it_is_told(
    world: Any, agreeing: Any, level: int
) -> None:
    """What rings counts: from level 3 on the conflict, though the overlap beside it is never answered."""
    await agreeing.ratify(level)
    await world.tick()
    await world.register("a")
    await world.register("b")
    await world.tick()
    await world.tick()
    conflict = the_conflict(world)
    assert await reached(world, conflict) == {"a": (0, 0, 0), "b": (0, 0, 0)}
    for who, fact in (("a", Fact.RECEIVED), ("b", Fact.RECEIVED), ("b", Fact.SEEN)):
        for alert in await world.feed(who):
            if alert.rings:
                arguments = (alert.epoch, alert.seq, fact, world.deployment, world.now())
                await world.act(who, acknowledge_alert, *arguments)
    assert await reached(world, conflict) == {"a": (1, 0, 0), "b": (1, 1, 0)}


@pytest.mark.rule("DIS-03")
async def test_of_a_sealed_conflict_neither_side_is_told_anything(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(0)
    await world.tick()
    await world.register("a")
    await world.register("b")
    await world.tick()
    assert await reached(world, the_conflict(world)) == {"a": None, "b": None}


@pytest.mark.rule("ALR-05")
async def test_what_rings_anew_has_reached_nobody_yet_and_an_update_takes_nothing_back(
    world: Any, agreeing: Any
) -> None:
    """Acknowledged at 800 m; worse at 300 m, so rung again; at 500 m told without ringing."""
    await agreeing.ratify(3)
    await world.tick()
    await world.register("a")
    patrol = (await world.register("b", lat=north_of(32.0, 800))).patrol
    await world.tick()
    await state(world, "a", Fact.ACKNOWLEDGED)
    assert (await reached(world, the_conflict(world)))["a"] == (1, 0, 1)
    await world.amend("b", patrol.id, 1, lat=north_of(32.0, 300))
    await world.tick()
    assert (await reached(world, the_conflict(world)))["a"] == (0, 0, 0)
    await state(world, "a2", Fact.ACKNOWLEDGED)
    await world.amend("b", patrol.id, 2, lat=north_of(32.0, 500))
    await world.tick()
    assert (await world.feed("a"))[-1].rings is False
    assert (await reached(world, the_conflict(world)))["a"] == (1, 0, 1)


@pytest.mark.rule("ALR-03")
async def test_of_a_neutral_zone_the_party_on_its_way_there_is_the_one_side(world: Any) -> None:
    ring = ((15.0, 31.95), (15.1, 31.95), (15.1, 32.05), (15.0, 32.05), (15.0, 31.95))
    area = Area((ring,), ZoneKind.NO_GO, ALWAYS)
    await world.act("desk", add_zone, "hospital", area, world.now())
    await world.register("a")
    await world.tick()
    assert await reached(world, the_conflict(world)) == {"a": (0, 0, 0)}
    await state(world, "a2", Fact.SEEN)
    assert await reached(world, the_conflict(world)) == {"a": (1, 1, 0)}


@pytest.mark.rule("ALR-03", "LIV-06")
@pytest.mark.parametrize("level", [1, 3])
async def test_of_an_encounter_its_two_sides(world: Any, live: Any, agreeing: Any, level: int) -> None:
    """Below live level 3 nobody without a plan is told on the grid: the desk alone knows of it."""
    await agreeing.ratify(level)
    await world.tick()
    await live.drive(90, HEAD_ON)
    [(sighting,)] = world.sql("SELECT id FROM sighting WHERE party IS NULL")
    told = None if level == 1 else (0, 0, 0)
    assert await reached(world, sighting) == {"a": told, "b": told}
    if level == 3:
        await state(world, "crew", Fact.ACKNOWLEDGED)
        assert await reached(world, sighting) == {"a": (1, 0, 1), "b": (0, 0, 0)}


@pytest.mark.rule("ALR-03", "LIV-07")
async def test_of_a_call_for_help_the_caller_s_own_and_every_rival_that_is_told(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    item, _ = await world.act("crew", raise_sos, "U1", Place(15.0, 32.0, world.now()), "x", world.now())
    await world.engine.tell_distress()
    await world.engine.release_at_once()
    await state(world, "b", Fact.SEEN)
    assert await reached(world, item.id) == {"a": (0, 0, 0), "b": (1, 1, 0)}


@pytest.mark.rule("ALR-03", "LIV-07")
async def test_of_a_halt_everybody_whom_it_stops(world: Any, live: Any) -> None:
    await live.drive(10, {("crew", "U1"): standing(15.0, 32.0)})
    halt = await world.act("desk", order_halt, AROUND, "convoy", world.now())
    await world.engine.tell_distress()
    await world.engine.release_at_once()
    await state(world, "crew", Fact.RECEIVED)
    assert await reached(world, halt.id) == {"a": (1, 0, 0)}


@pytest.mark.rule("DIS-07")
async def test_reading_it_is_on_nobody_s_ledger(world: Any) -> None:
    """It is how the desk's own notices fare, as acknowledgements are: nothing of a party's plans leaves."""
    await world.register("a")
    await world.register("b")
    await world.tick()
    before = world.sql("SELECT count(*) FROM ledger_entry")
    assert set(await reached(world, the_conflict(world))) == {"a", "b"}
    assert world.sql("SELECT count(*) FROM ledger_entry") == before
