"""What two parties sign comes back as it went in, and what cannot be read counts as sealed and stops nobody."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.agreements import checker_store
from deconflict.agreements import store as agreements
from deconflict.agreements.model import AgreementState, Cell, Clause, Key, KeyId, Level, Levels, Matter
from deconflict.parties.errors import AlreadyTaken

PLACE = Clause(Level.SEGMENT, frozenset({Cell(14, 8801, 6611), Cell(9, 275, 206)}), Matter.PLANS)


@pytest.mark.rule("DIS-02")
async def test_an_agreement_comes_back_as_it_was_signed(world: Any, agreeing: Any) -> None:
    ratified = await agreeing.ratify(1, PLACE)
    for who in ("a", "b", "desk"):
        assert await world.read(who, agreements.agreement_with, ratified.id) == ratified
        assert await world.read(who, agreements.agreements, None, 5) == [ratified]
    assert await world.read("a", agreements.agreement_with, uuid4()) is None


async def test_agreements_come_oldest_first_and_go_on_from_a_place(world: Any, agreeing: Any) -> None:
    drafted = []
    for _ in range(5):
        drafted.append(await agreeing.draft(1))
        world.clock.advance(1)
    same = [await agreeing.draft(1) for _ in range(3)]
    wanted = [item.id for item in drafted] + sorted(item.id for item in same)
    seen: list[Any] = []
    place = None
    while page := await world.read("a", agreements.agreements, place, 3):
        seen += [item.id for item in page]
        place = (page[-1].drafted_at, page[-1].id)
    assert seen == wanted


@pytest.mark.rule("SEC-01", "DIS-02")
async def test_that_both_ratified_follows_from_their_signatures_alone(world: Any, agreeing: Any) -> None:
    signed = await agreeing.sign("a", await agreeing.draft(4))
    world.sql("UPDATE agreement SET state = 'ratified', ratified_at = drafted_at WHERE id = %s", signed.id)
    ids = [world.parties[slug].id for slug in ("a", "b")]
    pact = await world.read("a", agreements.pact, *ids, world.deployment.terms)
    assert pact.ratified is None
    ratified = await agreeing.ratify(3)
    world.sql("UPDATE agreement SET state = 'withdrawn', ratified_at = NULL WHERE id = %s", ratified.id)
    assert (await world.read("a", agreements.pact, *ids, world.deployment.terms)).ratified == ratified.text


@pytest.mark.rule("SEC-02", "CON-01", "DIS-02")
@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "no json",
        "[1]",
        '{"parties": 1}',
        "null",
        "[" * 100_000,
        "SWAPPED",
        "SPACED",
        "RAISED",
    ],
)
async def test_a_text_that_cannot_be_read_is_sealed_and_stops_neither_checker_nor_partner(
    world: Any, agreeing: Any, text: str
) -> None:
    signed = await agreeing.sign("a", await agreeing.draft(3))
    [(stored,)] = world.sql("SELECT convert_from(text, 'UTF8') FROM agreement")
    ids = [str(world.parties[slug].id) for slug in ("a", "c")]
    changed = {
        "SWAPPED": stored.replace(str(world.parties["b"].id), ids[1]),
        "SPACED": stored.replace(",", ", "),
        "RAISED": stored.replace('"elsewhere":3', '"elsewhere":true'),
    }
    world.sql("UPDATE agreement SET text = convert_to(%s, 'UTF8')", changed.get(text, text))
    async with world.checker.transaction() as checker:
        pacts = await checker_store.pacts(checker, world.deployment.terms)
    pact = pacts.of(world.parties["a"].id, world.parties["b"].id)
    assert [levels.elsewhere for levels in pact.caps] == [Level.SEALED]
    [shown] = await world.read("b", agreements.agreements, None, 5)
    assert (shown.id, shown.text.levels, shown.state) == (
        signed.id,
        Levels(Level.SEALED),
        AgreementState.SIGNED,
    )


@pytest.mark.rule("SEC-02", "CON-01", "DIS-02")
@pytest.mark.parametrize(
    "levels", ["{}", "1", '{"elsewhere": 9, "clauses": []}', '{"elsewhere": "4", "clauses": []}']
)
async def test_a_lowering_that_cannot_be_read_is_sealed(world: Any, agreeing: Any, levels: str) -> None:
    await agreeing.lower("a", "b", 3)
    world.sql("UPDATE lowering SET levels = %s::jsonb", levels)
    async with world.checker.transaction() as checker:
        pacts = await checker_store.pacts(checker, world.deployment.terms)
    [cap] = pacts.of(world.parties["a"].id, world.parties["b"].id).caps
    assert cap == Levels(Level.SEALED)


@pytest.mark.rule("DIS-01", "DIS-02")
async def test_the_checker_and_both_parties_read_the_same_pact(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(3, PLACE)
    await agreeing.lower("b", "a", 4, Clause(Level.SEALED, matter=Matter.LIVE))
    await agreeing.lower("c", "a", 0)
    async with world.checker.transaction() as checker:
        pacts = await checker_store.pacts(checker, world.deployment.terms)
    for one, other in (("a", "b"), ("b", "a"), ("a", "c"), ("c", "a")):
        ids = [world.parties[slug].id for slug in (one, other)]
        assert await world.read(one, agreements.pact, *ids, world.deployment.terms) == pacts.of(*ids)
    assert pacts.of(world.parties["b"].id, world.parties["c"].id).ratified is None


@pytest.mark.rule("DIS-06")
async def test_a_key_is_unique_within_its_party_and_tells_nothing_of_anothers(world: Any) -> None:
    key = Key(KeyId(uuid4()), world.parties["a"].id, "laptop", bytes(32), world.now())
    by = world.viewers["a"].person
    await world.read("a", agreements.add_key, key, by)
    again = Key(KeyId(uuid4()), world.parties["a"].id, "again", bytes(32), world.now())
    with pytest.raises(AlreadyTaken):
        await world.read("a", agreements.add_key, again, by)
    theirs = Key(KeyId(uuid4()), world.parties["b"].id, "laptop", bytes(32), world.now())
    await world.read("b", agreements.add_key, theirs, world.viewers["b"].person)
    assert await world.read("a", agreements.keys) == [key]
    assert await world.read("a", agreements.key_with, theirs.id) is None
    assert {item.id for item in await world.read("desk", agreements.keys)} == {key.id, theirs.id}


@pytest.mark.rule("SEC-01", "DIS-06")
async def test_the_application_alone_keeps_third_parties_from_what_two_have_signed(
    world: Any, agreeing: Any
) -> None:
    ratified = await agreeing.ratify(2)
    await agreeing.lower("a", "b", 1)
    key, parties = agreeing.keys["a"][0], ratified.text.parties
    tables = ("agreement", "agreement_signature", "lowering", "party_key")
    for table in tables:
        world.sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    try:
        for who in ("c", "operator"):
            assert await world.read(who, agreements.agreements, None, 5) == []
            assert await world.read(who, agreements.agreement_with, ratified.id) is None
            assert await world.read(who, agreements.to_change, parties) == []
            assert await world.read(who, agreements.signed_between, parties) == []
            assert await world.read(who, agreements.lowerings, parties) == []
            assert await world.read(who, agreements.keys) == []
            assert await world.read(who, agreements.key_with, key) is None
        for who in ("b", "c", "desk"):
            assert not await world.read(who, agreements.revoke_key, key, world.now())
    finally:
        for table in tables:
            world.sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


@pytest.mark.rule("DIS-02", "IDN-03")
async def test_how_often_something_was_agreed_is_told_of_ones_own_party_and_to_the_hub(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(1)
    world.clock.advance(1)
    await agreeing.lower("b", "a", 0)
    sides = [world.parties[slug].id for slug in ("a", "b", "c")]
    async with world.database.hub() as hub:
        everybody = await agreements.times_agreed(hub, sides)
    assert everybody == dict(zip(sides, (3, 3, 0), strict=True))
    assert await world.read("a", agreements.times_agreed, sides) == {sides[0]: 3}
    assert await world.read("desk", agreements.times_agreed, sides) == {}


@pytest.mark.rule("DIS-02")
async def test_what_was_agreed_earlier_and_is_committed_later_counts_too(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(1)
    side = world.parties["a"].id
    before = await world.read("a", agreements.times_agreed, [side])
    world.clock.advance(-5)
    await agreeing.ratify(2)
    assert await world.read("a", agreements.times_agreed, [side]) == {side: before[side] + 2}
