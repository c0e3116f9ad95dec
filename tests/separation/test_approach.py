"""The closed forms against a fine grid over the whole polygon of moments.

y
┌────────╱─┐
│ ·  · ╱· ·│     every · is a moment on both legs; those in the band and within the bound
│ ·  ╱ · ·╱│     must lie within what the closed forms say, and reach it up to the mesh
└──╱─────╱─┘ x
"""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deconflict.separation.approach import LegPairs, closest, earliest, extent, nominal

MESH = 181
START_S = 1.79e9

COORDINATES = st.floats(-3000, 3000)
SPEEDS = st.sampled_from([0.0, 0.3, 3.0, 12.0, 25.0])
HEADINGS = st.one_of(st.sampled_from([0.0, 90.0, 180.0, 0.0001]), st.floats(0, 360))


@st.composite
def legs(draw):
    """A leg somewhere near one place of the earth, of any heading, possibly standing, possibly of no duration."""
    heading, climb = np.radians(draw(HEADINGS)), draw(st.sampled_from([0.0, 0.2]))
    duration = draw(st.sampled_from([0.0, 60.0, 300.0, 601.5]))
    speed = draw(SPEEDS) if duration else 0.0
    start = np.array([draw(COORDINATES), draw(COORDINATES), draw(st.floats(-50, 50))])
    velocity = speed * np.array([np.cos(heading), np.sin(heading), climb])
    late = draw(st.integers(0, 900))
    return np.concatenate((start + np.array([5e6, 2e6, 3e6]), velocity, (duration, START_S + late)))


def pair(a, b) -> LegPairs:
    return LegPairs.of(np.stack((a, b), axis=1), np.array([0]), np.array([1]))


def grid(a, b, band):
    """Return x, y, lag and distance of a fine grid of moments, only those in the band."""
    x, y = (part.ravel() for part in np.meshgrid(np.linspace(0, a[6], MESH), np.linspace(0, b[6], MESH)))
    later = a[7] - b[7]
    if band == 0.0:
        x = np.linspace(max(0.0, -later), max(0.0, -later, min(a[6], b[6] - later)), MESH**2)
        y = x + later
    inside = (np.abs(x - y + later) <= band) & (y >= 0.0) & (y <= b[6]) & (x <= a[6])
    x, y = x[inside], y[inside]
    apart = (a[:3] - b[:3])[:, np.newaxis] + a[3:6, np.newaxis] * x - b[3:6, np.newaxis] * y
    return x, y, x - y + later, np.sqrt((apart**2).sum(axis=0))


def mesh_s(a, b) -> float:
    return max(a[6], b[6]) / (MESH - 1)


def mesh_m(a, b) -> float:
    return mesh_s(a, b) * (np.linalg.norm(a[3:6]) + np.linalg.norm(b[3:6]))


BANDS = st.sampled_from([0.0, 45.0, 600.0, 1e8])
STANDING = np.array([5e6, 2e6, 3e6, 0, 0, 0, 300.0, START_S])
ABREAST = np.array([5e6, 2e6 + 100, 3e6, 12.0, 0, 0, 300.0, START_S])
CONVOY = np.array([5e6 + 40, 2e6, 3e6, 12.0, 0, 0, 300.0, START_S + 20])


@pytest.mark.rule("SEP-03", "SEP-07")
@settings(max_examples=120, deadline=None)
@given(legs(), legs(), BANDS)
@example(STANDING, STANDING, 0.0)
@example(ABREAST, CONVOY, 45.0)
@example(CONVOY, CONVOY, 0.0)
def test_the_closest_point_is_a_moment_of_both_legs_and_none_of_the_grid_is_closer(a, b, band):
    pairs, bands = pair(a, b), np.array([band])
    found = closest(pairs, bands)
    _, _, _, distances = grid(a, b, band)
    if not len(distances):
        assert found.distance[0] > 0
        return
    assert found.distance[0] <= distances.min() + 1e-6
    # The mesh misses a narrow band; only a moment that exists may be that much closer.
    x, y = found.x, found.y
    assert -1e-6 <= x[0] <= a[6] + 1e-6
    assert -1e-6 <= y[0] <= b[6] + 1e-6
    assert abs(pairs.lag(x, y)[0]) <= band + 1e-6
    assert found.distance[0] == pytest.approx(pairs.distance(x, y)[0])


@pytest.mark.rule("SEP-05", "SEP-07")
@settings(max_examples=120, deadline=None)
@given(legs(), legs(), BANDS, st.floats(50, 4000))
@example(ABREAST, CONVOY, 45.0, 110.0)
@example(STANDING, STANDING, 0.0, 50.0)
def test_the_extent_holds_every_moment_of_the_grid_within_the_bound_and_reaches_no_further(a, b, band, bound):
    pairs, bands, bounds = pair(a, b), np.array([band]), np.array([bound])
    found = extent(pairs, bands, bounds, closest(pairs, bands))
    x, y, lag, distances = grid(a, b, band)
    near = distances <= bound
    for values, points in ((x, found.x), (y, found.y), (lag, pairs.lag(found.x, found.y))):
        if near.any():
            assert found.least(points)[0] <= values[near].min() + 1e-6
            assert found.greatest(points)[0] >= values[near].max() - 1e-6
    for x, y in zip(found.x[found.met], found.y[found.met], strict=True):
        assert pairs.distance(np.array([x]), np.array([y]))[0] <= bound + 1e-4
        assert abs(pairs.lag(x, y)[0]) <= band + 1e-6
        assert -1e-6 <= x <= a[6] + 1e-6
        assert -1e-6 <= y <= b[6] + 1e-6


