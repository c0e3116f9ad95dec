"""An entry leaves with everything that proves it."""

from base64 import b64encode
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from deconflict.api.wire_ledger import EntryOut
from deconflict.ledger.model import SALT_BYTES, Entry, EntryKind, Kept, commitment

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.mark.rule("LOG-03")
def test_the_salt_and_the_commitment_go_with_it() -> None:
    entry = Entry(EntryKind.DISCLOSURE, uuid4(), None, uuid4(), {"level": 1}, AT)
    salt = bytes(range(SALT_BYTES))
    shown = EntryOut.of(Kept(uuid4(), entry, salt, commitment(entry, salt)))
    assert shown.commitment == b64encode(commitment(entry, salt)).decode()
    assert (shown.kind, shown.subject, shown.person, shown.payload) == (
        EntryKind.DISCLOSURE, entry.subject, None, {"level": 1},
    )  # fmt: skip
