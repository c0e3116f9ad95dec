"""When a finding is an alarm, when it is worse than the last, and when it is only an update."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.conflicts.model import (
    Change,
    Conflict,
    ConflictId,
    ConflictState,
    Resolution,
    Segment,
    SegmentId,
    Shown,
)
from deconflict.conflicts.rules import (
    change_of,
    first_time,
    is_alarming,
    is_worse,
    over_at,
    segment_change,
)
from deconflict.parties.model import PartyId
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


def shown(distance_m: float = 800.0) -> Shown:
    return Shown(
        callsign="Saqr 1",
        grade=Grade.CAUTION,
        distance_m=distance_m,
        lag_s=0.0,
        nominal_distance_m=None,
        least_lag_s=None,
        at=POINT,
        at_other=POINT,
        first=EIGHT,
        last=EIGHT + 30 * MINUTE,
        first_other=EIGHT,
        last_other=EIGHT + 30 * MINUTE,
        parts=(),
    )


def segment(state: ConflictState = ConflictState.OPEN, told: Shown | None = None) -> Segment:
    one, other = PartyId(UUID(int=1)), PartyId(UUID(int=2))
    return Segment(
        SegmentId(UUID(int=3)),
        "AA-AAAA",
        ConflictId(UUID(int=4)),
        one,
        UUID(int=5),
        other,
        state,
        1,
        1,
        Change.OPENED,
        EIGHT,
        EIGHT,
        told,
    )


@pytest.mark.rule("SEP-06", "CON-04")
def test_an_advisory_is_no_alarm(finding: Callable[..., Finding]) -> None:
    assert not is_alarming(None)
    assert {grade for grade in Grade if is_alarming(finding(grade=grade))} == {Grade.CRITICAL, Grade.CAUTION}


def test_a_finding_begins_on_whichever_path_it_begins_first(finding: Callable[..., Finding]) -> None:
    assert first_time(finding(first_b=EIGHT - MINUTE)) == EIGHT - MINUTE
    assert first_time(finding(first_a=None, first_b=None)) == EIGHT
    assert first_time(zone_finding()) == EIGHT


@pytest.mark.rule("CON-04", "SEP-02")
@pytest.mark.parametrize(
    ("last_a", "tau_a", "last_b", "tau_b", "over"),
    [
        (30, 0, 30, 0, 30),
        (30, 10, 30, 10, 40),
        (30, 0, 90, 60, 30),
        (30, 60, 40, 0, 40),
        (30, 60, 80, 60, 90),
    ],
)
def test_a_conflict_is_over_when_one_side_is_past_it_as_late_as_it_may_run(
    finding: Callable[..., Finding], last_a: int, tau_a: int, last_b: int, tau_b: int, over: int
) -> None:
    found = finding(last_a=EIGHT + last_a * MINUTE, last_b=EIGHT + last_b * MINUTE)
    assert over_at(found, tau_a * 60.0, tau_b * 60.0) == EIGHT + over * MINUTE
    assert over_at(found.swapped(), tau_b * 60.0, tau_a * 60.0) == EIGHT + over * MINUTE


def test_a_zone_is_over_when_the_only_side_is_past_it_and_an_advisory_where_it_is_closest(
    finding: Callable[..., Finding],
) -> None:
    assert over_at(zone_finding(), 600.0) == EIGHT + 40 * MINUTE
    assert over_at(finding(last_a=None, last_b=None), 600.0, 0.0) == EIGHT


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


@pytest.mark.rule("CON-04", "ALR-05")
def test_what_creeps_closer_is_measured_against_what_last_rang(
    finding: Callable[..., Finding], conflict: Callable[..., Conflict]
) -> None:
    crept = conflict(finding=finding(distance_m=750.0), alarm=finding())
    assert change_of(crept, finding(distance_m=721.0)) is Change.UPDATED
    assert change_of(crept, finding(distance_m=720.0)) is Change.WORSE
    wider = conflict(finding=finding(distance_m=990.0), alarm=finding())
    assert change_of(wider, finding(distance_m=850.0)) is Change.WORSE


@pytest.mark.rule("CON-04", "ALR-05")
def test_a_side_that_was_told_of_what_creeps_closer_hears_it_too() -> None:
    crept = replace(segment(told=shown(750.0)), alarm=shown())
    assert segment_change(crept, shown(721.0), withheld=False) is Change.UPDATED
    assert segment_change(crept, shown(720.0), withheld=False) is Change.WORSE


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


@pytest.mark.rule("ALR-05", "DIS-04")
def test_what_a_side_is_told_of_a_conflict_follows_from_what_it_was_told_last() -> None:
    told = segment(told=shown())
    assert segment_change(None, None, withheld=False) is None
    assert segment_change(None, shown(), withheld=False) is Change.OPENED
    assert segment_change(segment(ConflictState.RESOLVED), shown(), withheld=False) is Change.OPENED
    assert segment_change(told, shown(), withheld=False) is None
    assert segment_change(told, shown(790.0), withheld=False) is Change.UPDATED
    assert segment_change(told, shown(700.0), withheld=False) is Change.WORSE
    assert segment_change(segment(told=None), shown(), withheld=False) is Change.WORSE


@pytest.mark.rule("DIS-04", "ALR-06")
def test_what_the_level_allows_no_more_is_withheld_and_what_is_over_there_is_resolved() -> None:
    told = segment(told=shown())
    assert segment_change(told, None, withheld=True) is Change.WITHHELD
    assert segment_change(told, None, withheld=False) is Change.RESOLVED


@pytest.mark.rule("ALR-05")
def test_a_conflict_that_opened_anew_rings_whatever_was_told_of_it_last() -> None:
    told = segment(told=shown())
    assert segment_change(told, shown(), withheld=False, alarmed=True) is Change.WORSE
    assert segment_change(told, None, withheld=False, alarmed=True) is Change.RESOLVED
