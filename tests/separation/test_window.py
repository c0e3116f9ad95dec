"""Declared windows are half-open, aware, and may be open at either end.

start ●━━━━━━━━━○ end
"""

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest

from deconflict.separation.errors import EmptyWindow, NaiveTime
from deconflict.separation.units import epoch_s
from deconflict.separation.window import ALWAYS, UNBOUNDED, Window

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
NINE = EIGHT + timedelta(hours=1)
INSTANT = timedelta(microseconds=1)


def test_a_window_holds_from_its_start_and_no_longer_at_its_end():
    window = Window(EIGHT, NINE)
    assert window.holds(EIGHT)
    assert window.holds(NINE - INSTANT)
    assert not window.holds(NINE)
    assert not window.holds(EIGHT - INSTANT)


def test_an_unbounded_end_never_comes():
    assert ALWAYS.holds(EIGHT)
    assert Window(UNBOUNDED, EIGHT).start_s == -math.inf
    assert Window(EIGHT, UNBOUNDED).end_s == math.inf
    assert not Window(UNBOUNDED, EIGHT).holds(EIGHT)
    assert Window(EIGHT, UNBOUNDED).holds(EIGHT)


def test_a_stay_that_ends_when_the_window_starts_meets_it_but_not_one_that_starts_when_it_ends():
    window = Window(EIGHT, NINE)
    eight, nine = epoch_s(EIGHT), epoch_s(NINE)
    assert window.meets(eight - 60, eight)
    assert not window.meets(eight - 60, eight - 0.001)
    assert not window.meets(nine, nine + 60)
    assert window.meets(nine - 0.001, nine + 60)


def test_the_ends_may_be_told_in_any_zone():
    tripoli = timezone(timedelta(hours=2))
    assert Window(EIGHT.astimezone(tripoli), NINE).start_s == epoch_s(EIGHT)


@pytest.mark.parametrize("index", [0, 1])
def test_an_end_without_a_zone_is_refused(index):
    ends = [EIGHT, NINE]
    ends[index] = ends[index].replace(tzinfo=None)
    with pytest.raises(NaiveTime) as refusal:
        Window(*ends)
    assert refusal.value.index == index


@pytest.mark.parametrize("end", [EIGHT, EIGHT - INSTANT])
def test_a_window_that_never_holds_is_refused(end):
    with pytest.raises(EmptyWindow):
        Window(EIGHT, end)
