"""What rivals are told of a patrol is on its own party's ledger, at the tick, and says no more than its overlap."""

from typing import Any

import pytest

from deconflict.flows.record_disclosures import record_disclosures
from deconflict.overlaps.model import Told

ENTRIES = (
    "SELECT y.slug, e.subject, e.payload, e.at FROM ledger_entry e LEFT JOIN party y ON y.id = e.party"
    " WHERE e.kind = 'disclosure' ORDER BY e.at, 1"
)


@pytest.mark.rule("DIS-05", "DIS-07")
async def test_at_level_1_each_side_finds_the_hours_and_nobodys_name(world: Any) -> None:
    ours, theirs = (
        (await world.register("a", minutes=150)).patrol,
        (await world.register("b", minutes=150)).patrol,
    )
    await world.engine.check_all()
    assert world.sql(ENTRIES) == [], "nothing before the tick"
    await world.tick()
    said = {"level": 1, "hours": ["2026-12-01T10:00:00+00:00"], "to": []}
    assert world.sql(ENTRIES) == [("a", ours.id, said, world.now()), ("b", theirs.id, said, world.now())]
    await world.tick()
    assert len(world.sql(ENTRIES)) == 2, "nothing new is told, nothing new is written"


@pytest.mark.rule("DIS-07")
async def test_at_level_2_it_says_to_whom(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2)
    for who in ("a", "b", "c"):
        await world.register(who)
    await world.tick()
    told = {slug: payload["to"] for slug, _, payload, _ in world.sql(ENTRIES)}
    assert told == {"a": [str(world.parties["b"].id)], "b": [str(world.parties["a"].id)], "c": []}


@pytest.mark.rule("DIS-03", "DIS-07")
async def test_sealed_there_is_nothing_to_write(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(0)
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    assert world.sql(ENTRIES) == []


@pytest.mark.rule("DIS-07", "PRB-02")
async def test_of_a_patrol_its_party_hears_nothing_about_the_service_keeps_the_entry(world: Any) -> None:
    ours = (await world.register("a")).patrol
    told = [Told(world.parties["b"].id, agreed=False, hours=(494_000,))]
    async with world.checker.transaction() as checker:
        await record_disclosures(checker, [], {}, {ours.id: told}, world.now())
    assert [(slug, subject) for slug, subject, _, _ in world.sql(ENTRIES)] == [(None, ours.id)]
