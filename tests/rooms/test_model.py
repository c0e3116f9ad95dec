"""A joint room as a value."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.rooms.errors import RoomClosed
from deconflict.rooms.model import CHAIRS, Room, RoomId

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.rule("DIS-09")
def test_when_a_room_closes_nobody_sits_there_and_it_stays_closed() -> None:
    parties = PartyId(uuid4()), PartyId(uuid4())
    room = Room(
        RoomId(uuid4()),
        "x",
        parties,
        PersonId(uuid4()),
        Role.DESK,
        NOON,
        present=frozenset(parties),
        seated=True,
    )
    assert room.require_open() is room
    closed = room.closed(NOON)
    assert (closed.present, closed.seated, closed.closed_at) == (frozenset(), False, NOON)
    for again in (closed.require_open, lambda: closed.closed(NOON)):
        with pytest.raises(RoomClosed):
            again()


@pytest.mark.rule("DIS-09")
def test_who_chairs_is_of_no_party() -> None:
    assert {Role.DESK, Role.FACILITATOR} == CHAIRS
