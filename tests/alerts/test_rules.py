"""Which rungs an alert climbs and when each is due: by its own facts alone."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from deconflict.alerts.model import AlertKind, Ladder, NoticeId, Reading, Rung, Told, Urgency
from deconflict.alerts.rules import GIVEN_UP_AFTER, SCHEDULES, climbs, due_at, least_far, rung_of, rungs_of
from deconflict.parties.model import PartyId

BEGAN = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def ladder(**other: Any) -> Ladder:
    values = {
        "notice": NoticeId(uuid4()),
        "party": PartyId(uuid4()),
        "kind": AlertKind.CONFLICT,
        "urgency": Urgency.ROUTINE,
        "matter": None,
        "begun_at": BEGAN,
    }
    return Ladder(**{**values, **other})


def climb(item: Ladder, schedules: Any) -> list[tuple[Rung | None, float]]:
    """The rungs with the seconds after which each is due."""
    each = [ladder(party=item.party, kind=item.kind, urgency=item.urgency, fired=fired) for fired in range(4)]
    return [(rung_of(one), (due_at(one, schedules) - BEGAN).total_seconds()) for one in each if rung_of(one)]


@pytest.mark.rule("ALR-04")
def test_a_party_s_alert_climbs_from_its_devices_to_the_facilitator() -> None:
    assert climb(ladder(), {}) == list(zip(Rung, SCHEDULES["routine"], strict=True))
    assert climb(ladder(urgency=Urgency.CRITICAL), {}) == list(zip(Rung, SCHEDULES["critical"], strict=True))


@pytest.mark.rule("ALR-04")
def test_the_desk_s_own_alert_goes_from_its_devices_to_the_facilitator() -> None:
    devices, _, _, facilitator = SCHEDULES["routine"]
    assert rungs_of(None) == (Rung.DEVICES, Rung.FACILITATOR)
    assert climb(ladder(party=None), {}) == [(Rung.DEVICES, devices), (Rung.FACILITATOR, facilitator)]


def test_the_operator_s_delays_come_before_ours_and_a_kind_before_its_urgency() -> None:
    urgent = ladder(urgency=Urgency.CRITICAL)
    assert climb(urgent, {"critical": (1, 2, 3, 4)})[0] == (Rung.DEVICES, 1)
    assert climb(urgent, {"critical": (1, 2, 3, 4), "conflict": (5, 6, 7, 8)})[-1] == (Rung.FACILITATOR, 8)
    assert climb(urgent, {"overlap": (1, 2, 3, 4)}) == climb(urgent, {})


def test_at_the_top_it_is_given_up_after_a_day() -> None:
    top = ladder(fired=4)
    assert rung_of(top) is None
    assert due_at(top, {}) == BEGAN + GIVEN_UP_AFTER


@pytest.mark.parametrize("schedule", SCHEDULES.values())
def test_no_rung_is_due_before_the_one_below_it(schedule: tuple[float, ...]) -> None:
    assert list(schedule) == sorted(schedule)
    assert timedelta(seconds=schedule[-1]) < GIVEN_UP_AFTER


def test_what_does_not_ring_does_not_climb_nor_does_a_call_about_what_rang() -> None:
    assert climbs(AlertKind.OVERLAP, rings=True)
    assert not climbs(AlertKind.OVERLAP, rings=False)
    assert not climbs(AlertKind.ESCALATION, rings=True)


def told(
    received: int, seen: int = 0, acknowledged: int = 0, *, after_s: float = 0, rings: bool = True
) -> Told:
    """What two people were told so many seconds after the first, and how many of them said what of it."""
    facts = [Reading(people, BEGAN if people else None) for people in (received, seen, acknowledged)]
    return Told(BEGAN + timedelta(seconds=after_s), rings, 2, *facts, None)


@pytest.mark.rule("ALR-03")
def test_a_side_is_as_far_as_what_got_least_far_of_all_that_it_was_told() -> None:
    far = [told(0), told(2), told(1, 1), told(2, 0, 1)]
    for one, other in pairwise(far):
        assert least_far([other, one]) == least_far([one, other])
    assert least_far(reversed(far)) == far[0]
    assert least_far([far[3], far[2]]) == far[2]
    assert least_far([told(0, after_s=5), told(0)]) == told(0)


@pytest.mark.rule("ALR-03")
def test_what_asks_for_no_answer_counts_only_where_nothing_else_was_told() -> None:
    quiet, answered = told(0, rings=False), told(1, 0, 1)
    assert least_far([quiet, answered]) == answered
    assert least_far([quiet]) == quiet
    assert least_far([]) is None
