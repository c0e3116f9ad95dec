"""Notes on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_log import NoteIn, NoteOut
from deconflict.parties.model import PersonId, Role
from deconflict.shiftlog.model import Note, NoteId

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_a_note_goes_out_as_it_came_in() -> None:
    said = {
        "kind": "call",
        "text": "holds",
        "about": {"kind": "sos", "id": str(uuid4())},
        "called": str(uuid4()),
    }
    body = NoteIn.model_validate(said)
    note = Note(NoteId(uuid4()), PersonId(uuid4()), Role.DESK, "Mariam", NOW, body.noting(NOW))
    shown = NoteOut.of(note).model_dump(mode="json")
    assert {name: shown[name] for name in said} == said
    assert shown["written_at"] == shown["at"]
    assert str(note.person) not in str(shown)


def test_whom_one_called_belongs_to_calls_alone() -> None:
    body = NoteIn.model_validate(
        {"kind": "note", "text": "quiet", "called": str(uuid4()), "answered_by": "S"}
    )
    assert (body.noting(NOW).called, body.noting(NOW).answered_by) == (None, None)


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("text", ["x" * 2001, "a\u202eb", "a\u0000b"])
def test_words_are_bounded_and_turn_no_line_around(text: str) -> None:
    with pytest.raises(ValidationError):
        NoteIn.model_validate({"kind": "note", "text": text})
