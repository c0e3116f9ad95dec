"""Notes, presence and tracks as they are read."""

from datetime import UTC, datetime

import pytest

from deconflict_client import desk
from deconflict_client.errors import Unreadable
from deconflict_client.wire import Record

AT = "2026-12-01T08:00:00Z"
EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
NOTE = {
    "id": "n1",
    "name": "Mariam",
    "role": "desk",
    "kind": "call",
    "text": "holds",
    "written_at": AT,
    "at": AT,
}


def test_a_note_says_what_it_is_about_and_whom_it_reached() -> None:
    plain = desk.note(Record.of(NOTE | {"called": "p1", "about": {"kind": "sos", "id": "s1"}}))
    assert (plain.about, plain.called, plain.answered_by, plain.raised) == (("sos", "s1"), "p1", None, None)
    reached = [{"party": "p1", "rung": "duty"}, {"party": "p2", "rung": None}]
    raised = desk.note(Record.of(NOTE | {"raised": {"done_at": AT, "reached": reached}})).raised
    assert raised == desk.Raised(EIGHT, (desk.Reached("p1", "duty"), desk.Reached("p2", None)))
    with pytest.raises(Unreadable):
        desk.note(Record.of({**NOTE, "at": None}))


def test_who_is_gone_has_no_since() -> None:
    gone = desk.present(
        Record.of({"party": None, "name": "Room", "role": "desk", "since": None, "seen_at": AT})
    )
    assert gone == desk.Present(None, "Room", "desk", None, None, EIGHT)


def test_a_track_is_read_fix_by_fix() -> None:
    fix = {"at": AT, "lon": 13.0, "lat": 32.0, "accuracy_m": None, "speed_m_s": 2.5, "course_deg": None}
    track = desk.track(Record.of({"unit": "u1", "party": "p1", "callsign": "Saqr 1", "fixes": [fix]}))
    assert track.fixes == (desk.TrackFix(EIGHT, 13.0, 32.0, None, 2.5, None),)
