"""Degrees and metres against PROJ, and boxes that hold what they should."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from deconflict.separation.frame import Box, ecef, lon_lat, padded_box

GEOD = Geod(ellps="WGS84")
GEOCENTRIC = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
PLACES = st.lists(st.tuples(st.floats(-180, 180), st.floats(-80, 80)), min_size=1, max_size=20)


@pytest.mark.rule("SEP-01")
@given(PLACES)
def test_metres_agree_with_proj_to_a_micrometre(places):
    degrees = np.array(places)
    expected = np.stack(GEOCENTRIC.transform(degrees[:, 0], degrees[:, 1], np.zeros(len(degrees))), axis=1)
    np.testing.assert_allclose(ecef(degrees), expected, rtol=0, atol=1e-6)


@given(PLACES, st.floats(-5000, 5000))
def test_degrees_come_back_from_below_and_above_the_surface(places, height):
    degrees = np.array(places)
    xyz = np.stack(GEOCENTRIC.transform(degrees[:, 0], degrees[:, 1], np.full(len(degrees), height)), axis=1)
    back = lon_lat(xyz)
    _, _, off = GEOD.inv(degrees[:, 0], degrees[:, 1], back[:, 0], back[:, 1])
    assert np.max(off) < 1e-3


@settings(max_examples=60)
@given(
    st.floats(-180, 180),
    st.floats(-84, 84),
    st.floats(0, 360),
    st.floats(0, 5000),
    st.floats(0, 12000),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 360)), min_size=1, max_size=20),
)
def test_a_padded_box_holds_everything_within_reach_of_the_line(lon, lat, azimuth, length, reach, looks):
    """
    ┌─────────────┐
    │   reach     │      the box around a geodesic leg and every
    │ ●─────────● │      direction one could step off it
    └─────────────┘
    """
    end_lon, end_lat, _ = GEOD.fwd(lon, lat, azimuth, length)
    box = padded_box(np.array([(lon, lat), (end_lon, max(-84.0, min(84.0, end_lat)))]), reach)
    if abs(end_lat) > 84.0:
        return
    for along, direction in looks:
        on_lon, on_lat, _ = GEOD.fwd(lon, lat, azimuth, along * length)
        off_lon, off_lat, _ = GEOD.fwd(on_lon, on_lat, direction, reach)
        assert box.contains(off_lon, off_lat)


def test_a_box_away_from_the_antimeridian_is_no_wider_than_it_must_be():
    box = padded_box(np.array([(13.0, 32.0), (13.1, 32.0)]), 1000.0)
    _, _, height = GEOD.inv(13.0, box.south, 13.0, box.north)
    _, _, width = GEOD.inv(box.west, 32.0, box.east, 32.0)
    assert height == pytest.approx(2010, abs=20)
    assert width == pytest.approx(9449 + 2010, abs=20)


@pytest.mark.parametrize(
    "places",
    [
        [(179.99, 10.0), (-179.99, 10.0)],
        [(179.999, 10.0)],
        [(-179.999, 10.0), (-179.99, 10.0)],
    ],
    ids=["crosses", "reaches from the east", "reaches from the west"],
)
def test_a_box_that_meets_the_antimeridian_spans_all_longitudes(places):
    box = padded_box(np.array(places), 1000.0)
    assert (box.west, box.east) == (-180.0, 180.0)
    assert 9.9 < box.south < 10.0 < box.north < 10.1


@pytest.mark.parametrize("lat", [89.999, -89.999])
def test_a_box_that_reaches_a_pole_spans_all_longitudes_and_ends_there(lat):
    box = padded_box(np.array([(0.0, lat)]), 1000.0)
    assert (box.west, box.east) == (-180.0, 180.0)
    assert max(abs(box.south), abs(box.north)) == 90.0


def test_the_border_belongs_to_a_box():
    box = Box(10.0, 30.0, 12.0, 34.0)
    assert box.contains(10.0, 34.0)
    assert not box.contains(9.999, 32.0)
    assert not box.contains(11.0, 34.001)
