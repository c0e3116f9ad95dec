"""Which day counts, which notice a plan caused, and when a unit's plans bring it no more (PRB-02)."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.parties.model import PartyId, UnitId
from deconflict.probing.model import Draw, DrawKind, Limits
from deconflict.probing.rules import (
    are_passages_used_up,
    by_unit,
    day_after,
    day_counts,
    day_of,
    is_caused,
    is_used_up,
)

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
UNIT, OTHER = UnitId(UUID(int=1)), UnitId(UUID(int=2))
LIMITS = Limits(overlaps=2, what_ifs=1, amendments=2)


def draw(kind: DrawKind, at: datetime = NOON, unit: UnitId = UNIT) -> Draw:
    return Draw(PartyId(UUID(int=9)), unit, kind, uuid4(), at)


def test_a_day_is_a_utc_day_wherever_the_moment_was_written() -> None:
    late = datetime(2026, 12, 2, 1, tzinfo=timezone(timedelta(hours=2)))
    assert day_of(late) == datetime(2026, 12, 1, tzinfo=UTC)
    assert day_after(late) == datetime(2026, 12, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after_s", "tick_s", "caused"), [(60, 10, True), (61, 10, False), (100, 60, True), (121, 60, False)]
)
def test_a_notice_within_a_minute_or_two_ticks_counts_as_caused(
    after_s: float, tick_s: float, caused: bool
) -> None:
    assert is_caused(NOON, NOON + timedelta(seconds=after_s), tick_s) is caused


@pytest.mark.rule("PRB-02")
def test_the_last_overlap_of_the_budget_is_told_and_nothing_after_it() -> None:
    two = [draw(DrawKind.OVERLAP), draw(DrawKind.OVERLAP)]
    assert not is_used_up(two[:1], NOON, LIMITS)
    assert is_used_up(two, NOON, LIMITS)
    assert not is_used_up(two, NOON - timedelta(seconds=1), LIMITS)
    assert not is_used_up((), NOON, LIMITS)
    assert not is_used_up(two, NOON + timedelta(days=1), LIMITS)


@pytest.mark.rule("PRB-02")
def test_the_last_amendment_of_the_budget_is_told_and_the_next_is_not() -> None:
    three = [draw(DrawKind.AMENDMENT, NOON + timedelta(seconds=number)) for number in range(3)]
    assert not is_used_up(three, three[1].at, LIMITS)
    assert is_used_up(three, three[2].at, LIMITS)


@pytest.mark.rule("PRB-02")
@given(st.lists(st.sampled_from(DrawKind), max_size=6), st.lists(st.sampled_from(DrawKind), max_size=3))
def test_a_budget_once_used_up_stays_so_for_the_day_whatever_else_is_done(
    first: list[DrawKind], more: list[DrawKind]
) -> None:
    drawn = [draw(kind) for kind in first]
    later = [draw(kind, NOON + timedelta(hours=1)) for kind in more]
    if is_used_up(drawn, NOON, LIMITS):
        assert is_used_up([*later, *drawn], NOON + timedelta(hours=2), LIMITS)


def test_draws_are_told_apart_by_unit() -> None:
    one, two, three = draw(DrawKind.OVERLAP), draw(DrawKind.OVERLAP, unit=OTHER), draw(DrawKind.WHAT_IF)
    assert by_unit([one, two, three]) == {UNIT: [one, three], OTHER: [two]}


def test_draws_are_counted_by_unit_and_day() -> None:
    drawn = [draw(DrawKind.OVERLAP), draw(DrawKind.OVERLAP, unit=OTHER)]
    drawn += [draw(DrawKind.OVERLAP, NOON - timedelta(days=1)), draw(DrawKind.WHAT_IF)]
    counts = {DrawKind.OVERLAP: 1, DrawKind.WHAT_IF: 1, DrawKind.AMENDMENT: 0, DrawKind.PASSAGE: 0}
    assert day_counts(drawn, UNIT, day_of(NOON)) == counts


@pytest.mark.rule("PRB-02")
def test_what_is_found_in_late_tracks_takes_no_notice_from_plans_nor_plans_from_it() -> None:
    limits = Limits(overlaps=2, passages=2)
    passages, overlaps = ([draw(kind)] * 2 for kind in (DrawKind.PASSAGE, DrawKind.OVERLAP))
    assert are_passages_used_up(passages, NOON, limits)
    assert not are_passages_used_up(passages[:1], NOON, limits)
    assert not are_passages_used_up(passages, NOON + timedelta(days=1), limits)
    assert not is_used_up(passages * 9, NOON, limits)
    assert not are_passages_used_up(overlaps * 9, NOON, limits)
