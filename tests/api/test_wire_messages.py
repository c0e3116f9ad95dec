"""Messages on the wire: plain text, bounded."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_messages import LiaisonIn, LiaisonOut, MessageIn
from deconflict.messages.model import Liaison
from deconflict.parties.model import PartyId


def test_a_message_keeps_its_lines_and_goes_to_the_desk_unless_it_names_a_party() -> None:
    said = MessageIn.model_validate({"text": " ننتظر\nuntil ten "}).saying
    assert (said.to, said.text, said.urgent) == (None, "ننتظر\nuntil ten", False)
    party = uuid4()
    assert MessageIn.model_validate({"text": "x", "to": str(party), "urgent": True}).saying.to == party


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    "wrong", ["", "  ", "x" * 2001, "bell\x07", "turn\u202eed", "tab\there", None, 7, ["x"]]
)
def test_what_is_no_plain_text_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        MessageIn.model_validate({"text": wrong})
    with pytest.raises(ValidationError):
        LiaisonIn.model_validate({"name": "Huda", "reach": wrong})


def test_a_liaison_is_shown_as_it_was_named() -> None:
    party = PartyId(uuid4())
    assert LiaisonOut.of(Liaison(party, "Huda", "channel 7")).model_dump() == {
        "party": party,
        "name": "Huda",
        "reach": "channel 7",
    }
