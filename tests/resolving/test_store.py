"""Who moves as the neutral staff and the parties read and write it: each its own, whichever wall stands."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.parties.model import PersonId
from deconflict.resolving import store as resolving
from deconflict.resolving.model import Adjusts, Assignment, ShiftOffer, ShiftOfferId
from deconflict.runtime.errors import AccessRefused

TABLES = ("assignment", "shift_offer")


@pytest.fixture
async def ids(world: Any) -> dict[str, Any]:
    """A conflict of A's with B, and A's overlap."""
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    [(overlap, patrol)] = world.sql("SELECT id, patrol FROM overlap WHERE party = %s", world.parties["a"].id)
    return {"conflict": world.sql("SELECT id FROM conflict")[0][0], "overlap": overlap, "patrol": patrol}


def question(world: Any, who: str, ids: dict[str, Any], **other: Any) -> ShiftOffer:
    viewer = world.viewers[who]
    values = {
        "id": ShiftOfferId(uuid4()),
        "party": viewer.party,
        "person": viewer.person,
        "overlap": ids["overlap"] if viewer.party else None,
        "conflict": None if viewer.party else ids["conflict"],
        "patrol": ids["patrol"],
        "asked_at": world.now(),
    }
    return ShiftOffer(**{**values, **other})


@pytest.mark.rule("SEC-01")
async def test_the_database_lets_only_the_desk_assign_in_its_own_name(
    world: Any, ids: dict[str, Any]
) -> None:
    said = Assignment(ids["conflict"], 1, world.parties["a"].id, world.viewers["desk"].person, world.now())
    for who in ("a", "b", "facilitator", "oversight", "desk2"):
        with pytest.raises(AccessRefused):
            await world.read(who, resolving.assign, said)
    await world.read("desk", resolving.assign, said)
    adjusts = {ids["conflict"]: Adjusts(world.parties["a"].id, by_agreement=False)}
    for who in ("desk", "facilitator"):
        assert await world.read(who, resolving.assigned, [ids["conflict"]]) == adjusts
    for who in ("a", "c", "oversight", "operator"):
        assert await world.read(who, resolving.assigned, [ids["conflict"]]) == {}


@pytest.mark.rule("SEC-01")
async def test_the_database_lets_a_party_ask_about_its_own_overlap_alone(
    world: Any, ids: dict[str, Any]
) -> None:
    own = question(world, "a", ids)
    others = PersonId(world.viewers["b"].person)
    wrong = [
        ("b", question(world, "b", ids)),
        ("crew", question(world, "crew", ids)),
        ("a", question(world, "a", ids, person=others)),
        ("b", question(world, "a", ids, person=others)),
        (
            "desk",
            question(world, "desk", ids, patrol=world.sql("SELECT id FROM patrol")[0][0], conflict=uuid4()),
        ),
    ]
    for who, asked in wrong:
        with pytest.raises(AccessRefused):
            await world.read(who, resolving.ask_shifts, [asked])
    await world.read("a", resolving.ask_shifts, [own])
    await world.read("desk", resolving.ask_shifts, [question(world, "desk", ids)])
    assert await world.read("a2", resolving.shifts_of_overlap, ids["overlap"]) == {ids["patrol"]: own}


@pytest.mark.rule("SEC-01", "DIS-06")
async def test_the_application_alone_keeps_what_was_asked_from_others(
    world: Any, ids: dict[str, Any]
) -> None:
    await world.read("a", resolving.ask_shifts, [question(world, "a", ids)])
    await world.read("desk", resolving.ask_shifts, [question(world, "desk", ids)])
    for table in TABLES:
        world.sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    try:
        for who in ("b", "c", "desk", "facilitator", "operator"):
            assert await world.read(who, resolving.shifts_of_overlap, ids["overlap"]) == {}
        for who in ("a", "b", "facilitator", "operator"):
            assert await world.read(who, resolving.shifts_of_conflict, ids["conflict"]) == {}
    finally:
        for table in TABLES:
            world.sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


async def test_advice_of_others_is_no_advice(world: Any, ids: dict[str, Any]) -> None:
    said = Assignment(ids["conflict"], 1, world.parties["a"].id, world.viewers["desk"].person, world.now())
    await world.read("desk", resolving.assign, said)
    await world.engine.carry()
    for who, known in (("a", 1), ("crew", 1), ("desk", 1), ("b", 0), ("c", 0), ("operator", 0)):
        assert len(await world.read(who, resolving.advice_on, [ids["overlap"]])) == known, who
