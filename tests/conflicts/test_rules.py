"""When a finding is an alarm, when it is worse than the last, and when it is only an update."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.conflicts.model import Change, Conflict, ConflictState, Resolution
from deconflict.conflicts.rules import change_of, first_time, is_alarming, is_worse, last_time
from deconflict.separation.area import ZoneFinding, ZoneKind
from deconflict.separation.check import Finding, Grade, PointInTime

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
POINT = PointInTime(15.0, 32.0, EIGHT)


def zone_finding(**other: object) -> ZoneFinding:
    values = {
        "kind": ZoneKind.NO_GO,
        "grade": Grade.CAUTION,
        "distance_m": 10.0,
        "nominal_distance_m": None,
        "first": EIGHT,
        "last": EIGHT + 30 * MINUTE,
        "at": POINT,
    }
    return ZoneFinding(**{**values, **other})  # type: ignore[arg-type]  # a test's own values


@pytest.mark.rule("SEP-06", "CON-04")
def test_an_advisory_is_no_alarm(finding: Callable[..., Finding]) -> None:
    assert not is_alarming(None)
    assert {grade for grade in Grade if is_alarming(finding(grade=grade))} == {Grade.CRITICAL, Grade.CAUTION}


def test_a_finding_lasts_from_the_first_to_the_last_time_on_either_path(
    finding: Callable[..., Finding],
) -> None:
    spread = finding(first_b=EIGHT - MINUTE, last_a=EIGHT + 40 * MINUTE)
    assert (first_time(spread), last_time(spread)) == (EIGHT - MINUTE, EIGHT + 40 * MINUTE)
    near = finding(first_a=None, last_a=None, first_b=None, last_b=None)
    assert (first_time(near), last_time(near)) == (EIGHT, EIGHT)
    assert (first_time(zone_finding()), last_time(zone_finding())) == (EIGHT, EIGHT + 30 * MINUTE)


@pytest.mark.rule("CON-04")
@pytest.mark.parametrize(
    ("other", "worse"),
    [
        ({}, False),
        ({"grade": Grade.CRITICAL}, True),
        ({"grade": Grade.ADVISORY}, False),
        ({"distance_m": 720.0}, True),
        ({"distance_m": 720.01}, False),
        ({"distance_m": 1500.0}, False),
        ({"first_a": EIGHT - 5 * MINUTE}, True),
        ({"first_b": EIGHT - 5 * MINUTE}, True),
        ({"first_a": EIGHT - 5 * MINUTE + SECOND}, False),
        ({"first_a": EIGHT + 5 * MINUTE}, False),
        ({"last_a": EIGHT + 90 * MINUTE}, False),
        ({"lag_s": 0.0, "least_lag_s": 0.0}, False),
    ],
)
def test_worse_is_a_higher_grade_or_five_minutes_earlier_or_a_tenth_closer(
    finding: Callable[..., Finding], conflict: Callable[..., Conflict], other: dict, worse: bool
) -> None:
    old, new = finding(), finding(**other)
    assert is_worse(new, old) == worse
    change = change_of(conflict(state=ConflictState.ACKNOWLEDGED), new)
    assert change is (Change.WORSE if worse else Change.UPDATED if other else None)


@pytest.mark.rule("CON-04")
def test_nothing_comes_closer_than_touching(finding: Callable[..., Finding]) -> None:
    assert not is_worse(finding(distance_m=0.0), finding(distance_m=0.0))
    assert is_worse(finding(distance_m=0.0), finding(distance_m=0.01))
    assert is_worse(zone_finding(grade=Grade.CRITICAL), zone_finding())
    assert not is_worse(zone_finding(), zone_finding())


@pytest.mark.rule("CON-04")
@given(st.data())
def test_a_finding_is_never_worse_than_itself_nor_two_than_each_other_in_the_same_way(
    finding: Callable[..., Finding], data: st.DataObject
) -> None:
    def draw() -> Finding:
        first = EIGHT + data.draw(st.integers(-20, 20)) * MINUTE
        distance = data.draw(st.floats(0, 5000))
        return finding(
            grade=data.draw(st.sampled_from(Grade)), distance_m=distance, first_a=first, first_b=first
        )

    one, two = draw(), draw()
    assert not is_worse(one, one)
    if is_worse(one, two) and one.grade == two.grade and first_time(one) == first_time(two):
        assert not is_worse(two, one)


@pytest.mark.rule("CON-04", "IDN-02")
def test_what_was_resolved_opens_again_unless_it_was_accepted_as_it_is(
    finding: Callable[..., Finding], conflict: Callable[..., Conflict]
) -> None:
    assert change_of(None, finding()) is Change.OPENED
    for resolution in Resolution:
        known = conflict(state=ConflictState.RESOLVED, resolution=resolution)
        same = None if resolution is Resolution.ACCEPTED else Change.OPENED
        assert change_of(known, finding()) is same
        assert change_of(known, finding(distance_m=790.0)) is same
        assert change_of(known, finding(grade=Grade.CRITICAL)) is Change.OPENED
