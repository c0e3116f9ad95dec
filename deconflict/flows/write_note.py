"""The desk or the facilitator writes into the shift log: a call, a note, a handover. Parties never read it.

What it is about is not looked up: written offline, it may come when that is long over, and is never refused for it.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import store as parties
from deconflict.parties.model import Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.runtime.clock import bounded
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id
from deconflict.shiftlog import store as log
from deconflict.shiftlog.errors import NoSuchParty
from deconflict.shiftlog.model import Note, NoteId, Noting, Press


async def write_note(session: PartySession, viewer: Viewer, noting: Noting, now: datetime) -> Note:
    """Put a note into the log. A clock that is ahead is not believed: nothing was written after it came in.

    Nor one that knows nothing: no note is lost for it.
    """
    require_role(viewer, Role.DESK, Role.FACILITATOR)
    if noting.called is not None and noting.called not in {
        party.id for party in await parties.parties(session)
    }:
        raise NoSuchParty()
    said = replace(noting, written_at=bounded(noting.written_at, now))
    return await put_on_record(session, viewer, NoteId(new_id()), said, None, now)


async def put_on_record(
    session: PartySession, viewer: Viewer, wanted: NoteId, said: Noting, press: Press | None, now: datetime
) -> Note:
    """Store a note and what is pressed with it; the ledger keeps its digest."""
    person = await parties.person_with(session, viewer.person)
    if person is None:
        raise NotFound()
    note = Note(wanted, viewer.person, viewer.role, person.name, now, said, press)
    await log.add(session, note)
    entry = Entry(EntryKind.MESSAGE, None, viewer.person, note.id, _digest(note), now)
    await ledger.append(session, [entry])
    return note


def _digest(note: Note) -> dict[str, str | int | list[str]]:
    """Return what the ledger keeps: enough to prove later what was written, not what it was."""
    return {"log": note.said.kind.value, "sha256": sha256(note.said.text.encode()).hexdigest()}
