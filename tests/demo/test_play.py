"""What a performance asks of whom, and how it reads what comes back."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from deconflict.demo.model import Chapter, Due, Sees, Told
from deconflict.demo.play import Play, about, as_conflict, plan_of, quiet_s, told
from deconflict.demo.seats import Hearing, Seat, Table
from deconflict.demo.story import head_on, hot_pursuit, out_of_the_way, the_room_opens, the_story
from deconflict_client import Acknowledgement, Cursor, Refused

BEGAN = datetime(2026, 12, 1, 8, tzinfo=UTC)
STORY = the_story()


@pytest.fixture
def play(pretended: SimpleNamespace) -> Play:
    """A performance with everybody there."""
    seats = {member.login: Seat(member, pretended.Client(), Cursor("e1", 0)) for member in STORY.members}
    return Play(STORY, Table(seats, asyncio.Event()), BEGAN, 2.0, lambda _: None)


def asked(play: Play) -> dict[str, list[tuple]]:
    """What was asked of whose client."""
    return {login: seat.client.asked for login, seat in play.table.seats.items() if seat.client.asked}


def without_dues(chapter: Chapter) -> Chapter:
    return Chapter(chapter.title, chapter.acts)


def hear(play: Play, login: str, alert: object, *, acknowledged: bool = True) -> None:
    answer = Acknowledgement("Huda", BEGAN) if acknowledged else None
    play.table.seats[login].hearings.append(Hearing(alert, BEGAN, answer))


async def test_everybody_acts_for_their_own_side(play: Play) -> None:
    for chapter in (head_on(), out_of_the_way(), hot_pursuit()):
        await play.play(without_dues(chapter))
    assert asked(play) == {
        "karim@west": [
            ("register", "Nakhla 1"),
            ("amend", ("id of Nakhla 1", 1)),
            ("register", "Nakhla 6"),
        ],
        "salem@east": [("register", "Saqr 1"), ("register", "Saqr 6"), ("start", "id of Saqr 6")],
    }
    assert play.patrols["Nakhla 1"].version == 2


async def test_a_zone_is_declared_once(play: Play) -> None:
    play.table.seats["room"].client.on_record = [SimpleNamespace(name="Hospital")]
    await play.play(the_room_opens())
    assert asked(play) == {"room": [("add_zone", "Minefield")]}


def test_a_route_becomes_a_plan_with_the_times_of_the_performance() -> None:
    route = head_on().acts[1].route
    plan = plan_of(route, BEGAN)
    assert plan.unit == "Saqr 1"
    assert [point.time for point in plan.waypoints] == [
        BEGAN + timedelta(hours=3),
        BEGAN + timedelta(hours=4),
    ]
    assert (plan.time_tolerance_s, plan.lateral_tolerance_m) == (300, 50)


def test_what_is_heard_counts_once_it_is_acknowledged(play: Play, alert: Callable) -> None:
    play.patrols = {"Saqr 1": SimpleNamespace(id="p1")}
    play.due.update([("salem@east", Told("overlap", "opened", frozenset({"Saqr 1"})))])
    assert not play.all_told()
    hear(play, "huda@east", alert())
    assert not play.all_told()
    hear(play, "salem@east", alert(), acknowledged=False)
    assert not play.all_told()
    hear(play, "salem@east", alert())
    assert play.all_told()


async def test_a_chapter_nobody_is_told_of_does_not_stop_the_story(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    play.say, play.tick_s = said.append, 0.0
    monkeypatch.setattr("deconflict.demo.play.PATIENCE_S", 0.01)
    due = Due(("room",), Told("conflict", "opened", frozenset({"Saqr 1", "Nakhla 1"}), "critical"))
    await play.play(Chapter("Nothing happens.", (), (due,)))
    assert any("not everybody was told" in line for line in said)


async def test_what_is_refused_is_noted_and_the_story_goes_on(play: Play) -> None:
    async def refuse(_: object) -> None:
        raise Refused("unit_busy", 409, detail="The unit has another plan.")

    play.table.seats["karim@west"].client.register = refuse
    for chapter in (head_on(), out_of_the_way()):
        await play.play(chapter)
    assert ["unit_busy" in fault for fault in play.faults] == [True, False]
    assert "Nakhla 1" in play.faults[1]
    assert not play.due
    assert (await play.summary(1.0))["ok"] is False


async def test_the_summary_holds_the_books_of_everybody(play: Play, alert: Callable) -> None:
    play.patrols = {"Jabal 1": SimpleNamespace(id="p1")}
    hear(play, "yusuf@highland", alert())
    found = await play.summary(20.0)
    assert found["ok"] is False
    assert {"login": "yusuf@highland", "kind": "overlap", "change": "opened", "about": ["Jabal 1"]} in found[
        "unexpected"
    ]
    assert len(found["missing"]) == sum(len(due.logins) for due in STORY.dues())


SIDES = {"a": {"callsign": "Saqr 1"}, "b": {"callsign": "Nakhla 1"}, "grade": "critical"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Told("overlap", "opened", frozenset({"Saqr 1"}))),
        ({"patrol": "p9"}, Told("overlap", "opened", frozenset({"p9"}))),
        (
            {"kind": "conflict", "change": "worse", **SIDES},
            Told("conflict", "worse", frozenset({"Saqr 1", "Nakhla 1"}), "critical"),
        ),
        (
            {"kind": "conflict", **SIDES, "b": None, "zone_name": "Hospital"},
            Told("conflict", "opened", frozenset({"Saqr 1", "Hospital"}), "critical"),
        ),
        (
            {"kind": "all_clear", "change": "resolved", **SIDES},
            Told("all_clear", "resolved", frozenset({"Saqr 1", "Nakhla 1"}), "critical"),
        ),
        (
            {"kind": "zone", "zone": "z1", "zone_name": "Hospital"},
            Told("zone", "opened", frozenset({"Saqr 1", "Hospital"})),
        ),
        (
            {"kind": "review", "callsign": "Saqr 1", "review": "r1", "reason": "hot_pursuit"},
            Told("review", "opened", frozenset({"Saqr 1"})),
        ),
    ],
)
def test_an_alert_is_read_by_names(fields: dict, expected: Told, alert: Callable) -> None:
    assert told(alert(**fields), {"p1": "Saqr 1"}) == expected


def test_a_conflict_is_read_by_names() -> None:
    finding = SimpleNamespace(
        grade="caution", distance_m=812.4, lag_s=310.0, nominal_distance_m=2431.0, least_lag_s=240.0
    )
    conflict = SimpleNamespace(
        a=SimpleNamespace(callsign="Saqr 1"),
        b=None,
        zone=SimpleNamespace(name="Hospital"),
        reference="T4-7WPB",
        state="open",
        finding=finding,
        resolution=None,
    )
    assert about(conflict) == {"Saqr 1", "Hospital"}
    assert as_conflict(conflict)["grade"] == "caution"
    conflict.b, conflict.zone = SimpleNamespace(callsign="Nakhla 1"), None
    assert as_conflict(conflict)["about"] == ["Nakhla 1", "Saqr 1"]


def test_quiet_lasts_beyond_the_second_tick() -> None:
    assert quiet_s(2.0) > 2 * 2.0


@pytest.mark.rule("DIS-03")
async def test_plans_that_are_not_shared_as_the_story_says_are_a_fault(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deconflict.demo.play.PATIENCE_S", -play.tick_s)
    play.table.seats["layla@coast"].client.on_record = (SimpleNamespace(callsign="Jabal 1"),)
    await play.do(Sees("coast", frozenset({"Jabal 1"})))
    assert play.faults == []
    await play.do(Sees("coast", frozenset()))
    assert play.faults == ["coast sees the plans of ['Jabal 1'], not of []"]
