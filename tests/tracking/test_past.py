"""Which windows of the past can be read, and what of a track within one."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deconflict.tracking import past
from deconflict.tracking.errors import TooManyFixes, TrackWindowRefused
from deconflict.tracking.model import Fix
from deconflict.tracking.packing import FIX, pack
from deconflict.tracking.packing import fixes as fixes_of
from deconflict.tracking.past import Window, few_enough, thinned
from deconflict.tracking.rules import unpack

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


def window(begins_h: float, hours: float, every_s: float = 10) -> Window:
    since = NOW - timedelta(hours=begins_h)
    return Window(since, since + timedelta(hours=hours), timedelta(seconds=every_s))


@pytest.mark.rule("SEC-05")
def test_a_window_of_at_most_six_hours_within_what_is_kept_can_be_read() -> None:
    for fine in (window(72, 6), window(1, 1)):
        assert fine.readable(NOW) is fine
    at_the_end = Window(LAST - timedelta(hours=1), LAST, timedelta(seconds=10))
    to_the_end = Window(NOW - timedelta(hours=1), LAST, timedelta(seconds=10))
    none = window(72.01, 1), window(7, 6.01), window(1, 0), window(1, -1), window(0, 1), window(-1, 1)
    for refused in (*none, at_the_end, to_the_end):
        with pytest.raises(TrackWindowRefused):
            refused.readable(NOW)


@pytest.mark.rule("LIV-01")
def test_of_every_interval_the_first_fix_is_left_whatever_came_first() -> None:
    """A track is a set in order of time: what came twice is there once, what is outside is not there."""
    of = window(1, 0.5, every_s=10)
    fixes = [
        Fix(of.since + timedelta(seconds=at), 13.0, 32.0) for at in (25, -1, 3, 0, 9, 25, 10, 1800, 1801)
    ]
    assert seconds(fixes, of) == [0, 10, 25, 1800]
    late = replace(of, since=of.since + timedelta(microseconds=123_457))  # no time that a float holds wholly
    after = [Fix(late.since + timedelta(seconds=at), 13.0, 32.0) for at in range(0, 1800, 10)]
    assert seconds(after, late) == list(range(0, 1800, 10))


def test_of_two_fixes_of_the_same_time_the_one_that_came_last_is_left() -> None:
    of = window(1, 0.5)
    [(_, lon, *_)] = thinned(unpack(pack([Fix(of.since, lon, 32.0) for lon in (13.0, 14.0)])), of)
    assert lon == 14.0


@pytest.mark.rule("SEC-01", "SEC-02")
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e300, -1e300])
@pytest.mark.parametrize("at", range(6))
def test_what_no_device_can_have_reported_is_left_out(value: float, at: int) -> None:
    of = window(1, 0.5)
    row = [of.since.timestamp() + 10, 13.0, 32.0, 5.0, 10.0, 90.0]
    row[at] = value
    good = Fix(of.since, 13.0, 32.0)
    unknown = math.isnan(value) and at > 2
    assert seconds([good], of, FIX.pack(*row)) == ([0, 10] if unknown else [0])


def seconds(fixes: Sequence[Fix], of: Window, besides: bytes = b"") -> list[float]:
    left = fixes_of(thinned(unpack(pack(fixes) + besides), of))
    return [(fix.at - of.since).total_seconds() for fix in left]


def test_too_many_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "MOST", 2)
    tracks = [(Fix(NOW, 13.0, 32.0),)] * 3
    few_enough(tracks[:2])
    with pytest.raises(TooManyFixes):
        few_enough(tracks)
