"""Which windows of the past can be read, and what of a track within one."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.parties.model import PartyId, UnitId
from deconflict.tracking import past
from deconflict.tracking.errors import TooManyFixes, TrackWindowRefused
from deconflict.tracking.model import Fix
from deconflict.tracking.past import Track, Window, few_enough, thinned

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def window(begins_h: float, hours: float, every_s: float = 10) -> Window:
    since = NOW - timedelta(hours=begins_h)
    return Window(since, since + timedelta(hours=hours), timedelta(seconds=every_s))


@pytest.mark.rule("SEC-05")
def test_a_window_of_at_most_six_hours_within_what_is_kept_can_be_read() -> None:
    for fine in (window(72, 6), window(1, 1)):
        assert fine.readable(NOW) is fine
    for refused in (window(72.01, 1), window(7, 6.01), window(1, 0), window(1, -1)):
        with pytest.raises(TrackWindowRefused):
            refused.readable(NOW)


@pytest.mark.rule("LIV-01")
def test_of_every_interval_the_first_fix_is_left_whatever_came_first() -> None:
    """A track is a set in order of time: what came twice is there once, what is outside is not there."""
    of = window(1, 0.5, every_s=10)
    fixes = [
        Fix(of.since + timedelta(seconds=at), 13.0, 32.0) for at in (25, -1, 3, 0, 9, 25, 10, 1800, 1801)
    ]
    assert [(fix.at - of.since).total_seconds() for fix in thinned(fixes, of)] == [0, 10, 25, 1800]


def test_too_many_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "MOST", 2)
    tracks = [Track(PartyId(uuid4()), UnitId(uuid4()), (Fix(NOW, 13.0, 32.0),)) for _ in range(3)]
    assert few_enough(tracks[:2]) == tracks[:2]
    with pytest.raises(TooManyFixes):
        few_enough(tracks)
