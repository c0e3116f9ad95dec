"""What people read of rendezvous and joint patrols, in both languages."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from deconflict_client.plan import Plan, Waypoint
from deconflict_client.texts import FIRST_STRONG_ISOLATE, Language
from deconflict_client.together import JointPatrol, MeetingPlace, MeetingSide, Member, Rendezvous
from deconflict_client.together_texts import ARABIC, ENGLISH, joint_lines, meeting_lines

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
ONE = NOON.replace(hour=13)
SIDES = (MeetingSide("1", "East", True), MeetingSide("2", "West", False))
PLACE = MeetingPlace(13.19, 32.88, 500.0, NOON, ONE)
MEETING = Rendezvous("m1", "M3-7QXA", "proposed", SIDES, "1", PLACE, None, None, NOON, None, None)
PLAN = Plan("", (Waypoint(13.19, 32.88, NOON), Waypoint(13.5, 32.7, ONE)), 600)
MEMBERS = (Member("1", "East", "Falcon 2", True), Member("2", "West", None, False))
JOINT = JointPatrol(
    "j1",
    "J5-4KWN",
    "agreed",
    0,
    1,
    "1",
    MEMBERS,
    1,
    "{}",
    "d1",
    PLAN,
    None,
    None,
    NOON,
    None,
    None,
)


def test_a_rendezvous_says_where_when_and_who_has_confirmed() -> None:
    assert list(meeting_lines(MEETING, Language.ENGLISH)) == [
        "M3-7QXA · proposed, not confirmed by both: it exempts nothing · within 500 m of 13.19, 32.88"
        " · 2026-12-01 12:00Z to 2026-12-01 13:00Z",
        "  East: confirmed",
        "  West: not confirmed",
        "  m1",
    ]


def test_a_joint_patrol_says_who_has_countersigned_and_its_digest() -> None:
    assert list(joint_lines(JOINT, Language.ENGLISH)) == [
        "J5-4KWN · countersigned by all, being put on record · text 1",
        "  2026-12-01 12:00Z to 2026-12-01 13:00Z · from 13.19, 32.88 · 2 waypoints · ± 10 min",
        "  East: Falcon 2, countersigned",
        "  West: no unit yet, not countersigned",
        "  digest d1",
        "  j1",
    ]


@pytest.mark.parametrize(
    "lines", [list(meeting_lines(MEETING, Language.ARABIC)), list(joint_lines(JOINT, Language.ARABIC))]
)
def test_arabic_keeps_names_and_times_in_order(lines: list[str]) -> None:
    assert f"{FIRST_STRONG_ISOLATE}East" in "".join(lines)


def test_both_languages_know_the_same_words() -> None:
    for field in dataclasses.fields(ENGLISH):
        english, arabic = getattr(ENGLISH, field.name), getattr(ARABIC, field.name)
        if isinstance(english, Mapping):
            assert set(english) == set(arabic), field.name
        else:
            assert english.count("{") == arabic.count("{"), field.name
