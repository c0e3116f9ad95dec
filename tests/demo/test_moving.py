"""The live part of the story does what it says: told long before the units pass, far from everybody else."""

import math

import pytest

from deconflict.demo import moving
from deconflict.demo.model import METRES_PER_DEGREE, Calls, Moves, Place, Registers, Turns
from deconflict.demo.story import the_story
from deconflict.separation.live.terms import LiveTerms

ALERT_M = 1000.0


def apart_m(one: Place, other: Place) -> float:
    east = (one.lon - other.lon) * METRES_PER_DEGREE * math.cos(math.radians(one.lat))
    return math.hypot(east, (one.lat - other.lat) * METRES_PER_DEGREE)


def test_the_two_that_draw_near_are_predicted_at_once_and_close_only_minutes_later() -> None:
    one, other = (act for act in moving.drawing_near().acts if isinstance(act, Moves))
    distances = {second: apart_m(one.at(second), other.at(second)) for second in range(0, 400, 5)}
    closest = min(distances, key=lambda second: distances[second])
    assert distances[closest] < ALERT_M < distances[0]
    assert closest < LiveTerms().look_ahead_s
    assert min(second for second, metres in distances.items() if metres <= ALERT_M) > 120


def test_once_they_have_turned_round_they_part() -> None:
    pair = {act.callsign: act for act in moving.drawing_near().acts if isinstance(act, Moves)}
    turning = [act.callsign for act in moving.turning_round().acts if isinstance(act, Turns)]
    one, other = (pair[callsign].turned(60.0) for callsign in turning)
    assert apart_m(one.at(0), other.at(0)) == pytest.approx(
        apart_m(pair["Jabal 6"].at(60), pair["Bahri 4"].at(60)), rel=1e-4
    )
    distances = [apart_m(one.at(second), other.at(second)) for second in range(0, 400, 5)]
    assert distances == sorted(distances)
    assert distances[0] > ALERT_M


def test_the_one_that_leaves_its_plan_is_outside_its_corridor_from_its_first_report_on() -> None:
    [registers] = [act for act in moving.off_its_route().acts if isinstance(act, Registers)]
    [moves] = [act for act in moving.off_its_route().acts if isinstance(act, Moves)]
    post = registers.route.stops[0].place
    allowed = registers.route.lateral_tolerance_m + LiveTerms().route_slack_m
    assert all(apart_m(moves.at(second), post) > allowed for second in (0, 60, 600))


def test_nobody_who_moves_comes_near_anybody_else() -> None:
    moved = [act for chapter in the_story().chapters for act in chapter.acts if isinstance(act, Moves)]
    pair = {"Jabal 6", "Bahri 4"}
    for one in moved:
        for other in moved:
            if one is not other and {one.callsign, other.callsign} != pair:
                assert apart_m(one.begin, other.begin) > 50_000
    for registered in (
        act for chapter in the_story().chapters for act in chapter.acts if isinstance(act, Registers)
    ):
        for one in moved:
            if one.callsign != registered.route.callsign:
                assert apart_m(one.begin, registered.route.stops[0].place) > 30_000


@pytest.mark.parametrize("kind", [Moves, Calls])
def test_whoever_reports_or_calls_is_crew_of_that_units_party(kind: type) -> None:
    story = the_story()
    crews = {member.login: member.side for member in story.members if member.role == "crew"}
    sides = {sign: side.slug for side in story.sides for sign in side.callsigns}
    found = [act for chapter in story.chapters for act in chapter.acts if isinstance(act, kind)]
    assert found
    for act in found:
        assert crews[act.login] == sides[act.callsign]
