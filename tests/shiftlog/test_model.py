"""What a note has to say."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from deconflict.parties.model import PartyId
from deconflict.shiftlog.errors import EmptyNote
from deconflict.shiftlog.model import NoteKind, Noting

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_of_a_call_it_is_enough_which_party_was_called() -> None:
    assert Noting(NoteKind.CALL, "", None, PartyId(uuid4()), None, NOW).text == ""


@pytest.mark.parametrize("kind", [NoteKind.CALL, NoteKind.NOTE, NoteKind.HANDOVER])
def test_a_note_without_a_word_is_refused(kind: NoteKind) -> None:
    with pytest.raises(EmptyNote):
        Noting(kind, "", None, None, None, NOW)
