"""A joint room's screen: what every party present may see, worked out anew for each request (DIS-09)."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from deconflict.conflicts.facts import from_shown_facts
from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId, Viewer
from deconflict.patrols.store import unpacked
from deconflict.rooms import store as rooms
from deconflict.rooms.errors import NotSeated
from deconflict.rooms.model import Room, Screen, SideOnScreen
from deconflict.runtime.database import PartySession
from deconflict.separation.finding import PointInTime


async def show_screen(
    session: PartySession, viewer: Viewer, wanted: UUID, now: datetime
) -> tuple[Room, Screen]:
    """Return the screen for the chair or somebody seated; what the chair sees of a party is on its ledger first."""
    room = await rooms.room_with(session, wanted)
    if room is None:
        raise NotFound()
    room.require_open()
    chairs = room.chair == viewer.person
    if not chairs and not room.seated:
        raise NotSeated()
    screen = await rooms.screen(session, room, _side, _path)
    if chairs:
        await _note(session, room, screen, viewer, now)
    return room, screen


async def _note(session: PartySession, room: Room, screen: Screen, viewer: Viewer, now: datetime) -> None:
    """Those seated see what their parties were shown before, and that is on the ledger; the chair may see more."""
    plans = Counter(plan.party for plan in screen.plans)
    conflicts = Counter(side.party for item in screen.conflicts for side in item.sides)
    entries = [
        Entry(
            EntryKind.DISCLOSURE,
            party,
            viewer.person,
            room.id,
            {"through": "room", "plans": plans[party], "conflicts": conflicts[party]},
            now,
        )
        for party in sorted({*plans, *conflicts}, key=str)
    ]
    await ledger.append(session, entries)


def _side(party: PartyId, callsign: str, told: dict[str, Any]) -> SideOnScreen:
    """Return a side as the other side is shown it."""
    shown = from_shown_facts(told)
    return SideOnScreen(party, callsign, shown.at_other, shown.first_other, shown.last_other, shown.parts)


def _path(stored: bytes) -> tuple[PointInTime, ...]:
    return tuple(PointInTime(point.lon, point.lat, point.time) for point in unpacked(stored))
