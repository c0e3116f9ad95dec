"""The table of SEP-09, and a patrol that meets a zone on time, only late, too early, or never.

                  N
   ┌──────────┐   the zone: 4 km square around 13° E 32° N
──▶│──────────│──▶   the patrol: west to east through its middle, 60 km/h, in at 8:08, out at 8:12
   └──────────┘
"""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation.area import RULES, STAND_OFF_M, Area, Relation, ZoneFinding, ZoneKind, find_zone
from deconflict.separation.check import Grade
from deconflict.separation.errors import OutlineCrossed
from deconflict.separation.outline import Ring
from deconflict.separation.path import WGS84, PathLimits, Track, accept
from deconflict.separation.window import ALWAYS, UNBOUNDED, Unbounded, Window

MINIMUM_M = 1500.0
KINDS, RELATIONS = list(ZoneKind), list(Relation)


def at(hour: int, minute: float) -> datetime:
    return datetime(2026, 12, 1, hour, tzinfo=UTC) + timedelta(minutes=minute)


def off(lon: float, lat: float, east_m: float, north_m: float) -> tuple[float, float]:
    """The place so many metres east, then north."""
    east = WGS84.fwd(lon, lat, 90.0, east_m)
    away, up, _ = WGS84.fwd(east[0], east[1], 0.0, north_m)
    return away, up


def square(half_m: float, lon: float = 13.0) -> Ring:
    west, south = off(lon, 32.0, -half_m, -half_m)
    east, north = off(lon, 32.0, half_m, half_m)
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def patrol(north_m: float = 0.0, tau: float = 0.0, w: float = 0.0, lon: float = 13.0) -> Track:
    """Twenty kilometres from west to east in twenty minutes, so far north of the zone's middle."""
    places = [off(lon, 32.0, east, north_m) for east in (-10_000.0, 0.0, 10_000.0)]
    times = [at(8, 0), at(8, 10), at(8, 20)]
    return accept(places, times, tau, w, PathLimits()).track


def zone(
    kind: ZoneKind = ZoneKind.NO_GO,
    start: datetime | Unbounded = UNBOUNDED,
    end: datetime | Unbounded = UNBOUNDED,
    holes: tuple[Ring, ...] = (),
) -> Area:
    return Area((square(2_000.0), *holes), kind, Window(start, end))


def meet(track: Track, area: Area, relation: Relation = Relation.NEUTRAL) -> ZoneFinding | None:
    return find_zone(track, area, MINIMUM_M, relation)


TABLE = {
    ZoneKind.NO_GO: ("critical 0", "critical 0", "critical 0"),
    ZoneKind.PROTECTED_SITE: ("critical 100", "critical 100", "critical 100"),
    ZoneKind.BUFFER: ("none", "caution 0", "critical 0"),
    ZoneKind.BASE: ("none", "critical 1500", "caution 100"),
    ZoneKind.CHECKPOINT: ("none", "caution 1500", "advisory 0"),
    ZoneKind.RESPONSIBILITY_AREA: ("none", "caution 0", "none"),
    ZoneKind.SHARED_AREA: ("advisory 0", "advisory 0", "advisory 0"),
}


@pytest.mark.rule("SEP-09")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("column", "relation"), list(enumerate(RELATIONS)))
def test_a_zone_means_what_the_table_says(kind, column, relation):
    """For each kind and relation: inside, just within its distance, just beyond. The border is 2 km off."""
    expected = TABLE[kind][column]
    inside = meet(patrol(), zone(kind), relation)
    if expected == "none":
        assert inside is None
        assert (kind, relation) not in RULES
        return
    grade, distance = expected.split()
    assert inside is not None
    assert (inside.grade, inside.distance_m, inside.nominal_distance_m) == (Grade(grade), 0.0, 0.0)
    border = 2_000.0 + float(distance)
    assert meet(patrol(border + 0.5), zone(kind), relation) is None
    just = meet(patrol(border - 0.5), zone(kind), relation)
    assert just is not None
    assert just.distance_m == pytest.approx(max(float(distance) - 0.5, 0.0), abs=0.02)


@pytest.mark.rule("SEP-09")
@pytest.mark.parametrize("kind", [ZoneKind.RESPONSIBILITY_AREA, ZoneKind.BASE, ZoneKind.CHECKPOINT])
def test_the_own_area_base_and_checkpoint_are_never_a_conflict(kind):
    assert meet(patrol(), zone(kind), Relation.OWN) is None


