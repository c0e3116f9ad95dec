"""A party's officers say who of them is on duty when: who is called for what nobody acknowledges (ALR-04)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from deconflict.duty import store as rosters
from deconflict.duty.errors import NoSuchOfficer, TooManyShifts
from deconflict.duty.model import Shift, ShiftId
from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import store as parties
from deconflict.parties.model import OFFICERS, Viewer
from deconflict.parties.rules import require_officer
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id

MOST: Final = 500


async def add_shift(
    session: PartySession, viewer: Viewer, login: str, start: datetime, end: datetime, now: datetime
) -> Shift:
    """Put an officer of one's own party on duty, by login, beside whoever else is then."""
    party = require_officer(viewer)
    person = await parties.person_called(session, login, party)
    if person is None or person.role not in OFFICERS:
        raise NoSuchOfficer()
    if await rosters.count_ahead(session, now) >= MOST:
        raise TooManyShifts(most=MOST)
    shift = Shift(ShiftId(new_id()), party, person.id, person.name, person.login, start, end)
    await rosters.add(session, shift.require_ahead(now), viewer.person)
    await _note(session, viewer, shift, "on_duty", now)
    return shift


async def remove_shift(session: PartySession, viewer: Viewer, wanted: UUID, now: datetime) -> None:
    """Take a shift off one's own party's roster."""
    shift = await rosters.shift_with(session, wanted)
    if shift is None:
        raise NotFound()
    require_officer(viewer)
    await rosters.remove(session, shift.id)
    await _note(session, viewer, shift, "off_duty", now)


async def _note(session: PartySession, viewer: Viewer, shift: Shift, change: str, now: datetime) -> None:
    said: dict[str, str | int | list[str]] = {
        "change": change,
        "person": str(shift.person),
        "start": shift.start.isoformat(),
        "end": shift.end.isoformat(),
    }
    entry = Entry(EntryKind.ADMINISTRATION, shift.party, viewer.person, shift.id, said, now)
    await ledger.append(session, [entry])
