"""Taking a seat and leaving: officers of the parties named, each for its own party (DIS-09)."""

from typing import Any

import pytest
from sqlalchemy import text

from deconflict.errors import NotFound
from deconflict.flows.open_room import close_room
from deconflict.flows.take_seat import leave_seat, take_seat
from deconflict.parties.errors import RoleRefused
from deconflict.rooms import store as rooms
from deconflict.rooms.errors import RoomClosed
from deconflict.runtime.errors import AccessRefused


@pytest.mark.rule("DIS-09")
async def test_an_officer_sits_for_its_party_and_all_of_the_room_see_that_it_is_present(
    world: Any, seating: Any
) -> None:
    room = await seating.opened("a", "b")
    await seating.sit(room, "a", "a2")
    for who, sits in (("a", True), ("a2", True), ("b", False), ("facilitator", False)):
        seen = await world.read(who, rooms.room_with, room.id)
        assert (seen.present, seen.seated) == ({world.parties["a"].id}, sits), who
    await world.act("a", leave_seat, room.id, world.now())
    left = await world.act("a2", leave_seat, room.id, world.now())
    assert (left.present, left.seated) == (frozenset(), False)
    assert await world.act("a2", leave_seat, room.id, world.now()) == left


@pytest.mark.rule("DIS-06", "DIS-09")
async def test_nobody_else_sits_there(world: Any, seating: Any) -> None:
    room = await seating.opened("a", "b", chair="desk")
    for who in ("c", "crew", "facilitator", "desk2", "oversight"):
        with pytest.raises(NotFound):
            await world.act(who, take_seat, room.id, world.now())
    with pytest.raises(RoleRefused):
        await world.act("desk", take_seat, room.id, world.now())
    await world.act("desk", close_room, room.id, world.now())
    for flow in (take_seat, leave_seat):
        with pytest.raises(RoomClosed):
            await world.act("a", flow, room.id, world.now())


@pytest.mark.rule("DIS-09")
async def test_somebody_sits_once_by_the_session_that_asked_last(world: Any, seating: Any) -> None:
    room = await seating.opened()
    await seating.sit(room, "a")
    await seating.sit(room, "a")
    last = world.viewers["a"].session
    assert world.sql("SELECT session FROM seat WHERE left_at IS NULL") == [(last,)]


@pytest.mark.rule("DIS-09", "SEC-01")
@pytest.mark.parametrize("who", ["b", "c", "crew", "desk"])
async def test_the_database_lets_nobody_sit_for_another_party_or_by_anothers_session(
    world: Any, seating: Any, who: str
) -> None:
    room = await seating.opened()
    await seating.sit(room, "a")
    a, own = world.viewers["a"], world.viewers[who]
    statement = text(
        "INSERT INTO seat (id, room, party, person, session, taken_at)"
        " VALUES (gen_random_uuid(), :room, :party, :person, :session, now())"
    )

    async def forge(session: Any, _viewer: Any, party: Any) -> None:
        values = {"room": room.id, "party": party, "person": own.person, "session": a.session}
        await session.execute(statement, values)

    for party in (a.party, own.party or a.party):
        with pytest.raises(AccessRefused):
            await world.act(who, forge, party)


@pytest.mark.rule("DIS-07", "DIS-09")
async def test_sitting_and_leaving_are_on_the_partys_own_ledger(world: Any, seating: Any) -> None:
    room = await seating.opened()
    await seating.sit(room, "b")
    await world.act("b", leave_seat, room.id, world.now())
    kept = world.sql(
        "SELECT party, person, payload ->> 'change' FROM ledger_entry WHERE kind = 'room' AND person = %s",
        world.viewers["b"].person,
    )
    b = world.viewers["b"]
    assert sorted(kept) == [(b.party, b.person, "left"), (b.party, b.person, "seated")]