@pytest.mark.rule("SEP-09")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("relation", RELATIONS)
def test_met_only_by_being_late_is_one_grade_lower(kind, relation):
    """The zone holds from 8:15, the unit is through at 8:12: with ± 10 minutes it may still be there."""
    on_time = meet(patrol(), zone(kind), relation)
    late = meet(patrol(tau=600.0), zone(kind, start=at(8, 15)), relation)
    assert (on_time is None) == (late is None)
    if on_time and late:
        lower = {"critical": "caution", "caution": "advisory", "advisory": "advisory"}
        assert late.grade == lower[on_time.grade]
        assert late.distance_m == 0.0
        assert late.nominal_distance_m == pytest.approx(3_000.0, abs=0.5)
    assert meet(patrol(tau=60.0), zone(ZoneKind.NO_GO, start=at(8, 15)), relation) is None


@pytest.mark.rule("SEP-09")
def test_a_finding_says_from_when_until_when_and_where_first():
    found = meet(patrol(tau=60.0), zone())
    assert found is not None
    assert found.kind is ZoneKind.NO_GO
    assert abs(found.first - at(8, 8)) < timedelta(seconds=0.1)
    assert abs(found.last - at(8, 12)) < timedelta(seconds=0.1)
    assert abs(found.at.time - at(8, 8)) < timedelta(seconds=0.1)
    assert (found.at.lon, found.at.lat) == pytest.approx(off(13.0, 32.0, -2_000, 0), abs=1e-5)


@pytest.mark.rule("SEP-09")
def test_the_width_of_the_path_brings_the_zone_nearer():
    assert meet(patrol(2_300.0, w=299.0), zone()) is None
    found = meet(patrol(2_300.0, w=301.0), zone())
    assert found is not None
    assert found.distance_m == pytest.approx(300.0, abs=0.1)


@pytest.mark.rule("SEP-09")
@pytest.mark.parametrize(("offset_m", "met"), [(-0.02, True), (0.0, True), (0.005, True), (0.02, False)])
def test_the_bound_is_met_to_the_centimetre(offset_m, met):
    """A post north of the middle of the border of a protected site, at its stand-off and a little off."""
    area = zone(ZoneKind.PROTECTED_SITE)
    edge = area.rings[0][2:4]
    azimuth, _, length = WGS84.inv(*edge[0], *edge[1])
    lon, lat, _ = WGS84.fwd(*edge[0], azimuth, length / 2)
    lon, lat, _ = WGS84.fwd(lon, lat, 0.0, STAND_OFF_M + offset_m)
    post = accept([(lon, lat)] * 2, [at(8, 0), at(9, 0)], 0.0, 0.0, PathLimits()).track
    assert (meet(post, area) is not None) == met


@pytest.mark.rule("SEP-09")
def test_the_window_is_half_open_and_the_path_closed():
    """A post from 8:00 to 9:00; zones that end as it starts, start as it ends, and a second either way."""
    post = accept([(13.0, 32.0)] * 2, [at(8, 0), at(9, 0)], 0.0, 0.0, PathLimits()).track
    second = timedelta(seconds=1)
    assert meet(post, zone(start=at(7, 0), end=at(8, 0))) is None
    assert meet(post, zone(start=at(7, 0), end=at(8, 0) + second)) is not None
    assert meet(post, zone(start=at(9, 0) + second, end=at(10, 0))) is None
    ended = meet(post, zone(start=at(9, 0), end=at(10, 0)))
    assert ended is not None
    assert ended.grade is Grade.CRITICAL
    assert ended.first == ended.last == at(9, 0)


@pytest.mark.rule("SEP-09")
def test_the_tolerance_is_closed_where_the_window_is():
    post = accept([(13.0, 32.0)] * 2, [at(8, 0), at(9, 0)], 600.0, 0.0, PathLimits()).track
    assert meet(post, zone(end=at(7, 50))) is None
    early = meet(post, zone(end=at(7, 50) + timedelta(seconds=1)))
    assert early is not None
    assert (early.grade, early.nominal_distance_m) == (Grade.CAUTION, None)
    assert early.first == at(8, 0)
    assert early.last == at(8, 0) + timedelta(seconds=1)
    late = meet(post, zone(start=at(9, 10)))
    assert late is not None
    assert (late.first, late.last, late.at.time) == (at(9, 0),) * 3


@pytest.mark.rule("SEP-09")
def test_on_time_is_where_it_is_shown_when_it_is_as_near():
    """The zone holds from 8:10: with ± 5 minutes the unit is inside from 8:08 on, on time from 8:10."""
    found = meet(patrol(tau=300.0), zone(start=at(8, 10)))
    assert found is not None
    assert found.grade is Grade.CRITICAL
    assert abs(found.first - at(8, 8)) < timedelta(seconds=0.1)
    assert found.at.time == at(8, 10)


