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
    ESCALATION = "escalation"


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
        called = self.kind is NoteKind.CALL and self.called is not None
        if not self.text and not called and self.kind is not NoteKind.ESCALATION:
            raise EmptyNote()


@dataclass(frozen=True)
class Reached:
    """To whom a press brought a party's alert: the rung, as the ladder names it; None: nobody is left above."""

    party: PartyId
    rung: str | None


@dataclass(frozen=True)
class Press:
    """The desk raises by hand what parties have not acknowledged of one of its alerts (ALR-04).

    `done_at`: when the engine did; `reached` is empty where nothing of it was left to acknowledge.
    """

    note: NoteId
    feed: UUID
    seq: int
    asked_at: datetime
    done_at: datetime | None = None
    reached: tuple[Reached, ...] = ()


@dataclass(frozen=True)
class Note:
    """A note as it stands in the log: who wrote it in which role, and when it came in.

    `press`: of an escalation, what came of it.
    """

    id: NoteId
    person: PersonId
    role: Role
    name: str
    at: datetime
    said: Noting
    press: Press | None = None
