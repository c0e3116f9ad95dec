"""The words a story is told in."""

import pytest
from pyproj import Geod

from deconflict.demo.model import Place, Route, Stop
from deconflict.demo.story import the_story

WGS84 = Geod(ellps="WGS84")
TRIPOLI = Place(13.19, 32.89)


@pytest.mark.parametrize(("east_km", "north_km"), [(10, 0), (0, 10), (-20, 15), (3, -4)])
def test_a_place_is_moved_by_about_so_many_kilometres(east_km: float, north_km: float) -> None:
    moved = TRIPOLI.moved(east_km, north_km)
    metres = WGS84.inv(TRIPOLI.lon, TRIPOLI.lat, moved.lon, moved.lat)[2]
    assert metres == pytest.approx((east_km**2 + north_km**2) ** 0.5 * 1000, rel=0.01)


def test_a_square_is_a_closed_ring_around_its_place() -> None:
    ring = TRIPOLI.square(2)
    assert ring[0] == ring[-1]
    assert len(set(ring)) == 4
    assert sum(lon for lon, _ in ring[:4]) / 4 == pytest.approx(TRIPOLI.lon)


def test_a_later_route_keeps_its_places() -> None:
    route = Route("Saqr 1", (Stop(TRIPOLI, 10), Stop(TRIPOLI.moved(5, 0), 20)))
    later = route.later(60)
    assert [stop.minute for stop in later.stops] == [70, 80]
    assert [stop.place for stop in later.stops] == [stop.place for stop in route.stops]


def test_logins_of_a_party_end_with_its_slug_and_others_stand_alone() -> None:
    logins = {member.login for member in the_story().members}
    assert {"salem@east", "karim@west", "yusuf@highland", "room"} <= logins


def test_a_unit_is_planned_for_by_the_liaison_officer_of_its_own_party() -> None:
    story = the_story()
    assert story.liaison_of("Saqr 3").login == "salem@east"
    assert story.liaison_of("Nakhla 7").login == "karim@west"
    assert story.liaison_of("Jabal 1").login == "yusuf@highland"


def test_everything_due_is_due_to_somebody_of_the_story() -> None:
    story = the_story()
    logins = {member.login for member in story.members}
    assert story.dues()
    assert all(set(due.logins) <= logins for due in story.dues())