@pytest.mark.rule("SEP-09")
def test_a_nearer_place_within_the_tolerance_is_shown_instead():
    """Met on time at 1 km, entered by being early: still critical, and shown where it is entered."""
    found = find_zone(patrol(tau=600.0), zone(ZoneKind.BASE, end=at(8, 7)), MINIMUM_M, Relation.FOREIGN)
    assert found is not None
    assert found.grade is Grade.CRITICAL
    assert found.nominal_distance_m == pytest.approx(1_000.0, abs=0.2)
    assert found.distance_m == 0.0
    assert abs(found.at.time - at(8, 8)) < timedelta(seconds=0.1)


@pytest.mark.rule("SEP-09")
def test_a_hole_is_not_the_zone():
    """A post in a hole whose border is 1 km away."""
    post = accept([(13.0, 32.0)] * 2, [at(8, 0), at(9, 0)], 0.0, 0.0, PathLimits()).track
    area = zone(ZoneKind.NO_GO, holes=(square(1_000.0),))
    assert meet(post, area) is None
    assert meet(patrol(), area) is not None
    base = find_zone(post, zone(ZoneKind.BASE, holes=(square(1_000.0),)), MINIMUM_M, Relation.FOREIGN)
    assert base is not None
    assert base.distance_m == pytest.approx(1_000.0, abs=0.05)


@pytest.mark.rule("SEP-09", "SEP-01")
def test_a_zone_over_the_antimeridian_is_met_like_any_other():
    def turned(lon: float) -> float:
        return (lon + 167.0 + 180.0) % 360.0 - 180.0

    here = meet(patrol(), zone())
    ring = tuple((turned(lon), lat) for lon, lat in square(2_000.0))
    there = meet(patrol(lon=180.0), Area((ring,), ZoneKind.NO_GO, ALWAYS))
    assert here is not None
    assert there is not None
    assert abs(there.first - here.first) < timedelta(milliseconds=1)
    assert replace(there, first=here.first, last=here.last, at=here.at) == here
    assert turned(here.at.lon) == pytest.approx(there.at.lon, abs=1e-8)


@pytest.mark.rule("SEP-09")
@settings(max_examples=120, deadline=None)
@given(
    north=st.floats(-5_000, 5_000),
    tau=st.sampled_from([0.0, 120.0, 900.0]),
    w=st.sampled_from([0.0, 400.0]),
    opens=st.integers(-10, 25),
    lasts=st.integers(1, 30),
)
def test_found_is_what_a_search_second_by_second_finds(north, tau, w, opens, lasts):
    """The oracle: every half second of the path and its distance from the square, in the square's plane."""
    area = zone(ZoneKind.PROTECTED_SITE, start=at(8, opens), end=at(8, opens + lasts))
    seconds = np.arange(0.0, 1200.5, 0.5)
    east = np.abs(seconds / 1200 * 20_000 - 10_000)
    away = np.hypot(np.maximum(east - 2_000, 0), max(abs(north) - 2_000, 0))
    held = (seconds + tau >= opens * 60) & (seconds - tau < (opens + lasts) * 60)
    on_time = (seconds >= opens * 60) & (seconds < (opens + lasts) * 60)
    bound = 100.0 + w
    least = away[held].min(initial=np.inf)
    if abs(least - bound) < 20.0:
        return
    found = meet(patrol(north, tau=tau, w=w), area)
    assert (found is not None) == (least < bound)
    if found is None:
        return
    assert found.distance_m == pytest.approx(least, abs=20.0)
    nominal = away[on_time].min(initial=np.inf)
    if math.isinf(nominal):
        assert found.nominal_distance_m is None
    else:
        assert found.nominal_distance_m == pytest.approx(nominal, abs=20.0)
    if abs(nominal - bound) > 20.0:
        assert found.grade is (Grade.CRITICAL if nominal < bound else Grade.CAUTION)
    met = seconds[held & (away < bound)]
    assert (found.first - at(8, 0)).total_seconds() == pytest.approx(met[0], abs=2.0)
    assert (found.last - at(8, 0)).total_seconds() == pytest.approx(met[-1], abs=2.0)


def test_an_area_is_checked_when_built_and_has_an_envelope():
    bow_tie = ((13.0, 32.0), (13.1, 32.1), (13.1, 32.0), (13.0, 32.1), (13.0, 32.0))
    with pytest.raises(OutlineCrossed):
        Area((bow_tie,), ZoneKind.NO_GO, ALWAYS)
    assert zone() == zone()
    assert zone().box(500.0).contains(*off(13.0, 32.0, 2_499.0, 2_499.0))
    assert not zone().box(500.0).contains(*off(13.0, 32.0, 2_520.0, 0.0))
