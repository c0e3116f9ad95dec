"""The story's plans do what the story says of them, by the exact check and the covers alone; no service is asked."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from deconflict.demo.model import Amends, Declares, Registers, Route
from deconflict.demo.story import into_the_way, only_if_late, the_story
from deconflict.separation.area import Area, Relation, ZoneKind, find_zone
from deconflict.separation.check import Finding, Grade, find
from deconflict.separation.cover import cover, shared
from deconflict.separation.path import PathLimits, Track, accept
from deconflict.separation.units import Metres
from deconflict.separation.window import UNBOUNDED, Window

MINIMUM_M = Metres(1000)
DMAX_M = 5000
BEGINNINGS = [datetime(2026, 12, 1, 8, minute, tzinfo=UTC) for minute in (0, 17, 30, 59)]
"""Covers go by whole hours, so the story is told from several minutes of one."""

OVERLAPPING = {
    frozenset({"Saqr 1", "Nakhla 1"}),
    frozenset({"Saqr 2", "Nakhla 2"}),
    frozenset({"Saqr 3", "Nakhla 3"}),
    frozenset({"Saqr 5", "Nakhla 5"}),
    frozenset({"Saqr 6", "Nakhla 6"}),
    frozenset({"Saqr 8", "Jabal 2"}),
    frozenset({"Saqr 9", "Bahri 1"}),
    frozenset({"Nakhla 8", "Bahri 2"}),
    frozenset({"Nakhla 9", "Jabal 4"}),
    frozenset({"Nakhla 10", "Jabal 5"}),
}


def track(route: Route, began: datetime = BEGINNINGS[0]) -> Track:
    """What the checker would keep of a route."""
    places = [(stop.place.lon, stop.place.lat) for stop in route.stops]
    times = [began + timedelta(minutes=stop.minute) for stop in route.stops]
    slack_s = route.time_tolerance_min * 60
    return accept(places, times, slack_s, route.lateral_tolerance_m, PathLimits()).track


def acts(kind: type) -> list:
    return [act for chapter in the_story().chapters for act in chapter.acts if isinstance(act, kind)]


def routes() -> dict[str, Route]:
    """Every patrol as it is first registered, by callsign."""
    return {act.route.callsign: act.route for act in acts(Registers)}


def amended() -> dict[str, Route]:
    """Every patrol as it stands at the end."""
    return routes() | {act.route.callsign: act.route for act in acts(Amends)}


def met(a: str, b: str, plans: dict[str, Route] | None = None) -> Finding | None:
    plans = plans or routes()
    return find(track(plans[a]), track(plans[b]), MINIMUM_M)


def rival_pairs(plans: dict[str, Route]) -> list[tuple[str, str]]:
    """Every pair of patrols of two parties."""
    side = {sign: side.slug for side in the_story().sides for sign in side.callsigns}
    return [(a, b) for a, b in product(plans, plans) if side[a] < side[b]]


def overlaps(plans: dict[str, Route], began: datetime) -> set[frozenset[str]]:
    """The pairs whose covers share a cell-hour."""
    covers = {sign: cover(track(route, began), DMAX_M) for sign, route in plans.items()}
    return {frozenset({a, b}) for a, b in rival_pairs(plans) if len(shared(covers[a], covers[b]))}


def conflicts(plans: dict[str, Route]) -> set[tuple[frozenset[str], str]]:
    """The pairs of patrols, and of patrols and zones, that the room must hear of, with their grades."""
    found = {(frozenset({a, b}), met(a, b, plans)) for a, b in rival_pairs(plans)}
    for act, (sign, route) in product(acts(Declares), plans.items()):
        area = Area((act.zone.ring,), ZoneKind(act.zone.kind), Window(UNBOUNDED, UNBOUNDED))
        found.add(
            (frozenset({sign, act.zone.name}), find_zone(track(route), area, MINIMUM_M, Relation.NEUTRAL))
        )
    return {(pair, item.grade.value) for pair, item in found if item and item.grade is not Grade.ADVISORY}


def test_every_party_has_patrols_on_record() -> None:
    sides = [the_story().liaison_of(callsign).side for callsign in routes()]
    assert Counter(sides) == {"east": 10, "west": 9, "highland": 6, "coast": 3}


def test_two_patrols_meet_head_on() -> None:
    finding = met("Saqr 1", "Nakhla 1")
    assert finding is not None
    assert (finding.grade, finding.distance_m, finding.lag_s) == (Grade.CRITICAL, 0, 0)


def test_an_escort_passes_a_post_at_500_metres() -> None:
    finding = met("Saqr 2", "Nakhla 2")
    assert finding is not None
    assert finding.grade is Grade.CRITICAL
    assert 400 < finding.distance_m < 600


def test_two_ways_cross_too_close_only_if_one_is_late() -> None:
    finding = met("Saqr 3", "Nakhla 3")
    assert finding is not None
    assert finding.grade is Grade.CAUTION
    assert finding.nominal_distance_m > 5000
    assert finding.least_lag_s is not None
    assert 20 * 60 < finding.least_lag_s <= 25 * 60


def test_with_ten_minutes_of_slack_each_they_would_be_clear() -> None:
    first, second = (
        Route(act.route.callsign, act.route.stops, time_tolerance_min=10)
        for act in only_if_late().acts
        if isinstance(act, Registers)
    )
    finding = find(track(first), track(second), MINIMUM_M)
    assert finding is None or finding.grade is Grade.ADVISORY


def test_the_same_road_five_hours_apart_is_not_even_near() -> None:
    assert met("Saqr 4", "Nakhla 4") is None


def test_near_but_clear_is_at_the_most_an_advisory() -> None:
    finding = met("Saqr 5", "Nakhla 5")
    assert finding is not None
    assert finding.grade is Grade.ADVISORY
    assert 1400 < finding.distance_m < 1800


def test_a_hot_pursuit_runs_into_an_active_patrol() -> None:
    finding = met("Saqr 6", "Nakhla 6")
    assert finding is not None
    assert finding.grade is Grade.CRITICAL


@pytest.mark.parametrize("began", BEGINNINGS)
def test_only_the_told_pairs_overlap(began: datetime) -> None:
    assert overlaps(routes(), began) == OVERLAPPING


@pytest.mark.parametrize("began", BEGINNINGS)
def test_the_amended_patrol_overlaps_nobody(began: datetime) -> None:
    assert overlaps(amended(), began) == OVERLAPPING - {frozenset({"Saqr 1", "Nakhla 1"})}


def test_the_conflicts_open_at_the_end_are_those_of_the_story() -> None:
    assert conflicts(amended()) == the_story().open_conflicts
    assert conflicts(routes()) - conflicts(amended()) == {(frozenset({"Saqr 1", "Nakhla 1"}), "critical")}


def test_what_a_visitor_may_try_meets_one_patrol_and_nobody_else() -> None:
    plans = amended() | {"Nakhla 7": into_the_way()}
    assert overlaps(plans, BEGINNINGS[1]) - overlaps(amended(), BEGINNINGS[1]) == {
        frozenset({"Saqr 4", "Nakhla 7"})
    }
    assert conflicts(plans) - conflicts(amended()) == {(frozenset({"Saqr 4", "Nakhla 7"}), "critical")}


def test_whoever_must_be_told_is_an_officer_of_a_rival_the_crew_concerned_or_the_room() -> None:
    roles = {member.login: member.role for member in the_story().members}
    logins = {login for due in the_story().dues() for login in due.logins}
    assert {login: roles[login] for login in logins} == {
        "salem@east": "liaison",
        "huda@east": "duty_officer",
        "karim@west": "liaison",
        "amal@west": "duty_officer",
        "yusuf@highland": "liaison",
        "layla@coast": "liaison",
        "omar@east": "crew",
        "idris@highland": "crew",
        "adil@highland": "crew",
        "sami@coast": "crew",
        "room": "desk",
    }
