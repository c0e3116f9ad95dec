"""What sides say to each other is read as it comes."""

from datetime import UTC, datetime

import pytest

from deconflict_client.errors import Unreadable
from deconflict_client.talk import Liaison, liaison, message, proposal
from deconflict_client.wire import Record

MESSAGE = {
    "id": "m1",
    "state": "received",
    "party": "east",
    "party_name": "Eastern Command",
    "role": "liaison",
    "name": "Huda",
    "text": "We wait.",
    "urgent": True,
    "overlaps": ["o1"],
    "conflict": None,
    "at": "2026-12-01T08:00:00Z",
    "carried_at": None,
}
PROPOSAL = {
    "id": "s1",
    "state": "proposed",
    "party": None,
    "party_name": None,
    "incoming": True,
    "mover": "self",
    "shift_s": -1500,
    "overlaps": ["o1", "o2"],
    "conflict": None,
    "said": None,
    "at": "2026-12-01T08:00:00Z",
    "expires_at": "2026-12-01T08:30:00Z",
    "settled_at": None,
}


def test_a_message_is_read_whole() -> None:
    read = message(Record(MESSAGE))
    assert (read.party_name, read.name, read.text, read.urgent) == (
        "Eastern Command",
        "Huda",
        "We wait.",
        True,
    )
    assert (read.overlaps, read.at) == (("o1",), datetime(2026, 12, 1, 8, tzinfo=UTC))
    with pytest.raises(Unreadable):
        message(Record({**MESSAGE, "text": None}))


def test_a_proposal_is_read_whole() -> None:
    read = proposal(Record(PROPOSAL))
    assert (read.party, read.incoming, read.mover, read.shift_s) == (None, True, "self", -1500)
    assert (read.overlaps, read.said) == (("o1", "o2"), None)


def test_a_liaison_is_read_whole() -> None:
    read = liaison(Record({"party": "east", "name": "Huda", "reach": "channel 7"}))
    assert read == Liaison("east", "Huda", "channel 7")
