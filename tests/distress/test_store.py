"""Calls and halts in the database: who finds, stores and ends which (LIV-07, SEC-01)."""

from typing import Any

import pytest
from sqlalchemy import text

from deconflict.distress import store as distress
from deconflict.distress.model import Place
from deconflict.flows.order_halt import order_halt
from deconflict.flows.raise_sos import raise_sos
from deconflict.runtime.errors import AccessRefused, ConstraintViolated

NOTE = "INSERT INTO notice (id, kind, change, rings, found_at,"
NEW = "gen_random_uuid()"
SQUARE = ((14.9, 31.9), (15.2, 31.9), (15.2, 32.1))


async def called(world: Any, who: str = "crew") -> Any:
    place = Place(15.0, 32.0, world.now())
    return (await world.act(who, raise_sos, "U1", place, "ambush", world.now()))[0]


@pytest.mark.rule("LIV-07", "DIS-06")
async def test_its_own_party_and_the_desk_find_a_call_whole_and_others_none(world: Any) -> None:
    call = await called(world)
    for who in ("a", "crew", "desk"):
        assert await world.read(who, distress.calls, [call.id]) == {call.id: call}
        assert await world.read(who, distress.page_of_calls, 10, None) == [call]
        assert await world.read(who, distress.standing, call.unit) == call
    for who in ("b", "facilitator", "oversight", "operator"):
        assert await world.read(who, distress.calls, [call.id]) == {}
        assert await world.read(who, distress.page_of_calls, 10, None) == []
        assert await world.read(who, distress.call_to_end, call.id) is None


@pytest.mark.rule("LIV-07")
async def test_a_unit_has_one_standing_call(world: Any) -> None:
    call = await called(world)
    assert not await world.read("crew", distress.call, call)


async def test_pages_go_from_the_newest_on(world: Any) -> None:
    first = await called(world)
    world.clock.advance(1)
    second = (await world.act("a", raise_sos, "U2", None, "", world.now()))[0]
    assert await world.read("desk", distress.page_of_calls, 1, None) == [second]
    after = (second.raised_at, second.id)
    assert await world.read("desk", distress.page_of_calls, 5, after) == [first]


@pytest.mark.rule("SEC-01", "LIV-07")
@pytest.mark.parametrize(
    ("who", "statement"),
    [
        ("b", "UPDATE sos SET ended_at = raised_at, by_desk = false, due = true RETURNING id"),
        ("facilitator", "UPDATE sos SET ended_at = raised_at, by_desk = false, due = true RETURNING id"),
        ("a", "UPDATE halt SET lifted_at = raised_at, due = true RETURNING id"),
        ("facilitator", "UPDATE halt SET lifted_at = raised_at, due = true RETURNING id"),
        ("b", "SELECT id FROM sos"),
        ("b", "SELECT id FROM sos_told"),
        ("a", "SELECT id FROM halt"),
        ("a", "SELECT id FROM halt_told"),
    ],
)
async def test_the_database_shows_and_lets_nobody_end_what_is_anothers(
    world: Any, who: str, statement: str
) -> None:
    await called(world)
    await world.act("desk", order_halt, SQUARE, "", world.now())

    async def forge(session: Any) -> list[Any]:
        return list(await session.rows(text(statement)))

    assert await world.read(who, forge) == []


@pytest.mark.rule("SEC-01", "LIV-07")
@pytest.mark.parametrize(
    ("who", "statement"),
    [
        ("crew", "UPDATE sos SET ended_at = raised_at, by_desk = true, due = true"),
        ("crew", "UPDATE sos SET ended_at = raised_at, by_desk = false, due = false"),
        ("crew", "UPDATE sos SET lon = 0"),
        ("crew", "DELETE FROM sos"),
        ("desk", "UPDATE halt SET ring = '{1,1,2,2,3,3}'"),
        ("desk", f"{NOTE} sos) SELECT {NEW}, 'sos', 'raised', true, service_now(), {NEW}"),
        ("crew", f"{NOTE} sos, party) SELECT {NEW}, 'all_clear', 'over', true, raised_at, id, party FROM sos"),
        ("crew", f"{NOTE} halt) SELECT {NEW}, 'halt', 'raised', true, service_now(), {NEW}"),
        ("crew", f"{NOTE} sos) SELECT {NEW}, 'glass', 'raised', true, raised_at, id FROM sos"),
        ("crew", f"{NOTE} sos, party) SELECT {NEW}, 'sos', 'raised', true, '1970-01-02Z', id, party FROM sos"),
    ],
)  # fmt: skip
async def test_the_database_refuses_what_is_not_so(world: Any, who: str, statement: str) -> None:
    await called(world)
    await world.act("desk", order_halt, SQUARE, "", world.now())

    async def forge(session: Any) -> None:
        await session.execute(text(statement))

    with pytest.raises(AccessRefused):
        await world.read(who, forge)


@pytest.mark.rule("SEC-01", "LIV-07")
async def test_of_a_call_nobody_is_told_twice(world: Any) -> None:
    await called(world)

    async def again(session: Any) -> None:
        told = f"{NOTE} sos, party) SELECT {NEW}, 'sos', 'raised', true, raised_at, id, party FROM sos"
        await session.execute(text(told))

    with pytest.raises(ConstraintViolated):
        await world.read("crew", again)
