"""Each end is shown its own message, nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.disclosure.said import message_view, require_own
from deconflict.errors import NotFound
from deconflict.messages.model import Message, MessageId, MessageState
from deconflict.parties.model import PartyId, PersonId, Role, SessionId, Viewer

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
A, B = PartyId(uuid4()), PartyId(uuid4())
MESSAGE = Message(
    MessageId(uuid4()), A, B, MessageState.RECEIVED, Role.LIAISON, None, "Huda", "We wait.", True, (uuid4(),), None, AT
)  # fmt: skip


def viewer(party: PartyId | None, role: Role) -> Viewer:
    return Viewer(SessionId(uuid4()), PersonId(uuid4()), party, role, None, AT + timedelta(hours=1))


@pytest.mark.rule("DIS-06")
def test_a_message_is_shown_to_its_own_end_alone() -> None:
    shown = message_view(viewer(A, Role.LIAISON), MESSAGE, {B: "Party b"})
    assert (shown.party, shown.party_name, shown.text, shown.name) == (B, "Party b", "We wait.", "Huda")
    for stranger in (viewer(B, Role.LIAISON), viewer(None, Role.DESK), viewer(None, Role.FACILITATOR)):
        with pytest.raises(NotFound):
            message_view(stranger, MESSAGE, {})


@pytest.mark.rule("DIS-06")
def test_what_is_the_desks_is_not_that_of_others_without_a_party() -> None:
    of_desk = replace(MESSAGE, party=None, other=A)
    assert message_view(viewer(None, Role.DESK), of_desk, {A: "Party a"}).party_name == "Party a"
    require_own(viewer(None, Role.DESK), None)
    for role in (Role.FACILITATOR, Role.OVERSIGHT, Role.OPERATOR):
        with pytest.raises(NotFound):
            message_view(viewer(None, role), of_desk, {})
