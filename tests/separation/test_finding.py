"""What a finding says, on stories small enough to work out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from deconflict.separation.check import Finding, Grade, find, find_all
from deconflict.separation.path import WGS84, PathLimits, Track, accept

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
CROSSROADS = (15.0, 32.0)
KMH_36 = 10.0


def off(east_m: float, north_m: float) -> tuple[float, float]:
    """The place so many metres east, then north, of the crossroads."""
    lon, lat, _ = WGS84.fwd(*CROSSROADS, 90.0, east_m)
    lon, lat, _ = WGS84.fwd(lon, lat, 0.0, north_m)
    return lon, lat


def at(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def drive(*stops: tuple[tuple[float, float], float], tau: float = 0.0, w: float = 0.0) -> Track:
    return accept(
        [place for place, _ in stops], [at(minute) for _, minute in stops], tau, w, PathLimits()
    ).track


def eastbound(start: float = 0.0, **tolerances: float) -> Track:
    """6 km through the crossroads in 10 minutes, there after 5."""
    return drive((off(-3000, 0), start), (off(3000, 0), start + 10), **tolerances)


def northbound(start: float = 0.0, **tolerances: float) -> Track:
    return drive((off(0, -3000), start), (off(0, 3000), start + 10), **tolerances)


def seconds(late: datetime | None, since: datetime) -> float:
    assert late is not None
    return (late - since).total_seconds()


def test_grades_rank_from_advisory_to_critical():
    assert [grade.rank for grade in (Grade.ADVISORY, Grade.CAUTION, Grade.CRITICAL)] == [1, 2, 3]


@pytest.mark.rule("SEP-05", "SEP-06")
def test_two_units_at_the_crossroads_at_once_are_critical():
    """
         ▲ b       both there at 8:05, 10 m/s: within 500 m while √(2) · 10 m/s · t ≤ 500 m with no lag;
    ─────┼────▶ a  with T = 0 that is all there is: ±35.36 s around 8:05
         │
    """
    finding = find(eastbound(), northbound(), 500.0)
    assert finding.grade is Grade.CRITICAL
    assert (finding.distance_m, finding.nominal_distance_m) == (0.0, 0.0)
    assert (finding.lag_s, finding.least_lag_s) == (0.0, 0.0)
    assert (finding.at_a.lon, finding.at_a.lat) == pytest.approx(CROSSROADS, abs=1e-6)
    assert seconds(finding.at_a.time, at(5)) == pytest.approx(0, abs=0.01)
    for first, last in ((finding.first_a, finding.last_a), (finding.first_b, finding.last_b)):
        assert seconds(first, at(5)) == pytest.approx(-35.356, abs=0.01)
        assert seconds(last, at(5)) == pytest.approx(35.356, abs=0.01)


@pytest.mark.rule("SEP-05", "SEP-06")
def test_a_unit_that_passes_three_minutes_later_is_a_caution_at_the_lag_that_meets():
    """
         ▲ b, there at 8:08     with no lag they come 1800 m / √2 close; the bound of 510 m (500, the two
    ─────┼────▶ a, at 8:05      corridors of 5 m each) is met from a lag of 180 - 72.1 s on: √2 · 510 m apart
         │                      in each other's time is 510 m in space
    """
    finding = find(eastbound(tau=120, w=5), northbound(3, tau=120, w=5), 500.0)
    assert finding.grade is Grade.CAUTION
    assert finding.distance_m == 0.0
    assert finding.nominal_distance_m == pytest.approx(1800 / 2**0.5, abs=0.1)
    assert finding.lag_s == pytest.approx(-180, abs=0.01)
    assert finding.least_lag_s == pytest.approx(180 - 2**0.5 * 51, abs=0.01)
    assert seconds(finding.at_b.time, finding.at_a.time) == pytest.approx(180, abs=0.01)


@pytest.mark.rule("SEP-06")
def test_two_units_near_but_clear_are_an_advisory_without_times():
    """b passes 1.5 km north of a's road: more than 1 km, less than 2."""
    finding = find(eastbound(), drive((off(-3000, 1500), 0), (off(3000, 1500), 10)), 1000.0)
    assert finding.grade is Grade.ADVISORY
    assert finding.distance_m == pytest.approx(1500, abs=0.2)
    assert finding.least_lag_s is None
    assert {finding.first_a, finding.last_a, finding.first_b, finding.last_b} == {None}


