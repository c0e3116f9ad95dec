"""What a party is told at the tick: the difference to what it was told, at the grain of whole hours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.overlaps.model import Overlap, OverlapChange, OverlapState, SharedArea, Told
from deconflict.overlaps.rules import (
    alarming,
    areas_of,
    change_of,
    hour_of,
    rings,
    still_to_come,
    union,
    until_in_line,
)
from deconflict.parties.model import PartyId
from deconflict.separation.cover import pack

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
RIVAL = PartyId(UUID(int=7))
HOURS = st.sets(st.integers(0, 6)).map(lambda hours: tuple(sorted(hours)))


def told(hours: tuple[int, ...], state: OverlapState) -> Overlap:
    return Overlap(uuid4(), "RX-9C3H", uuid4(), uuid4(), state, 1, hours, OverlapChange.OPENED, NOW)


@pytest.mark.rule("DIS-04")
@given(HOURS)
def test_the_first_thing_told_is_that_there_is_an_overlap(hours: tuple[int, ...]) -> None:
    expected = OverlapChange.OPENED if hours else None
    assert change_of(None, hours, (), withheld=False) is expected
    assert change_of(told((1, 2), OverlapState.ENDED), hours, (), withheld=False) is expected


@pytest.mark.rule("DIS-04", "ALR-05", "ALR-06")
@given(HOURS.filter(bool), HOURS, st.sampled_from([OverlapState.OPEN, OverlapState.ACKNOWLEDGED]))
def test_new_hours_are_a_rise_fewer_an_update_none_the_end_and_the_same_nothing(
    before: tuple[int, ...], now: tuple[int, ...], state: OverlapState
) -> None:
    change = change_of(told(before, state), now, (), withheld=False)
    if now == before:
        assert change is None
    elif not now:
        assert change is OverlapChange.RESOLVED
    else:
        assert change is (OverlapChange.UPDATED if set(now) < set(before) else OverlapChange.WORSE)


@pytest.mark.rule("DIS-04")
@given(st.lists(HOURS, min_size=1, max_size=12))
def test_told_differences_add_up_to_what_holds_whatever_came_between(history: list[tuple[int, ...]]) -> None:
    overlap = None
    for hours in history:
        change = change_of(overlap, hours, (), withheld=False)
        if change is None:
            continue
        overlap = (
            told(hours, OverlapState.OPEN) if overlap is None else overlap.revised(hours, (), change, NOW)
        )
    known = overlap.hours if overlap is not None and overlap.state is not OverlapState.ENDED else ()
    assert known == history[-1]


@pytest.mark.rule("DIS-04")
@given(st.lists(HOURS, max_size=5))
def test_several_rivals_are_one_overlap_however_they_are_counted(covers: list[tuple[int, ...]]) -> None:
    together = union(covers)
    assert together == tuple(sorted(set(together)))
    assert union([*reversed(covers), *covers]) == together
    assert union([together]) == together


@pytest.mark.rule("ALR-06")
@given(HOURS, st.integers(0, 7))
def test_an_overlap_is_whole_until_its_last_hour_is_over(hours: tuple[int, ...], hour: int) -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hour, minutes=59)
    assert hour_of(moment) == hour
    assert still_to_come(hours, moment) == (hours if hours and max(hours) >= hour else ())


@pytest.mark.rule("ALR-04", "ALR-05")
def test_hours_of_which_nobody_was_alarmed_are_a_rise_though_they_were_told() -> None:
    known = told((7,), OverlapState.OPEN)
    assert change_of(known, (7,), (), withheld=False) is None
    assert change_of(known, (7,), (), withheld=False, unrung=True) is OverlapChange.WORSE
    assert change_of(known, (), (), withheld=False, unrung=True) is OverlapChange.RESOLVED


@pytest.mark.rule("ALR-04")
def test_what_is_shared_with_those_told_exactly_alarms_nobody() -> None:
    rivals = [Told(RIVAL, agreed=True, hours=(6, 7), exact=True), Told(RIVAL, agreed=False, hours=(7, 8))]
    assert alarming(rivals) == {7, 8}


@pytest.mark.rule("ALR-04")
@pytest.mark.parametrize(("exact", "rung"), [((), True), ((True,), False), ((True, False), True)])
def test_where_conflicts_are_told_exactly_a_shared_cell_alone_is_no_alarm(
    exact: tuple[bool, ...], rung: bool
) -> None:
    rivals = [Told(PartyId(uuid4()), agreed=True, hours=(7,), exact=one) for one in exact]
    assert rings(OverlapChange.OPENED, rivals) is rung


@pytest.mark.rule("ALR-05")
def test_only_a_rise_rings() -> None:
    assert {change for change in OverlapChange if rings(change, ())} == {
        OverlapChange.OPENED,
        OverlapChange.WORSE,
    }


def area(*columns: int) -> SharedArea:
    return SharedArea(RIVAL, pack(np.array([7 << 28 | column << 14 | 1 for column in columns])))


@pytest.mark.rule("DIS-04", "ALR-05")
@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ((1, 2), (1, 2), None),
        ((1, 2), (1, 2, 3), OverlapChange.WORSE),
        ((1, 2), (2, 3), OverlapChange.WORSE),
        ((1, 2), (2,), OverlapChange.UPDATED),
        ((1, 2), (), OverlapChange.UPDATED),
        ((), (1, 2), OverlapChange.UPDATED),
    ],
    ids=["same", "more", "others", "fewer", "level falls", "level rises"],
)
def test_at_level_two_new_cells_ring_unless_a_higher_level_shows_them(
    before: tuple[int, ...], now: tuple[int, ...], change: OverlapChange | None
) -> None:
    known = replace(told((7,), OverlapState.OPEN), areas=(area(*before),) if before else ())
    assert change_of(known, (7,), (area(*now),) if now else (), withheld=False) is change


@pytest.mark.rule("DIS-02", "ALR-06")
def test_what_is_withheld_is_no_all_clear() -> None:
    known = told((7,), OverlapState.OPEN)
    assert change_of(known, (), (), withheld=True) is OverlapChange.WITHHELD
    closed = known.revised((), (), OverlapChange.WITHHELD, NOW)
    assert closed.state is OverlapState.WITHHELD
    assert change_of(closed, (), (), withheld=True) is None
    assert change_of(closed, (7,), (), withheld=False) is OverlapChange.OPENED
    assert not rings(OverlapChange.WITHHELD, ())


def test_areas_are_those_that_may_be_told_in_order_of_the_rivals() -> None:
    other = PartyId(UUID(int=RIVAL.int + 1))
    rows = [
        Told(other, True, (7,), area(1).cells),
        Told(RIVAL, True, (7,), area(2).cells),
        Told(other, True, (7,)),
    ]
    assert [item.rival for item in areas_of(rows)] == [RIVAL, other]


@pytest.mark.rule("DIS-02", "ALR-02")
def test_until_an_agreement_is_applied_nothing_changes_but_new_hours_and_patrols_that_differ_wait() -> None:
    patrol, other = uuid4(), uuid4()
    full, bounded = Told(RIVAL, True, (1, 2), cells=b"x"), Told(RIVAL, True, (1, 2))
    same = {other: (bounded,)}
    for last, now in (
        (Told(RIVAL, False, (1, 2)), (Told(RIVAL, False, (1, 2)),)),
        (Told(RIVAL, False, (1,)), (bounded,)),
        (Told(RIVAL, False, ()), (bounded,)),
        (None, (bounded,)),
    ):
        before = {patrol: () if last is None else (last,)}
        hold, waiting = until_in_line({patrol: (full,)} | same, {patrol: (bounded,)} | same, before)
        assert hold == {patrol: now} | same
        assert waiting == {patrol}
    exact = Told(RIVAL, True, (1, 2), exact=True)
    assert until_in_line({patrol: (exact,)}, {patrol: (bounded,)}, {patrol: (exact,)})[0] == {
        patrol: (bounded,)
    }
    assert until_in_line({patrol: (exact,)}, {}, {patrol: (exact,)})[0] == {patrol: (exact,)}
    assert until_in_line({patrol: (full,)}, {}, {}) == ({}, {patrol})
    assert until_in_line(same, same, {}) == (same, set())
