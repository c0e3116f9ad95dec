"""Outlines: inside and outside, distances against places sampled on the ellipsoid, and every refusal."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation import outline as module
from deconflict.separation.errors import (
    OutlineCrossed,
    OutlineTooLarge,
    RingNotClosed,
    RingOutOfRange,
    RingTooShort,
)
from deconflict.separation.frame import ecef
from deconflict.separation.outline import Outline, Ring
from deconflict.separation.path import WGS84, PathLimits, accept

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def wrapped(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0


def around(lon: float, lat: float, *offsets: tuple[float, float]) -> Ring:
    """A closed ring of corners given in metres east and north of a place."""
    corners = []
    for east, north in offsets:
        bearing = math.degrees(math.atan2(east, north))
        away, up, _ = WGS84.fwd(lon, lat, bearing, math.hypot(east, north))
        corners.append((away, up))
    return (*corners, corners[0])


def square(lon: float, lat: float, half_m: float) -> Ring:
    return around(lon, lat, (-half_m, -half_m), (half_m, -half_m), (half_m, half_m), (-half_m, half_m))


def place(lon: float, lat: float) -> np.ndarray:
    return ecef(np.array([[lon, lat]]))[0]


def drive(*stops: tuple[float, float, float]) -> np.ndarray:
    """Knots through (lon, lat, minutes after eight)."""
    times = [EIGHT + timedelta(minutes=minutes) for _, _, minutes in stops]
    return accept([(lon, lat) for lon, lat, _ in stops], times, 0.0, 0.0, PathLimits()).knots


def sampled_distance(outline: Outline, knots: np.ndarray) -> float:
    """The least distance between a line outside and the border, sampled on the ellipsoid, twice refined."""
    best = np.inf
    rings = [np.array(ring) for ring in outline.rings]
    edges = [(ring[index], ring[index + 1]) for ring in rings for index in range(len(ring) - 1)]
    for start, end in zip(knots[:-1, :3], knots[1:, :3], strict=True):
        for one, other in edges:
            azimuth, _, length = WGS84.inv(*one, *other)
            low, high = np.zeros(2), np.ones(2)
            for _ in range(3):
                leg, edge = (np.linspace(low[side], high[side], 41) for side in (0, 1))
                line = start + leg[:, None] * (end - start)
                lon, lat, _ = WGS84.fwd(*(np.full(41, part) for part in (*one, azimuth)), edge * length)
                apart = np.linalg.norm(line[:, None] - ecef(np.stack([lon, lat], axis=1)), axis=2)
                at = np.unravel_index(apart.argmin(), apart.shape)
                step = (high - low) / 40
                middle = np.array([leg[at[0]], edge[at[1]]])
                low, high = np.maximum(middle - 1.5 * step, 0.0), np.minimum(middle + 1.5 * step, 1.0)
            best = min(best, float(apart.min()))
    return best


@pytest.mark.parametrize(("lon", "lat"), [(13.0, 32.0), (180.0, 0.0), (-179.99, 79.0), (0.0, -60.0)])
def test_inside_and_outside_are_told_apart_wherever_the_polygon_lies(lon, lat):
    """
    ┌────────┐
    │ ┌────┐ │   p inside, h in the hole, o outside
    │p│ h  │ │ o
    │ └────┘ │
    └────────┘
    """
    outline = Outline((square(lon, lat, 10_000), square(lon, lat, 6_000)))
    east = [WGS84.fwd(lon, lat, 90.0, metres)[:2] for metres in (8_000, 0, 11_000, 300_000)]
    assert [outline.holds(place(*at)) for at in east] == [True, False, False, False]
    assert not outline.holds(place(wrapped(lon + 180.0), -lat))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), min_size=4, max_size=9, unique=True),
    st.data(),
)
def test_inside_is_what_shapely_says_in_the_plane_of_a_small_polygon(corners, data):
    plane = shapely.Polygon(corners)
    if not shapely.is_valid(plane) or plane.area == 0:
        return
    outline = Outline((around(13.0, 32.0, *[(100.0 * x, 100.0 * y) for x, y in corners]),))
    x, y = data.draw(st.tuples(st.floats(-41, 41), st.floats(-41, 41)))
    if shapely.distance(plane.boundary, shapely.Point(x, y)) < 0.01:
        return
    probe = around(13.0, 32.0, (100.0 * x, 100.0 * y))[0]
    assert outline.holds(place(*probe)) == shapely.contains(plane, shapely.Point(x, y))


@pytest.mark.rule("SEP-09")
@pytest.mark.parametrize(("lon", "lat"), [(13.0, 32.9), (179.95, 0.0), (13.0, 78.0)])
@pytest.mark.parametrize("gap_m", [0.5, 50.0, 1000.0])
@pytest.mark.parametrize("half_m", [300.0, 20_000.0])
def test_distances_are_exact_to_a_centimetre(lon, lat, gap_m, half_m):
    """A path that passes the middle of a long border, sagging chords of leg and edge side by side."""
    outline = Outline((square(lon, lat, half_m),))
    west, east = outline.rings[0][0], outline.rings[0][1]
    azimuth, _, length = WGS84.inv(*west, *east)
    middle = WGS84.fwd(*west, azimuth, length / 2)
    near = WGS84.fwd(middle[0], middle[1], 180.0, gap_m)
    far = WGS84.fwd(near[0], near[1], 140.0, 4000.0)
    back = WGS84.fwd(near[0], near[1], 225.0, 3000.0)
    knots = drive(
        (wrapped(back[0]), back[1], 0), (wrapped(near[0]), near[1], 10), (wrapped(far[0]), far[1], 20)
    )
    assert outline.distance_m(knots) == pytest.approx(gap_m, abs=0.01)
    passing = outline.passing(knots, 2 * gap_m)
    assert passing is not None
    assert passing.distance_m == pytest.approx(gap_m, abs=0.01)
    assert passing.at_s == pytest.approx(EIGHT.timestamp() + 600, abs=0.1)


@settings(max_examples=25, deadline=None)
@given(
    east=st.floats(-9000, 9000),
    north=st.floats(4000, 9000),
    bearing=st.floats(0, 360),
    lat=st.sampled_from([0.0, 32.9, 79.0]),
)
def test_distances_agree_with_places_sampled_on_the_ellipsoid(east, north, bearing, lat):
    outline = Outline(
        (around(13.0, lat, (-2000, -3000), (3000, -2500), (2500, 2000), (0, 500), (-2500, 2500)),)
    )
    start = around(13.0, lat, (east, north))[0]
    end = WGS84.fwd(*start, bearing, 7000.0)
    knots = drive((*start, 0), (end[0], min(end[1], 80.0), 15))
    expected = sampled_distance(outline, knots)
    found = outline.distance_m(knots)
    assert found == pytest.approx(expected, abs=0.01) or (found == 0.0 and expected < 15.0)


def test_a_far_polygon_has_a_distance_too():
    outline = Outline((square(13.0, 32.0, 5.0),))
    found = outline.distance_m(drive((23.0, 32.0, 0), (23.1, 32.0, 10)))
    assert found == pytest.approx(WGS84.inv(23.0, 32.0, 13.0, 32.0)[2], rel=2e-5)


def test_a_line_through_a_polygon_is_inside_from_border_to_border():
    outline = Outline((square(13.0, 32.0, 5_000),))
    west, east = (WGS84.fwd(13.0, 32.0, bearing, 10_000) for bearing in (270.0, 90.0))
    knots = drive((*west[:2], 0), (*east[:2], 40))
    passing = outline.passing(knots, 0.01)
    assert passing is not None
    assert passing.distance_m == outline.distance_m(knots) == 0.0
    minutes = [(at - EIGHT.timestamp()) / 60 for at in (passing.first_s, passing.at_s, passing.last_s)]
    assert minutes == pytest.approx([10.0, 10.0, 30.0], abs=0.001)


def test_a_line_that_stays_inside_or_outside_crosses_nothing():
    outline = Outline((square(13.0, 32.0, 50_000),))
    inside = drive((13.0, 32.0, 0), (13.05, 32.0, 10))
    passing = outline.passing(inside, 0.01)
    assert passing is not None
    assert (passing.distance_m, passing.first_s, passing.at_s, passing.last_s) == (
        0.0,
        inside[0, 3],
        inside[0, 3],
        inside[-1, 3],
    )
    assert outline.distance_m(inside) == 0.0
    assert outline.passing(drive((14.0, 32.0, 0), (14.05, 32.0, 10)), 100.0) is None


def test_a_line_in_a_hole_is_as_far_as_the_border_of_the_hole():
    outline = Outline((square(13.0, 32.0, 20_000), square(13.0, 32.0, 5_000)))
    assert outline.distance_m(drive((13.0, 32.0, 0), (13.0, 32.0, 10))) == pytest.approx(5_000, abs=0.01)


def test_looking_in_small_tiles_finds_the_same(monkeypatch):
    outline = Outline((square(13.0, 32.0, 30_000),))
    knots = drive((12.5, 31.9, 0), (13.1, 32.1, 60), (13.6, 31.8, 120))
    whole = outline.passing(knots, 500.0)
    monkeypatch.setattr(module, "TILE", 30)
    assert outline.passing(knots, 500.0) == whole


def test_repeated_corners_change_nothing():
    ring = square(13.0, 32.0, 5_000)
    doubled = (ring[0], *ring)
    assert np.array_equal(Outline((doubled,)).edges, Outline((ring,)).edges)


def test_an_outline_is_its_rings():
    ring = square(13.0, 32.0, 5_000)
    assert Outline((ring,)) == Outline((ring,))
    assert Outline((ring,)) != Outline((square(13.0, 32.0, 5_001),))


def test_the_box_holds_what_is_within_reach_of_the_border():
    box = Outline((square(13.0, 32.0, 5_000),)).box(1000.0)
    for bearing in range(0, 360, 15):
        lon, lat, _ = WGS84.fwd(*WGS84.fwd(13.0, 32.0, bearing, 5_000)[:2], bearing, 999.0)
        assert box.contains(lon, lat)
    assert Outline((square(180.0, 32.0, 5_000),)).box(10.0).west == -180.0


UNIT = ((13.0, 32.0), (13.1, 32.0), (13.1, 32.1), (13.0, 32.0))


@pytest.mark.parametrize(
    ("rings", "refusal", "ring", "index"),
    [
        ((), RingTooShort, 0, 0),
        ((UNIT[:3],), RingTooShort, 0, 3),
        ((UNIT, ((13.0, 32.0),) * 2), RingTooShort, 1, 2),
        (((*UNIT[:3], (13.0, 32.01)),), RingNotClosed, 0, 3),
        (((*UNIT[:2], (13.1, math.nan), UNIT[0]),), RingOutOfRange, 0, 2),
        (((*UNIT[:2], (181.0, 32.1), UNIT[0]),), RingOutOfRange, 0, 2),
        (((*UNIT[:2], (13.1, 80.1), UNIT[0]),), RingOutOfRange, 0, 2),
        ((((-120.0, 70.0), (0.0, 70.0), (120.0, 70.0), (-120.0, 70.0)),), RingNotClosed, 0, 3),
        ((((13.0, 32.0), (13.1, 32.1), (13.1, 32.0), (13.0, 32.1), (13.0, 32.0)),), OutlineCrossed, 0, 0),
        ((UNIT, tuple((lon + 5, lat) for lon, lat in UNIT)), OutlineCrossed, 0, 0),
        (
            (((-60.0, -60.0), (60.0, -60.0), (60.0, 60.0), (-60.0, 60.0), (-60.0, -60.0)),),
            OutlineTooLarge,
            0,
            1,
        ),
        ((UNIT[:3] + (UNIT[0],) * 5000,), OutlineTooLarge, 0, 5000),
    ],
)
def test_what_is_no_polygon_is_refused_with_ring_and_index(rings, refusal, ring, index):
    with pytest.raises(refusal) as refused:
        Outline(rings)
    assert type(refused.value) is refusal
    assert (refused.value.ring, refused.value.index) == (ring, index)
