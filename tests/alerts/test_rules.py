"""Which rungs an alert climbs and when each is due: by its own facts alone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.alerts.model import AlertKind, Ladder, NoticeId, Rung, Urgency
from deconflict.alerts.rules import GIVEN_UP_AFTER, SCHEDULES, climbs, due_at, rung_of, rungs_of
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
