"""Covers against places drawn on the ellipsoid (pyproj.Geod), sampled cells, and the exact check."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation import cover as module
from deconflict.separation.check import Grade, find
from deconflict.separation.cover import (
    at_hour,
    cells,
    check_envelope,
    cover,
    hours,
    merged,
    of_place,
    pack,
    shared,
    slack_m,
    unpack,
)
from deconflict.separation.errors import CoverUnreadable
from deconflict.separation.frame import Box, ecef, lon_lat
from deconflict.separation.path import WGS84, PathLimits, Track, accept

DMAX_M = 5000.0
EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
EIGHT_HOUR = int(EIGHT.timestamp()) // 3600
LIMITS = PathLimits()


def drive(
    *stops: tuple[float, float, float], tau: float = 0.0, w: float = 0.0, start: datetime = EIGHT
) -> Track:
    """A track through (lon, lat, minutes after the start)."""
    places = [(lon, lat) for lon, lat, _ in stops]
    times = [start + timedelta(minutes=minutes) for _, _, minutes in stops]
    return accept(places, times, tau, w, LIMITS).track


def key(lon: float, lat: float, hour: int, zoom: int = 14) -> int:
    """The key of a place in degrees, by the textbook formula of slippy maps."""
    across = 2**zoom
    column = int((lon + 180.0) / 360.0 * across) % across
    row = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * across)
    return hour << 28 | column << 14 | row


def corners(column: int, row: int) -> tuple[float, float, float, float]:
    """West, south, east and north of a cell of zoom 14, in degrees."""
    south, north = (math.degrees(math.atan(math.sinh(math.pi * (1 - of / 2**13)))) for of in (row + 1, row))
    return column / 2**14 * 360 - 180, south, (column + 1) / 2**14 * 360 - 180, north


def wrapped(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0


def where(track: Track, at_s: float) -> tuple[float, float]:
    """The nominal place at a time, in degrees."""
    axes = [np.interp(at_s, track.knots[:, 3], track.knots[:, axis]) for axis in range(3)]
    lon, lat = lon_lat(np.array([axes]))[0]
    return float(lon), float(lat)


@st.composite
def tracks(draw: st.DrawFn, lon: float, lat: float, start: datetime = EIGHT) -> Track:
    """Up to four legs of up to 30 km from near a place, some dwells, tolerances over their whole range."""
    places, times = [(lon, lat)], [start + timedelta(seconds=draw(st.integers(0, 7200)))]
    for _ in range(draw(st.integers(1, 4))):
        metres = draw(st.sampled_from([0.0, 10.0, 900.0, 4999.0, 12000.0, 30000.0]))
        away, north, _ = WGS84.fwd(*places[-1], draw(st.floats(0, 360)), metres)
        places.append((wrapped(away), min(max(north, -80.0), 80.0)))
        times.append(times[-1] + timedelta(seconds=draw(st.sampled_from([0, 60, 1200, 3600])) + metres / 20))
    tau = draw(st.sampled_from([0.0, 1.0, 600.0, 3600.0]))
    return accept(places, times, tau, draw(st.sampled_from([0.0, 50.0, 1000.0])), LIMITS).track


regions = st.tuples(
    st.sampled_from([13.19, -179.97, 179.97, 0.01, -70.0]), st.sampled_from([32.9, -0.02, 79.9, -79.7, 55.0])
)


@st.composite
def neighbours(draw: st.DrawFn) -> tuple[Track, Track]:
    """Two tracks that start within a few kilometres and a few hours of each other."""
    lon, lat = draw(regions)
    away, north, _ = WGS84.fwd(lon, lat, draw(st.floats(0, 360)), draw(st.floats(0, 12000)))
    later = EIGHT + timedelta(minutes=draw(st.sampled_from([0, 1, 59, 60, 61, 180])))
    return draw(tracks(lon, lat)), draw(tracks(wrapped(away), min(max(north, -80.0), 80.0), start=later))


@pytest.mark.rule("DIS-04")
@settings(max_examples=150, deadline=None)
@given(
    region=regions,
    data=st.data(),
    fraction=st.floats(0, 1),
    bearing=st.floats(0, 360),
    outward=st.sampled_from([0.0, 0.5, 1.0]),
    off=st.sampled_from([-1.0, -0.3, 0.0, 1.0]),
)
def test_every_place_and_time_that_the_grown_plan_meets_is_covered(
    region, data, fraction, bearing, outward, off
):
    track = data.draw(tracks(*region))
    begin, end = track.knots[0, 3], track.knots[-1, 3]
    at = begin + fraction * (end - begin)
    reach = track.lateral_tolerance_m + DMAX_M / 2
    lon, lat, _ = WGS84.fwd(*where(track, at), bearing, outward * reach)
    hour = math.floor((at + off * track.time_tolerance_s) / 3600)
    assert key(lon, lat, hour) in cover(track, DMAX_M)


@pytest.mark.rule("DIS-04", "SEP-03")
@pytest.mark.rule("DIS-04")
@pytest.mark.parametrize("lat", [0.0, 32.9, -55.0, 79.5, -79.5])
@pytest.mark.parametrize("side", ["west", "south", "east", "north"])
def test_a_cell_whose_border_is_only_just_reached_is_covered(lat, side):
    """
    ┌──────┐
    │ cell p   post ●   the post is its reach away from p, half of the bound's centimetre outside the cell
    └──────┘
    """
    middle = key(13.19, lat, 0)
    west, south, east, north = corners(middle >> 14, middle & 0x3FFF)
    outward = {"west": 270.0, "south": 180.0, "east": 90.0, "north": 0.0}[side]
    border = {
        "west": (west, (south + north) / 2),
        "south": ((west + east) / 2, south),
        "east": (east, (south + north) / 2),
        "north": ((west + east) / 2, north),
    }[side]
    lon, post_lat, _ = WGS84.fwd(*border, outward, DMAX_M / 2 + 1000.0 + 0.005)
    assert middle in cover(drive((lon, post_lat, 0), (lon, post_lat, 10), w=1000.0), DMAX_M) & (1 << 28) - 1


@settings(max_examples=100, deadline=None)
@given(pair=neighbours(), minimum=st.sampled_from([50.0, 1000.0, DMAX_M]))
def test_no_conflict_is_without_a_shared_cell_hour(pair, minimum):
    finding = find(*pair, minimum)
    in_conflict = finding is not None and finding.grade is not Grade.ADVISORY
    assert not in_conflict or len(shared(*(cover(track, DMAX_M) for track in pair))) > 0


@pytest.mark.rule("DIS-04")
@pytest.mark.parametrize("lat", [0.0, 32.9, -55.0, 79.99, -79.99])
@pytest.mark.parametrize("bearing", [0.0, 37.0, 90.0, 170.0])
def test_a_conflict_exactly_at_the_bound_shares_a_cell_hour_wherever_the_grid_falls(lat, bearing):
    """A and B stand D + wA + wB + 1 cm apart; thirty places, so that the middle falls all over a cell."""
    for step in range(30):
        lon = 13.0 + step * 0.0021
        away, north, _ = WGS84.fwd(lon, lat, bearing, DMAX_M + 1200.0 + 0.01)
        within = min(max(north, -80.0), 80.0)
        a = drive((lon, lat, 0), (lon, lat, 10), w=1000.0)
        b = drive((away, within, 0), (away, within, 10), w=200.0)
        assert len(shared(cover(a, DMAX_M), cover(b, DMAX_M))) > 0


@settings(max_examples=20, deadline=None)
@given(region=regions, data=st.data())
def test_no_cell_is_farther_than_the_stated_slack(region, data):
    """The border of the farthest cells of each hour is sampled, the path every 25 m: ≤ 30 m of error."""
    track = data.draw(tracks(*region))
    reach = track.lateral_tolerance_m + DMAX_M / 2
    allowed = reach + slack_m(reach, 80.0 if abs(region[1]) > 60 else 56.0) + 30.0
    keys = cover(track, DMAX_M)
    for hour in hours(keys):
        early, late = hour * 3600 - track.time_tolerance_s, (hour + 1) * 3600 + track.time_tolerance_s
        line = sampled(track, early - 0.01, late + 0.01)
        borders = [border(column, row) for column, row in cells(keys[keys >> 28 == hour])]
        borders.sort(key=lambda edge: -least_distance(edge[:1], line[::20]))
        assert max(least_distance(edge, line) for edge in borders[:8]) <= allowed


def sampled(track: Track, early: float, late: float) -> np.ndarray:
    """Places in earth-centred metres every 25 m of the part driven between two times."""
    times = track.knots[:, 3]
    early, late = max(early, times[0]), min(late, times[-1])
    count = 2 + int(np.linalg.norm(np.diff(track.knots[:, :3], axis=0), axis=1).sum() / 25)
    moments = np.linspace(early, late, count)
    return np.stack([np.interp(moments, times, track.knots[:, axis]) for axis in range(3)], axis=1)


def border(column: int, row: int) -> np.ndarray:
    """The border of a cell of zoom 14, 41 places a side, in earth-centred metres."""
    west, south, east, north = corners(column, row)
    along = np.linspace(0, 1, 41)
    lon, lat = west + (east - west) * along, south + (north - south) * along
    sides = [(lon, south + 0 * lat), (lon, north + 0 * lat), (west + 0 * lon, lat), (east + 0 * lon, lat)]
    return ecef(np.concatenate([np.stack(side, axis=1) for side in sides]))


def least_distance(ones: np.ndarray, others: np.ndarray) -> float:
    squares = (ones**2).sum(1)[:, None] + (others**2).sum(1)[None, :] - 2 * ones @ others.T
    return float(np.sqrt(max(squares.min(), 0.0)))


def test_a_post_covers_the_disc_around_it_in_every_hour_it_stands():
    keys = cover(drive((13.19, 32.88, 0), (13.19, 32.88, 150)), DMAX_M)
    assert hours(keys) == [EIGHT_HOUR - 1, EIGHT_HOUR, EIGHT_HOUR + 1, EIGHT_HOUR + 2]
    middle = key(13.19, 32.88, 0)
    assert (middle >> 14, middle & 0x3FFF) in cells(keys)
    assert 9 <= len(cells(keys)) <= 16
    assert len(keys) == 4 * len(cells(keys))


@pytest.mark.rule("DIS-04")
def test_touching_the_full_hour_counts_for_both_hours():
    assert hours(cover(drive((13, 32, 5), (13, 32, 59)), 0.0)) == [EIGHT_HOUR]
    assert hours(cover(drive((13, 32, 5), (13, 32, 60)), 0.0)) == [EIGHT_HOUR, EIGHT_HOUR + 1]
    assert hours(cover(drive((13, 32, 0), (13, 32, 59)), 0.0)) == [EIGHT_HOUR - 1, EIGHT_HOUR]
    assert hours(cover(drive((13, 32, 5), (13, 32, 50), tau=600.0), 0.0)) == [
        EIGHT_HOUR - 1,
        EIGHT_HOUR,
        EIGHT_HOUR + 1,
    ]


def test_an_hour_has_only_the_cells_that_can_be_driven_in_it():
    """Two hours east at 50 km/h, from 8:00 to 10:00: the start is not touched after nine."""
    keys = cover(drive((13.0, 32.0, 0), (14.06, 32.0, 120)), DMAX_M)
    assert key(13.0, 32.0, EIGHT_HOUR) in keys
    assert key(13.0, 32.0, EIGHT_HOUR + 1) not in keys
    assert key(14.06, 32.0, EIGHT_HOUR) not in keys
    assert key(14.06, 32.0, EIGHT_HOUR + 1) in keys
    late = cover(drive((13.0, 32.0, 0), (14.06, 32.0, 120), tau=3600.0), DMAX_M)
    assert key(13.0, 32.0, EIGHT_HOUR + 1) in late


def test_a_leg_in_no_time_is_covered_whole():
    """Two spellings of one place a millimetre apart at one instant: the leg has no duration to be cut by."""
    track = drive((180.0, 10.0, 30), (-180.0, 10.0, 30), (-180.0, 10.1, 40))
    assert np.array_equal(cover(track, DMAX_M), cover(drive((180.0, 10.0, 30), (180.0, 10.1, 40)), DMAX_M))


@pytest.mark.rule("SEP-01", "DIS-04")
@pytest.mark.parametrize("lat", [0.0, 79.9])
def test_columns_wrap_at_the_antimeridian(lat):
    """The same drive, over 180° and over 0°, covers the same shape half a world away."""
    over = cover(drive((179.9, lat, 5), (-179.9, lat, 55)), DMAX_M)
    here = cover(drive((-0.1, lat, 5), (0.1, lat, 55)), DMAX_M)
    turned = sorted((column + 2**13) % 2**14 << 14 | row for column, row in cells(here))
    assert sorted(column << 14 | row for column, row in cells(over)) == turned
    assert {0, 2**14 - 1} <= {column for column, _ in cells(over)}


@settings(max_examples=60, deadline=None)
@given(region=regions, data=st.data())
def test_coarser_grids_are_the_parents_of_the_finer(region, data):
    track = data.draw(tracks(*region))
    fine, coarse = cover(track, DMAX_M), cover(track, DMAX_M, zoom=12)
    parents = fine >> 28 << 28 | (fine >> 14 & 0x3FFF) >> 2 << 14 | (fine & 0x3FFF) >> 2
    assert set(parents.tolist()) <= set(coarse.tolist())


def test_a_long_plan_swept_in_pieces_covers_the_same(monkeypatch):
    track = drive((13.0, 32.0, 0), (13.4, 32.3, 60), (13.9, 32.1, 180), tau=900.0)
    whole = cover(track, DMAX_M)
    monkeypatch.setattr(module, "SWEEP", 7)
    assert np.array_equal(cover(track, DMAX_M), whole)


@settings(max_examples=60, deadline=None)
@given(pair=neighbours())
def test_shared_is_the_intersection_in_either_order(pair):
    one, other = (cover(track, DMAX_M) for track in pair)
    expected = sorted(set(one.tolist()) & set(other.tolist()))
    assert shared(one, other).tolist() == shared(other, one).tolist() == expected


def test_nothing_is_shared_with_nothing():
    one = cover(drive((13, 32, 0), (13, 32, 10)), DMAX_M)
    nothing = np.empty(0, dtype=np.int64)
    assert len(shared(one, nothing)) == len(shared(nothing, one)) == len(shared(nothing, nothing)) == 0
    assert hours(nothing) == cells(nothing) == []


def test_a_packed_cover_is_small_and_comes_back_as_it_was():
    keys = cover(drive((13.0, 32.0, 0), (13.8, 32.3, 60), (13.9, 32.1, 180), tau=900.0), DMAX_M)
    assert np.array_equal(unpack(pack(keys)), keys)
    assert len(pack(keys)) < len(keys) * 8 / 8
    assert len(unpack(pack(np.empty(0, dtype=np.int64)))) == 0


@pytest.mark.parametrize("packed", [b"", b"\x02abc", b"\x01not deflated", pack(np.array([7]))[:-3]])
def test_bytes_that_are_no_cover_are_refused(packed):
    with pytest.raises(CoverUnreadable):
        unpack(packed)


def meet(one: tuple[Box, float, float], other: tuple[Box, float, float]) -> bool:
    (a, a_from, a_to), (b, b_from, b_to) = one, other
    return (
        a.west <= b.east and b.west <= a.east and a.south <= b.north and b.south <= a.north
        and a_from <= b_to and b_from <= a_to
    )  # fmt: skip


@pytest.mark.rule("SEP-07", "DIS-04")
@settings(max_examples=100, deadline=None)
@given(pair=neighbours(), minimum=st.sampled_from([50.0, 2500.0, DMAX_M]))
def test_envelopes_of_what_must_be_compared_always_meet(pair, minimum):
    overlap = len(shared(*(cover(track, DMAX_M) for track in pair))) > 0
    must_be_compared = overlap or find(*pair, minimum) is not None
    assert not must_be_compared or meet(*(check_envelope(track, DMAX_M) for track in pair))


@pytest.mark.rule("DIS-04")
def test_envelopes_meet_where_hours_only_touch():
    """A ends at nine sharp, B starts at ten sharp: both touch the hour between, so the covers share it."""
    a, b = drive((13, 32, 0), (13, 32, 60)), drive((13, 32, 120), (13, 32, 150))
    assert hours(shared(cover(a, DMAX_M), cover(b, DMAX_M))) == [EIGHT_HOUR + 1]
    assert meet(check_envelope(a, DMAX_M), check_envelope(b, DMAX_M))


def test_an_envelope_is_not_much_larger_than_the_cover():
    box, start, end = check_envelope(drive((13, 32, 5), (13, 32, 50), w=100.0), DMAX_M)
    assert (start, end) == (EIGHT_HOUR * 3600, (EIGHT_HOUR + 1) * 3600)
    across = WGS84.inv(box.west, 32, box.east, 32)[2]
    assert 2 * 5100 < across < 2 * 5200


@pytest.mark.rule("DIS-01")
def test_the_cells_of_a_cover_in_another_hour() -> None:
    nine, ten = 9 * 3600.0, 10 * 3600.0
    both = merged([of_place(15.0, 32.0, nine), of_place(15.1, 32.0, nine), of_place(15.0, 32.0, ten)])
    later = at_hour(both, 12 * 3600.0 + 5)
    assert (cells(later), hours(later)) == (cells(both), [12])
