"""Refusals say what and where, and nothing of anyone else."""

from datetime import UTC, datetime

from deconflict.errors import DeconflictError
from deconflict.separation import errors
from deconflict.separation.errors import DwellTooLong, EmptyWindow, TrackUnreadable

CLASSES = [
    found
    for found in vars(errors).values()
    if isinstance(found, type) and issubclass(found, DeconflictError) and found is not DeconflictError
]


def test_every_cause_has_a_code_of_its_own():
    codes = [found.code for found in CLASSES]
    assert len(set(codes)) == len(codes)


def test_a_refusal_says_where():
    assert DwellTooLong(4).fields() == {"index": 4}
    assert str(DwellTooLong(4)) == "dwell_too_long(index=4)"
    assert TrackUnreadable(version=9, size=17).fields() == {"version": 9, "size": 17}


def test_an_empty_window_names_both_its_ends():
    at = datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert EmptyWindow.between(at, at).fields() == {
        "start": "2026-12-01T08:00:00+00:00",
        "end": "2026-12-01T08:00:00+00:00",
    }
