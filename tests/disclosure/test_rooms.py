"""What of a joint room and its screen may leave, by its viewer (DIS-09)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.disclosure.rooms import disclose_room, disclose_screen
from deconflict.errors import NotFound
from deconflict.parties.model import PartyId, PersonId, Role, SessionId, Viewer
from deconflict.rooms.model import Room, RoomId, Screen
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import UNBOUNDED, Window
from deconflict.zones.model import Zone, ZoneId

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
EAST, WEST = PartyId(uuid4()), PartyId(uuid4())
CHAIR = PersonId(uuid4())
ROOM = Room(RoomId(uuid4()), "x", (EAST, WEST), CHAIR, Role.DESK, NOON, present=frozenset({EAST}))
NAMES = {EAST: "East", WEST: "West"}
SCREEN = Screen(frozenset({EAST}))


def viewer(role: Role, party: PartyId | None = None, person: PersonId | None = None) -> Viewer:
    until = NOON + timedelta(hours=1)
    return Viewer(SessionId(uuid4()), person or PersonId(uuid4()), party, role, None, until)


@pytest.mark.rule("DIS-06", "DIS-09")
def test_a_room_is_for_its_chair_and_its_parties_officers() -> None:
    for who in (viewer(Role.DESK, person=CHAIR), viewer(Role.LIAISON, EAST), viewer(Role.DUTY_OFFICER, WEST)):
        shown = disclose_room(who, ROOM, NAMES).value
        assert [(item.party_name, item.present) for item in shown.parties] == [
            ("East", True),
            ("West", False),
        ]
        assert shown.chairing == (who.person == CHAIR)
    others = (viewer(Role.DESK), viewer(Role.FACILITATOR), viewer(Role.CREW, EAST))
    for who in (*others, viewer(Role.LIAISON, PartyId(uuid4()))):
        with pytest.raises(NotFound):
            disclose_room(who, ROOM, NAMES)
        with pytest.raises(NotFound):
            disclose_screen(who, replace(ROOM, seated=True), SCREEN, [], NAMES)


@pytest.mark.rule("DIS-09")
def test_the_screen_is_for_the_chair_and_whoever_sits_there_with_public_zones_alone() -> None:
    ring = ((15.0, 32.0), (15.1, 32.0), (15.1, 32.1), (15.0, 32.0))
    area = Area((ring,), ZoneKind.BASE, Window(UNBOUNDED, UNBOUNDED))
    public, own = (Zone(ZoneId(uuid4()), of, "x", area, NOON, None) for of in (None, EAST))
    officer, seated = viewer(Role.LIAISON, EAST), replace(ROOM, seated=True)
    with pytest.raises(NotFound):
        disclose_screen(officer, ROOM, SCREEN, [], NAMES)
    for who, room in ((officer, seated), (viewer(Role.DESK, person=CHAIR), ROOM)):
        assert disclose_screen(who, room, SCREEN, [public, own], NAMES).value.zones == (public,)
