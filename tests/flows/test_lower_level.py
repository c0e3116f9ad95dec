"""One side takes back what it gave: alone, at once, and until both sign another text."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.agreements import rules
from deconflict.agreements import store as agreements
from deconflict.agreements.errors import CellInvalid, NothingLowered, PartiesInvalid, TooOften
from deconflict.agreements.model import Cell, Clause, Level, Levels, Pact
from deconflict.errors import NotFound
from deconflict.flows.lower_level import lower_level
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import PartyId


async def pact(world: Any, who: str = "a", other: str = "b") -> Pact:
    ids = (world.parties[who].id, world.parties[other].id)
    found: Pact = await world.read(who, agreements.pact, *ids, world.deployment.terms)
    return found


@pytest.mark.rule("DIS-02")
@pytest.mark.parametrize(("who", "other"), [("a", "b"), ("b", "a"), ("a2", "b")])
async def test_either_side_lowers_alone_and_both_see_it_at_once(
    world: Any, agreeing: Any, who: str, other: str
) -> None:
    await agreeing.ratify(4)
    lowered = await agreeing.lower(who, other, 1)
    for reader, rival in (("a", "b"), ("b", "a")):
        assert (await pact(world, reader, rival)).caps == (Levels(Level.NOTICE),)
        assert await world.read(reader, agreements.lowerings, await pair(world)) == [lowered]
    assert await world.read("c", agreements.lowerings, await pair(world)) == []


async def pair(world: Any) -> tuple[PartyId, PartyId]:
    first, second = sorted((world.parties[slug].id for slug in ("a", "b")), key=lambda party: party.int)
    return first, second


@pytest.mark.rule("DIS-02")
async def test_without_an_agreement_the_default_is_lowered(world: Any, agreeing: Any) -> None:
    await agreeing.lower("a", "b", 0)
    assert (await pact(world)).caps == (Levels(Level.SEALED),)
    assert (await pact(world, "a", "c")).caps == ()


@pytest.mark.rule("CON-01", "PAT-09")
async def test_what_is_taken_back_is_on_the_ledger_and_left_to_be_checked(world: Any, agreeing: Any) -> None:
    lowered = await agreeing.lower("b", "a", 0)
    own = world.parties["b"].id
    assert world.sql("SELECT party, pair_a, pair_b FROM check_due") == [(own, *await pair(world))]
    said = world.sql("SELECT party, payload ->> 'agreement' FROM ledger_entry WHERE subject = %s", lowered.id)
    assert said == [(own, "lowered")]


@pytest.mark.rule("DIS-02")
async def test_the_lowest_level_anywhere_is_kept_beside_it_until_what_is_seen_is_in_line(
    world: Any, agreeing: Any
) -> None:
    await agreeing.lower("a", "b", 4, Clause(Level.AREA, frozenset({Cell(14, 1, 2)})), Clause(Level.SEGMENT))
    assert world.sql("SELECT lowest, applied_at FROM lowering") == [(2, None)]
    await agreeing.sign("a", await agreeing.draft(3, Clause(Level.NOTICE)))
    assert world.sql("SELECT lowest, applied_at FROM agreement_signature") == [(1, None)]


@pytest.mark.rule("DIS-06")
async def test_nobody_lowers_for_another_or_towards_nobody(world: Any, agreeing: Any) -> None:
    with pytest.raises(PartiesInvalid):
        await agreeing.lower("a", "a", 0)
    with pytest.raises(NotFound):
        await world.act(
            "a", lower_level, PartyId(uuid4()), Levels(Level.SEALED), world.deployment.terms, world.now()
        )
    with pytest.raises(CellInvalid):
        await agreeing.lower("a", "b", 4, Clause(Level.SEALED, frozenset({Cell(15, 0, 0)})))
    for who in ("crew", "desk", "facilitator", "oversight", "operator"):
        with pytest.raises(RoleRefused):
            await agreeing.lower(who, "b", 0)
    assert world.sql("SELECT * FROM lowering") == []


@pytest.mark.rule("DIS-06")
async def test_what_a_party_does_towards_a_third_shows_in_no_time_that_another_sees(
    world: Any, agreeing: Any
) -> None:
    for level in (1, 0):
        await agreeing.lower("a", "c", level)
    assert (await agreeing.lower("a", "b", 0)).at == world.now()
    assert (await agreeing.sign("a", await agreeing.draft(1))).signatures[0].at > world.now()


@pytest.mark.rule("DIS-02")
async def test_what_was_taken_back_already_is_not_taken_back_again(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(3)
    here, there = (frozenset({Cell(14, 1, column)}) for column in (2, 3))
    await agreeing.lower("a", "b", 3, Clause(Level.NOTICE, here))
    again: list[tuple[int, tuple[Clause, ...]]] = [
        (3, (Clause(Level.NOTICE, here),)),
        (4, (Clause(Level.AREA, here),)),
    ]
    for level, clauses in again:
        with pytest.raises(NothingLowered):
            await agreeing.lower("a", "b", level, *clauses)
    await agreeing.lower("a", "b", 3, Clause(Level.NOTICE, there))
    await agreeing.lower("a", "b", 1)
    for who, other in (("a", "b"), ("b", "a")):
        with pytest.raises(NothingLowered):
            await agreeing.lower(who, other, 1, Clause(Level.AREA, here))
    assert world.sql("SELECT count(*) FROM lowering") == [(3,)]
    await agreeing.ratify(3)
    await agreeing.lower("a", "b", 1)


@pytest.mark.rule("DIS-02", "PAT-09")
async def test_parts_are_taken_back_so_often_a_day_and_the_whole_always(
    world: Any, agreeing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until each is applied both see the least of it: one a tick would keep a rival's notices back for ever."""
    monkeypatch.setattr(rules, "MOST_ACTS", 3)
    await agreeing.ratify(3)
    for column in (1, 2):
        await agreeing.lower("a", "b", 3, Clause(Level.NOTICE, frozenset({Cell(14, 1, column)})))
    third = Clause(Level.NOTICE, frozenset({Cell(14, 1, 3)}))
    with pytest.raises(TooOften):
        await agreeing.lower("a", "b", 3, third)
    with pytest.raises(TooOften):
        await agreeing.sign("a", await agreeing.draft(1))
    await agreeing.lower("b", "a", 3, third)
    await agreeing.lower("a", "c", 0, third)
    await agreeing.lower("a", "b", 2)
    world.clock.advance(24 * 3600 + 1)
    await agreeing.lower("a", "b", 2, Clause(Level.NOTICE, frozenset({Cell(14, 1, 4)})))
