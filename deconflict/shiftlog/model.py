"""What the neutral staff write into their shift log, as values. No I/O."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.shiftlog.errors import EmptyNote

NoteId = NewType("NoteId", UUID)


class NoteKind(StrEnum):
    """What a note records. Nothing is changed afterwards: a correction is a note of its own."""

    CALL = "call"
    NOTE = "note"
    HANDOVER = "handover"


class MatterKind(StrEnum):
    """What a note may be about."""

    CONFLICT = "conflict"
    OVERLAP = "overlap"
    ENCOUNTER = "encounter"
    SOS = "sos"
    HALT = "halt"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Matter:
    """What a note is about, as its writer knows it. It may be over, and its record gone, before the note."""

    kind: MatterKind
    id: UUID


@dataclass(frozen=True)
class Noting:
    """What somebody writes: about what, and of a call which party was called and who of it answered."""

    kind: NoteKind
    text: str
    about: Matter | None
    called: PartyId | None
    answered_by: str | None
    written_at: datetime

    def __post_init__(self) -> None:
        if not self.text and not (self.kind is NoteKind.CALL and self.called):
            raise EmptyNote()


@dataclass(frozen=True)
class Note:
    """A note as it stands in the log: who wrote it in which role, and when it came in."""

    id: NoteId
    person: PersonId
    role: Role
    name: str
    at: datetime
    said: Noting
