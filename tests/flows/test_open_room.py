"""Opening and closing joint rooms: neutral staff alone, for parties that exist, on their ledgers (DIS-09)."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.open_room import close_room, open_room
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Role
from deconflict.rooms.errors import RoomClosed


@pytest.mark.rule("DIS-09")
async def test_the_desks_staff_or_the_facilitator_opens_a_room_and_chairs_it(world: Any) -> None:
    named = [world.parties[slug].id for slug in ("a", "b")]
    for who in ("desk", "facilitator"):
        room = await world.act(who, open_room, "Coast road", named, world.now())
        assert (room.chair, room.chair_role) == (world.viewers[who].person, Role(who))
        assert set(room.parties) == set(named)
    for who in ("a", "crew", "oversight", "operator"):
        with pytest.raises(RoleRefused):
            await world.act(who, open_room, "Coast road", named, world.now())


async def test_a_room_names_parties_that_exist(world: Any) -> None:
    with pytest.raises(NotFound):
        await world.act("desk", open_room, "x", [world.parties["a"].id, uuid4()], world.now())


@pytest.mark.rule("DIS-06", "DIS-09")
async def test_its_chair_alone_closes_it_and_once(world: Any, seating: Any) -> None:
    room = await seating.opened(chair="desk")
    await seating.sit(room, "a")
    with pytest.raises(RoleRefused):
        await world.act("a", close_room, room.id, world.now())
    for who in ("c", "desk2", "facilitator"):
        with pytest.raises(NotFound):
            await world.act(who, close_room, room.id, world.now())
    closed = await world.act("desk", close_room, room.id, world.now())
    assert (closed.closed_at, closed.present) == (world.now(), frozenset())
    with pytest.raises(RoomClosed):
        await world.act("desk", close_room, room.id, world.now())


@pytest.mark.rule("DIS-07", "DIS-09")
async def test_both_are_on_the_ledger_of_each_party_named_and_of_no_other(world: Any, seating: Any) -> None:
    room = await seating.opened()
    await world.act("facilitator", close_room, room.id, world.now())
    kept = world.sql("SELECT party, payload ->> 'change' FROM ledger_entry WHERE subject = %s", room.id)
    parties = [world.parties[slug].id for slug in ("a", "b")]
    assert sorted(kept, key=str) == sorted(
        [(party, change) for party in parties for change in ("opened", "closed")], key=str
    )