@pytest.mark.rule("SEP-05")
def test_two_units_that_are_never_under_way_together_have_no_nominal_distance():
    finding = find(eastbound(tau=700), northbound(12), 500.0)
    assert finding.grade is Grade.CAUTION
    assert finding.nominal_distance_m is None


@pytest.mark.rule("SEP-05")
def test_of_equal_distances_the_smallest_lag_counts_then_the_earliest():
    """
    a ●━━━━━━━━━━━━━▶  8:00–8:10       the same road at the same speed, b two minutes behind, 300 m abreast:
    b ●━━━━━━━━━━━━━▶  8:02–8:12       300 m at a lag of 2 minutes all along; the first such moment counts
    """
    b = drive((off(-3000, 300), 2), (off(3000, 300), 12))
    finding = find(eastbound(tau=600), b, 1000.0)
    assert finding.distance_m == pytest.approx(300, abs=0.05)
    assert finding.lag_s == pytest.approx(-120, abs=1.0)
    early = find(eastbound(tau=600), drive((off(-3000, 300), 0), (off(3000, 300), 10)), 1000.0)
    assert early.lag_s == pytest.approx(0, abs=1e-5)
    assert early.distance_m == pytest.approx(300, abs=0.05)


@pytest.mark.rule("SEP-05")
def test_two_posts_side_by_side_are_closest_from_the_first_common_moment():
    """
    a ████████████   8:00–9:00        100 m apart all the time, closest from the first moment with no lag;
    b     ████████████   8:30–9:30    in conflict, with the tolerance of 10 minutes, 8:20–9:00 and 8:30–9:10
    """
    a = drive((off(0, 0), 0), (off(0, 0), 60), tau=600)
    b = drive((off(0, 100), 30), (off(0, 100), 90))
    finding = find(a, b, 500.0)
    assert finding.grade is Grade.CRITICAL
    assert finding.distance_m == pytest.approx(100, abs=0.01)
    assert seconds(finding.at_a.time, at(30)) == pytest.approx(0, abs=1e-3)
    assert (finding.first_a, finding.last_a) == (at(20), at(60))
    assert (finding.first_b, finding.last_b) == (at(30), at(70))


@pytest.mark.rule("SEP-01", "SEP-03")
def test_a_post_relieved_at_the_very_moment_the_next_begins_touches_it():
    """a leaves at 9:00, b takes over at 9:00: closed ends touch, and the conflict is that one instant."""
    a, b = (drive((off(0, 0), start), (off(0, 0), start + 60)) for start in (0, 60))
    finding = find(a, b, 50.0)
    assert finding.grade is Grade.CRITICAL
    assert finding.first_a == finding.last_a == finding.first_b == finding.last_b == at(60)


@pytest.mark.rule("SEP-08")
def test_the_finding_is_the_same_from_either_side():
    a, b = eastbound(tau=120, w=5), northbound(3, tau=120, w=5)
    ours, theirs = find(a, b, 500.0), find(b, a, 500.0)
    assert ours == theirs.swapped()
    assert ours.swapped().swapped() == ours
    assert ours.swapped().at_a == ours.at_b
    assert ours.swapped().first_b == ours.first_a


@pytest.mark.rule("SEP-05", "SEP-08")
def test_no_lag_is_no_lag_from_either_side():
    finding: Finding = find(northbound(), eastbound(), 500.0)
    assert str(finding.lag_s) == str(finding.swapped().lag_s) == "0.0"


def test_several_findings_of_different_grades_come_in_the_order_of_the_others():
    far = drive((off(90_000, 0), 0), (off(96_000, 0), 10))
    beside = drive((off(-3000, 1500), 0), (off(3000, 1500), 10))
    others = [far, northbound(), beside, northbound(2, tau=300), northbound()]
    findings = find_all(eastbound(), others, [1000.0, 500.0, 1000.0, 500.0, 50.0])
    grades = [finding and finding.grade for finding in findings]
    assert grades == [None, Grade.CRITICAL, Grade.ADVISORY, Grade.CAUTION, Grade.CRITICAL]
    assert findings == [
        find(eastbound(), b, d) for b, d in zip(others, [1000.0, 500.0, 1000.0, 500.0, 50.0], strict=True)
    ]
