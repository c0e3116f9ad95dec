"""Joint rooms in the database: seen by their chair and by officers of their parties (DIS-09)."""

from typing import Any

import pytest

from deconflict.rooms import store as rooms


@pytest.mark.rule("DIS-06", "DIS-09")
async def test_rooms_are_listed_newest_first_to_those_who_are_of_them(world: Any, seating: Any) -> None:
    first = await seating.opened("a", "b", chair="desk")
    world.clock.advance(1)
    second = await seating.opened("b", "c", chair="facilitator")
    expected = {
        "a": [first],
        "b": [second, first],
        "c": [second],
        "desk": [first],
        "facilitator": [second],
        **{who: [] for who in ("crew", "desk2", "oversight", "operator")},
    }
    for who, of in expected.items():
        found = await world.read(who, rooms.page, 10, None)
        assert [item.id for item in found] == [item.id for item in of], who
        for room in (first, second):
            seen = await world.read(who, rooms.room_with, room.id)
            assert (seen is not None) == (room in of), who
    assert await world.read("b", rooms.page, 1, (second.opened_at, second.id)) == [first]


@pytest.mark.rule("DIS-09", "SEC-01")
async def test_a_seat_is_seen_by_whoever_sits_there_alone(world: Any, seating: Any) -> None:
    from sqlalchemy import text

    room = await seating.opened()
    await seating.sit(room, "a")

    async def seats(session: Any) -> int:
        return len((await session.execute(text("SELECT person, session FROM seat"))).all())

    assert await world.read("a", seats) == 1
    for who in ("a2", "b", "desk", "facilitator"):
        assert await world.read(who, seats) == 0


@pytest.mark.rule("DIS-09", "SEC-01")
async def test_who_is_present_is_told_to_nobody_outside_the_room(world: Any, seating: Any) -> None:
    from sqlalchemy import text

    room = await seating.opened()
    await seating.sit(room, "a", "b")

    async def present(session: Any) -> int:
        found = await session.execute(text("SELECT * FROM room_present(ARRAY[:id]::uuid[])"), {"id": room.id})
        return len(found.all())

    for who in ("a", "a2", "b", "facilitator"):
        assert await world.read(who, present) == 2
    for who in ("c", "crew", "desk", "oversight", "operator"):
        assert await world.read(who, present) == 0
