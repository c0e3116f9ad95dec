"""How far each side of a matter was told, as the database shows it to the desk and to nobody else."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from deconflict.alerts import receipt_store as receipts
from deconflict.alerts.model import Fact, Rung
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.escalate import escalate

SCHEDULES = {"routine": (60.0, 300.0, 900.0, 3600.0), "critical": (60.0, 300.0, 900.0, 3600.0)}
EVERYBODY = ("a", "a2", "crew", "b", "c", "desk", "desk2", "facilitator", "oversight", "operator")


@pytest.fixture
async def told(world: Any) -> Any:
    """A and B are in conflict, and both were told of what they share."""
    await world.register("a", minutes=185)
    await world.register("b", minutes=185)
    await world.tick()
    return world


def conflict_of(world: Any) -> UUID:
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    return UUID(str(conflict))


async def said(world: Any, who: str, fact: Fact) -> None:
    [alert, *_] = await world.feed(who)
    await world.act(who, acknowledge_alert, alert.epoch, alert.seq, fact, world.deployment, world.now())


async def sides(world: Any, *matters: UUID, who: str = "desk") -> dict[str, Any]:
    """What each party was told, by its slug."""
    slugs = {party.id: slug for slug, party in world.parties.items()}
    found = await world.read(who, receipts.told_of, matters)
    return {slugs[side.party]: side.told for side in found}


@pytest.mark.rule("ALR-03")
async def test_each_fact_is_counted_by_itself_with_when_it_was_first_stated(told: Any) -> None:
    """Two officers of A were told: both received it, one saw it and, later, acknowledged it. B is away."""
    began, conflict = told.now(), conflict_of(told)
    before = await sides(told, conflict)
    assert (before["a"].people, before["a"].received.people, before["a"].rung) == (2, 0, None)
    for who, fact in (
        ("a", Fact.RECEIVED),
        ("a2", Fact.RECEIVED),
        ("a", Fact.SEEN),
        ("a", Fact.ACKNOWLEDGED),
    ):
        told.clock.advance(5)
        await said(told, who, fact)
    after = await sides(told, conflict)
    facts = [after["a"].received, after["a"].seen, after["a"].acknowledged]
    assert [(one.people, one.first_at - began) for one in facts] == [
        (2, timedelta(seconds=5)),
        (1, timedelta(seconds=15)),
        (1, timedelta(seconds=20)),
    ]
    assert after["b"] == before["b"]
    assert (after["b"].at, after["b"].rings, after["b"].received.first_at) == (began, True, None)


@pytest.mark.rule("ALR-03")
async def test_what_somebody_answered_has_reached_them(told: Any) -> None:
    await said(told, "b", Fact.ACKNOWLEDGED)
    b = (await sides(told, conflict_of(told)))["b"]
    assert (b.received.people, b.received.first_at, b.seen.people) == (1, told.now(), 0)


@pytest.mark.rule("ALR-04")
async def test_the_rung_is_the_last_that_was_reached(told: Any) -> None:
    [(began,)] = told.sql("SELECT DISTINCT begun_at FROM ladder")
    reached = []
    for seconds in (61, 301, 901, 3601):
        async with told.checker.transaction() as checker:
            await escalate(checker, SCHEDULES, began + timedelta(seconds=seconds))
        reached.append((await sides(told, conflict_of(told)))["a"].rung)
    assert reached == list(Rung)


@pytest.mark.rule("SEC-01", "DIS-08")
async def test_the_desk_reads_it_and_for_everybody_else_there_is_nothing(told: Any) -> None:
    """Neither by the application nor by the function itself."""
    asked = text("SELECT party FROM receipts_of(CAST(:wanted AS uuid[]))")
    conflict = conflict_of(told)
    for who in EVERYBODY:
        rows = 2 if who.startswith("desk") else 0
        assert len(await sides(told, conflict, who=who)) == rows, who
        async with told.database.transaction(told.viewers[who].context) as session:
            assert len((await session.execute(asked, {"wanted": [conflict]})).all()) == rows, who


async def test_what_is_no_matter_of_the_desk_s_is_nothing(told: Any) -> None:
    """Nor what a side knows a matter as."""
    [(overlap, *_), *_] = told.sql("SELECT id FROM overlap")
    assert await sides(told, uuid4(), overlap) == {}
    assert set(await sides(told, uuid4(), conflict_of(told), conflict_of(told))) == {"a", "b"}


@pytest.mark.rule("DIS-03")
async def test_a_side_that_is_told_nothing_is_there_with_nothing(world: Any) -> None:
    """A conflict before the tick: the desk knows of it at once, the parties do not."""
    await world.register("a")
    await world.register("b")
    await world.engine.check_all()
    await world.engine.release_at_once()
    assert await sides(world, conflict_of(world)) == {"a": None, "b": None}


@pytest.mark.rule("ALR-06")
async def test_what_is_all_clear_is_not_told_any_more(told: Any) -> None:
    conflict = conflict_of(told)
    [(patrol,)] = told.sql("SELECT id FROM patrol WHERE party = %s", told.parties["b"].id)
    await told.amend("b", patrol, 1, minutes=185, lat=36.0)
    await told.tick()
    assert await sides(told, conflict) == {"a": None, "b": None}
