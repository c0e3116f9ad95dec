"""The only SQL about the shift log. Never commits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, tuple_

from deconflict.parties import scope
from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.parties.tables import person
from deconflict.runtime.database import PartySession
from deconflict.shiftlog.model import Matter, MatterKind, Note, NoteId, NoteKind, Noting, Press, Reached
from deconflict.shiftlog.tables import note, press


async def add(writer: PartySession, new: Note) -> None:
    """Store a note, and what is pressed with it."""
    said = new.said
    await writer.execute(
        insert(note).values(
            id=new.id,
            person=new.person,
            role=new.role.value,
            kind=said.kind.value,
            text=said.text,
            matter_kind=said.about and said.about.kind.value,
            matter=said.about and said.about.id,
            called=said.called,
            answered_by=said.answered_by,
            written_at=said.written_at,
            at=new.at,
        )
    )
    if new.press is not None:
        asked = {name: getattr(new.press, name) for name in ("note", "feed", "seq", "asked_at")}
        await writer.execute(insert(press).values(asked))


async def page(reader: PartySession, limit: int, after: tuple[datetime, UUID] | None) -> list[Note]:
    """Return at most `limit` notes, the newest first, after that one; none for who is not to read them."""
    pressed = press.c.feed, press.c.seq, press.c.asked_at, press.c.done_at, press.c.reached
    wanted = select(note, person.c.name, *pressed).join(person, person.c.id == note.c.person)
    wanted = wanted.outerjoin(press, press.c.note == note.c.id)
    wanted = wanted.where(scope.of_room(reader)).order_by(note.c.at.desc(), note.c.id.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(tuple_(note.c.at, note.c.id) < after)
    return [_note(row) for row in await reader.rows(wanted)]


def _note(row: Row[*tuple[Any, ...]]) -> Note:
    about = None if row.matter is None else Matter(MatterKind(row.matter_kind), row.matter)
    said = Noting(
        NoteKind(row.kind),
        row.text,
        about,
        row.called and PartyId(row.called),
        row.answered_by,
        row.written_at,
    )
    made = None if row.asked_at is None else to_press(row.id, row)
    return Note(NoteId(row.id), PersonId(row.person), Role(row.role), row.name, row.at, said, made)


def to_press(of: UUID, row: Row[*tuple[Any, ...]]) -> Press:
    """Read what was pressed, and what came of it."""
    reached = tuple(Reached(PartyId(UUID(party)), rung) for party, rung in row.reached or ())
    return Press(NoteId(of), row.feed, row.seq, row.asked_at, row.done_at, reached)
