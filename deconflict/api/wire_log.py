"""The shift log on the wire: what the desk and the facilitator write, and read of each other."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import StringConstraints

from deconflict.alerts.model import Rung
from deconflict.api.wire import In, Moment, Name, Out, example
from deconflict.api.wire_messages import PARTY
from deconflict.parties.model import PartyId, Role
from deconflict.shiftlog.model import Matter, MatterKind, Note, NoteKind, Noting, Press

# As of messages, but nothing at all may be said of a call.
WORDS: Final = r"^[^\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]*$"
ABOUT: Final[dict[str, Any]] = {"kind": "conflict", "id": "7d0f2a35-3b1e-4a86-9a3c-1f2e3d4c5b6a"}
SAID: Final[dict[str, Any]] = {
    "kind": "call",
    "text": "Holds at the junction until ten.",
    "about": ABOUT,
    "called": PARTY,
    "answered_by": "Huda",
    "written_at": "2026-11-30T17:13:40Z",
}


class AboutIn(In):
    """What a note is about."""

    model_config = example(ABOUT)

    kind: MatterKind
    id: UUID


class NoteIn(In):
    """What goes into the log. Of a call: which party was called and who answered; its words may be left out.

    `written_at`: when it was written, where that was offline.
    """

    model_config = example(SAID)

    kind: Literal[NoteKind.CALL, NoteKind.NOTE, NoteKind.HANDOVER]
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=WORDS)] = ""
    about: AboutIn | None = None
    called: UUID | None = None
    answered_by: Name | None = None
    written_at: Moment | None = None

    def noting(self, now: datetime) -> Noting:
        """What is written; of who was called only in a call."""
        about = None if self.about is None else Matter(self.about.kind, self.about.id)
        is_call = self.kind is NoteKind.CALL
        called = PartyId(self.called) if is_call and self.called is not None else None
        answered_by = self.answered_by if is_call else None
        return Noting(self.kind, self.text, about, called, answered_by, self.written_at or now)


class AboutOut(Out):
    """What a note is about."""

    kind: MatterKind
    id: UUID


class ReachedOut(Out):
    """A party's alert was brought to that rung; null: every rung had been reached, and nobody is left to tell."""

    party: UUID
    rung: Rung | None


class RaisedOut(Out):
    """What came of an escalation by hand. `done_at` is null until the engine did it, within a second or two.

    `reached` is empty where no party had anything left to acknowledge.
    """

    done_at: datetime | None
    reached: list[ReachedOut]


class NoteOut(Out):
    """A note in the log. `at`: when it came in, after `written_at` where it was written offline.

    `raised`: of an escalation, null of any other.
    """

    model_config = example(
        {
            "id": "0b7c3c1e-55f2-4c43-8d3f-9a0b1c2d3e4f",
            "name": "Mariam",
            "role": "desk",
            **SAID,
            "raised": None,
            "at": "2026-11-30T17:14:02Z",
        }
    )

    id: UUID
    name: str
    role: Role
    kind: NoteKind
    text: str
    about: AboutOut | None
    called: UUID | None
    answered_by: str | None
    raised: RaisedOut | None
    written_at: datetime
    at: datetime

    @classmethod
    def of(cls, note: Note) -> Self:
        """Show a note."""
        said = note.said
        about = None if said.about is None else AboutOut(kind=said.about.kind, id=said.about.id)
        words = {
            name: getattr(said, name) for name in ("kind", "text", "called", "answered_by", "written_at")
        }
        raised = None if note.press is None else raised_out(note.press)
        return cls(
            id=note.id, name=note.name, role=note.role, about=about, at=note.at, raised=raised, **words
        )


def raised_out(press: Press) -> RaisedOut:
    """Show what came of a press."""
    reached = [
        ReachedOut(party=item.party, rung=None if item.rung is None else Rung(item.rung))
        for item in press.reached
    ]
    return RaisedOut(done_at=press.done_at, reached=reached)


class LogPage(Out):
    """Notes, newest first."""

    notes: list[NoteOut]
