"""The plane around a place against geodesics (pyproj.Geod), and legs passing edges against shapely."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation.frame import ecef
from deconflict.separation.path import WGS84
from deconflict.separation.plane import SAME_M, apart, flat, within

grid = st.integers(-6, 6).map(float)
segments = st.tuples(grid, grid, grid, grid)


def one(segment: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([segment]).reshape(1, 2, 2) * 500.0


def line(segment: np.ndarray) -> shapely.LineString:
    return shapely.LineString(segment[0])


@pytest.mark.parametrize("lat", [0.0, 32.9, -55.0, 79.9, 84.0])
@pytest.mark.parametrize(("metres", "allowed"), [(1.0, 1e-6), (10e3, 1e-3), (100e3, 0.1), (1000e3, 60.0)])
def test_the_plane_keeps_distance_and_direction_from_its_middle(lat, metres, allowed):
    origin = ecef(np.array([[179.99, lat]]))
    bearings = np.arange(0.0, 360.0, 15.0)
    lon, north, _ = WGS84.fwd(np.full(24, 179.99), np.full(24, lat), bearings, np.full(24, metres))
    laid = flat(origin, ecef(np.stack([lon, north], axis=1))[None])[0]
    expected = metres * np.stack([np.sin(np.radians(bearings)), np.cos(np.radians(bearings))], axis=1)
    assert np.abs(laid - expected).max() < max(allowed, metres * 6e-5 if metres > 50e3 else 0.0)


@pytest.mark.rule("SEP-09")
@pytest.mark.parametrize("lat", [0.0, 32.9, 79.9])
def test_within_ten_kilometres_the_plane_keeps_every_distance_to_two_millimetres(lat):
    """Pairs of places, one up to 2.5 km from the middle as on a leg, the other up to 8 km as on an edge."""
    generator = np.random.default_rng(5)
    bearings, metres = (
        generator.uniform(0, 360, (2, 400)),
        generator.uniform(0, 1, (2, 400)) * [[2500], [8000]],
    )
    origin = np.full(400, 13.0), np.full(400, lat)
    ones, others = (WGS84.fwd(*origin, bearings[side], metres[side])[:2] for side in (0, 1))
    places = [ecef(np.stack(side, axis=1)) for side in (ones, others)]
    laid = flat(ecef(np.array([[13.0, lat]])), np.stack(places, axis=1))
    true = WGS84.inv(*ones, *others)[2]
    assert np.abs(np.linalg.norm(laid[:, 0] - laid[:, 1], axis=1) - true).max() < 0.002


@settings(max_examples=400, deadline=None)
@given(leg=segments, edge=segments)
def test_legs_are_as_far_from_edges_as_shapely_says_and_first_where_they_say(leg, edge):
    legs, edges = one(leg), one(edge)
    distance, fraction = apart(legs, edges)
    assert distance[0] == pytest.approx(shapely.distance(line(legs), line(edges)), abs=1e-9)
    place = legs[0, 0] + fraction[0] * (legs[0, 1] - legs[0, 0])
    assert shapely.distance(shapely.Point(place), line(edges)) <= distance[0] + SAME_M


@settings(max_examples=400, deadline=None)
@given(leg=segments, edge=segments, reach=st.sampled_from([0.01, 400.0, 1000.0, 2600.0]))
def test_a_leg_is_within_reach_exactly_between_first_and_last(leg, edge, reach):
    legs, edges = one(leg), one(edge)
    if np.array_equal(edges[0, 0], edges[0, 1]):
        edges[0, 1, 0] += 1e-3
    first, last = within(legs, edges, reach)
    for fraction in np.linspace(0, 1, 41):
        away = shapely.distance(shapely.Point(legs[0, 0] + fraction * (legs[0, 1] - legs[0, 0])), line(edges))
        if away < reach - 1e-6:
            assert first[0] - 1e-9 <= fraction <= last[0] + 1e-9
        elif away > reach + 1e-6:
            assert not first[0] + 1e-9 < fraction < last[0] - 1e-9


def test_a_leg_alongside_an_edge_is_first_nearest_where_it_begins_to_be():
    """
    leg   0 ────────────▶ 10
    edge         4 ─────────── 14     2 below
    """
    distance, fraction = apart(np.array([[[0.0, 2.0], [10.0, 2.0]]]), np.array([[[4.0, 0.0], [14.0, 0.0]]]))
    assert (distance[0], fraction[0]) == (2.0, pytest.approx(0.4))


def test_a_unit_that_stands_is_within_reach_always_or_never():
    stand = np.array([[[0.0, 3.0], [0.0, 3.0]]])
    edge = np.array([[[-5.0, 0.0], [5.0, 0.0]]])
    assert [float(side[0]) for side in within(stand, edge, 3.0)] == [0.0, 1.0]
    first, last = within(stand, edge, 2.9)
    assert first[0] > last[0]
    assert apart(stand, edge)[0][0] == 3.0
    assert math.isclose(apart(stand, edge)[1][0], 0.0)
