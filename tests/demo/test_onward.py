"""What goes on after the story: units that turn round, and patrols that come and go, without growing."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise, product
from types import SimpleNamespace

import pytest

from deconflict.demo import onward
from deconflict.demo.model import Moves, Place, Registers
from deconflict.demo.moving import PAIR, drawing_near
from deconflict.demo.onward import MEETINGS, NUMBERS, Onward, have_parted, meeting, parts_from, wanderers
from deconflict.demo.play import Play, plan_of
from deconflict.demo.seats import Seat, Table
from deconflict.demo.story import into_the_way, the_story
from deconflict.separation.check import find
from deconflict.separation.path import PathLimits, accept
from deconflict.separation.units import Metres
from deconflict_client import Cursor, Refused

BEGAN = datetime(2026, 12, 1, 8, tzinfo=UTC)
STORY = the_story()


@pytest.fixture
def going_on(pretended: SimpleNamespace) -> Onward:
    """What goes on after a performance in which the pair has moved, with everybody there."""
    seats = {member.login: Seat(member, pretended.Client(), Cursor("e1", 0)) for member in STORY.members}
    play = Play(STORY, Table(seats, asyncio.Event()), BEGAN, 2.0, lambda _: None)
    play.moves = {act.callsign: (act, 0.0) for act in drawing_near().acts if isinstance(act, Moves)}
    return Onward(play)


async def test_the_pair_meets_once_a_round_however_long_it_goes_on(going_on: Onward) -> None:
    turned = []
    for second in range(3 * 3600):
        before = dict(going_on.play.moves)
        await turn_at(going_on, float(second))
        if going_on.play.moves != before:
            turned.append(second)
    lasts = [later - sooner for sooner, later in pairwise(turned[1:])]
    assert lasts
    assert all(abs(each - onward.ROUND_S) < 10 for each in lasts)


async def turn_at(going_on: Onward, second: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("deconflict.demo.play.time.monotonic", lambda: second)
        await going_on.turn(second)


def test_two_turn_round_once_they_are_far_apart_and_part() -> None:
    one = Moves("A", "a", Place(20, 25), east_ms=15)
    for apart_km, east_ms, turns in ((2.0, 15, False), (4.0, 30, True), (4.0, 0, False)):
        other = Moves("B", "b", Place(20, 25).moved(apart_km, 0), east_ms=east_ms)
        assert have_parted((one, 0.0), (other, 0.0)) is turns


def test_one_alone_turns_round_far_from_where_it_set_out_and_not_on_its_way_back() -> None:
    home = Place(20, 25)
    away = Moves("A", "a", home, east_ms=15)
    assert [parts_from(home, away, seconds) for seconds in (10.0, 300.0)] == [False, True]
    assert not parts_from(home, away.turned(300.0), 1.0)


async def test_what_is_on_record_does_not_grow(going_on: Onward) -> None:
    for index in range(10):
        await going_on.round(MEETINGS[index % 2], NUMBERS[index])
    assert len(going_on.standing) == onward.STANDING
    asked = [what for seat in going_on.play.table.seats.values() for what, _ in seat.client.asked]
    assert (asked.count("register"), asked.count("withdraw")) == (20, 16)


async def test_what_a_visitor_has_done_stops_nothing(going_on: Onward) -> None:
    async def refuse(*_: object) -> None:
        raise Refused("unit_busy", 409, detail="The unit has another plan.")

    salem = going_on.play.table.seats["salem@east"].client
    salem.register = salem.withdraw = refuse
    for number in NUMBERS[:4]:
        await going_on.round(MEETINGS[0], number)
    assert [len(each) for each in going_on.standing] == [1, 1]


@pytest.mark.parametrize("where", MEETINGS)
def test_the_two_of_a_round_meet_and_nobody_else(where: str) -> None:
    def path(route):
        stops = [(stop.place.lon, stop.place.lat) for stop in route.stops]
        times = [point.time for point in plan_of(route, BEGAN).waypoints]
        return accept(stops, times, 300, 50, PathLimits()).track

    both = [path(act.route) for act in meeting(where, 1)]
    found = find(*both, Metres(1000))
    assert found is not None
    assert found.grade.value == "critical"
    others = [act.route for chapter in STORY.chapters for act in chapter.acts if isinstance(act, Registers)]
    for one, other in product(both, [path(route) for route in (*others, into_the_way())]):
        assert find(one, other, Metres(1000)) is None


def test_who_drives_alone_is_far_from_everybody_else() -> None:
    moved = [act for chapter in STORY.chapters for act in chapter.acts if isinstance(act, Moves)]
    alone = wanderers()
    for one in alone:
        for other in (*moved, *alone):
            assert one is other or one.begin.metres_to(other.begin) > 50_000
    assert not PAIR & {act.callsign for act in alone}


async def test_the_call_for_help_of_the_story_is_ended_first(
    going_on: Onward, monkeypatch: pytest.MonkeyPatch
) -> None:
    yusuf = going_on.play.table.seats["yusuf@highland"].client
    yusuf.calls = [
        SimpleNamespace(id="ours", ended_at=None, unit="u1"),
        SimpleNamespace(id="over", ended_at="then", unit="u1"),
    ]
    monkeypatch.setattr(Table, "go_on", lambda _, work: work.close())
    await going_on.set_out()
    assert ("end_call", "ours") in yusuf.asked
    assert {"Saqr 2", "Nakhla 2"} <= going_on.homes.keys()
    assert not PAIR & going_on.homes.keys()
