"""Synthetic routes: like what parties declare, and the same for the same seed."""

from datetime import UTC, datetime, timedelta
from itertools import islice

from deconflict.bench.routes import TOWNS, Country, Route, draw_routes
from deconflict.separation.path import PathLimits, accept

FIRST = datetime(2026, 12, 1, tzinfo=UTC)


def drawn(seed: int, count: int = 400) -> list[Route]:
    return list(islice(draw_routes(Country.draw(1), [seed], FIRST, 3), count))


def test_the_same_seed_draws_the_same_routes_and_another_draws_others() -> None:
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_every_route_may_be_declared_and_is_as_long_as_promised() -> None:
    limits = PathLimits()
    paths = [
        accept(route.waypoints, route.times, route.time_tolerance_s, route.lateral_tolerance_m, limits)
        for route in drawn(7)
    ]
    driven = [path.length_m for path in paths if path.length_m > 0]
    assert len(driven) < len(paths), "some are posts"
    assert min(driven) > 15_000
    assert max(driven) < 170_000
    assert {len(path.waypoints) for path in paths} > set(range(6, 25))


def test_routes_set_out_within_the_days_they_are_drawn_for() -> None:
    starts = [route.times[0] for route in drawn(7)]
    assert min(starts) >= FIRST
    assert max(starts) <= FIRST + timedelta(days=3)


def test_a_town_is_not_its_own_neighbour() -> None:
    country = Country.draw(1)
    assert not (country.near == [[town] for town in range(TOWNS)]).any()