@pytest.mark.rule("SEP-05")
@settings(max_examples=100, deadline=None)
@given(legs(), legs())
def test_with_no_lag_it_is_the_closest_point_of_a_band_of_nothing(a, b):
    pairs = pair(a, b)
    assert nominal(pairs)[0] == pytest.approx(closest(pairs, np.zeros(1)).distance[0], abs=1e-6)


@pytest.mark.rule("SEP-05")
@settings(max_examples=100, deadline=None)
@given(legs(), legs(), st.floats(-600, 600), st.floats(50, 4000))
def test_the_earliest_moment_of_a_lag_is_the_first_of_all_moments_with_it(a, b, lag, bound):
    later = a[7] - b[7]
    x = np.linspace(max(0.0, lag - later), min(a[6], b[6] + lag - later), 2001)
    y = x + later - lag
    apart = (a[:3] - b[:3])[:, np.newaxis] + a[3:6, np.newaxis] * x - b[3:6, np.newaxis] * y
    near = np.sqrt((apart**2).sum(axis=0)) <= bound
    if x[0] <= x[-1] and near.any():
        pairs = pair(a, b)
        first, other = earliest(pairs, np.array([lag]), np.array([bound]))
        assert first[0] <= x[near].min() + 1e-6
        assert pairs.lag(first, other)[0] == pytest.approx(lag, abs=1e-6)
        assert pairs.distance(first, other)[0] <= bound + 1e-4


@pytest.mark.rule("SEP-05")
def test_a_convoy_of_equal_speed_meets_the_bound_from_end_to_end():
    """
    a ●━━━━━━━━━━━▶         100 m abreast, the same velocity: the ellipse of moments is an endless strip
    b ●━━━━━━━━━━━▶
    """
    other = ABREAST + np.array([0, -100.0, 0, 0, 0, 0, 0, 0])
    pairs, band = pair(ABREAST, other), np.zeros(1)
    found = extent(pairs, band, np.array([100.0]), closest(pairs, band))
    assert (found.least(found.x)[0], found.greatest(found.x)[0]) == (0.0, 300.0)


@pytest.mark.rule("SEP-05")
def test_a_crossing_within_the_legs_is_bounded_by_the_ellipse_alone():
    """
       │ b         both 10 m/s at right angles, 300 s: |r| ≤ 100 m is x² + y² ≤ 10² s around the crossing,
    ───┼───▶ a     so ±10 s on either path and lags of ±10·√2 s
       ▼
    """
    a = np.array([-1500.0, 0, 0, 10, 0, 0, 300, START_S])
    b = np.array([0, 1500.0, 0, 0, -10, 0, 300, START_S])
    pairs, band, bound = pair(a, b), np.array([1000.0]), np.array([100.0])
    found = extent(pairs, band, bound, closest(pairs, band))
    lag = pairs.lag(found.x, found.y)
    assert found.least(found.x)[0] == pytest.approx(140)
    assert found.greatest(found.y)[0] == pytest.approx(160)
    assert found.least(lag)[0] == pytest.approx(-10 * np.sqrt(2))
    assert found.greatest(lag)[0] == pytest.approx(10 * np.sqrt(2))


def test_nearly_parallel_legs_lose_no_centimetre():
    """Two legs of 5 km that part by 1 mm over their length: closest by formula, whatever the angle rounds to."""
    for angle in 10.0 ** np.arange(-9, -2):
        a = np.array([5e6, 2e6, 3e6, 10.0, 0, 0, 500, START_S])
        b = np.array([5e6, 2e6 + 50, 3e6, 10 * np.cos(angle), -10 * np.sin(angle), 0, 500, START_S])
        found = closest(pair(a, b), np.array([500.0]))
        expected = 0.0 if 5000 * np.sin(angle) >= 50 else 50 - 5000 * np.sin(angle)
        assert found.distance[0] == pytest.approx(expected, abs=0.01)


def test_pairs_are_chosen_in_order():
    many = LegPairs.of(
        np.stack((STANDING, ABREAST, CONVOY), axis=1), np.array([0, 1, 2]), np.array([2, 2, 0])
    )
    some = many.only(np.array([2, 0]))
    assert np.array_equal(some.vectors, many.vectors[:, :, [2, 0]])
    assert np.array_equal(some.times, many.times[:, [2, 0]])
    nearest = closest(many, np.full(3, 100.0))
    assert np.array_equal(nearest.only(np.array([2, 0])).distance, nearest.distance[[2, 0]])
    assert np.array_equal(closest(some, np.full(2, 100.0)).distance, nearest.distance[[2, 0]])
