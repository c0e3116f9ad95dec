"""One's own sessions on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

from deconflict.api.wire_sessions import OpenSessionsOut
from deconflict.parties.model import OpenSession, PersonId, Role, SessionId, Viewer, Whence

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_the_one_that_asks_is_marked() -> None:
    own, other = SessionId(uuid4()), SessionId(uuid4())
    viewer = Viewer(own, PersonId(uuid4()), None, Role.DESK, None, AT)
    found = [OpenSession(each, Whence("192.0.2.7", "x"), AT, AT, AT, None, None) for each in (own, other)]
    told = OpenSessionsOut.of(found, viewer).sessions
    assert [(each.id, each.this) for each in told] == [(own, True), (other, False)]
    assert told[0].address == "192.0.2.7"
