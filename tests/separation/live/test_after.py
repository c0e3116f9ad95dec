"""Passages on stored tracks are those the live tick would have found."""

from typing import Any

import numpy as np
import pytest
import shapely
from live_oracle import nearest
from live_worlds import START_S, at, wanderers

from deconflict.separation.frame import ecef
from deconflict.separation.live.after import look_back, passages
from deconflict.separation.live.near import roster_of
from deconflict.separation.live.roster import Base, Meeting, Roster
from deconflict.separation.live.stored import Reports
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.rendezvous import Disc


def stored(fixes) -> np.ndarray:
    track = np.array(fixes)
    return np.column_stack((ecef(track[:, 1:]), track[:, 0]))


@pytest.mark.rule("LIV-01")
@pytest.mark.parametrize("seed", range(3))
def test_the_nearest_of_each_pair_is_that_of_brute_force(seed: int) -> None:
    tracks = wanderers(seed, 8, 300.0, 3000.0, (5.0, 60.0))
    found = passages(
        stored(tracks[0]), [stored(tracks[unit]) for unit in range(1, 8)], np.full(7, 500.0), LiveTerms()
    )
    for (a, b), apart in nearest(tracks, list(range(8))).items():
        if a == 0:
            assert found.distance_m[b - 1] <= np.nanmin(apart) + 0.1
            assert found.distance_m[b - 1] >= np.nanmin(apart) - 26.0


def test_nothing_is_known_within_too_long_a_gap_nor_of_a_single_fix() -> None:
    """Two stand 10 m apart; the one's fixes lie 301 s apart, the other has one only."""
    apart = passages(
        stored([at(0, 0, 0), at(301, 0, 0)]),
        [stored([at(0, 10, 0), at(300, 10, 0)]), stored([at(100, 10, 0)])],
        np.full(2, 100.0),
        LiveTerms(),
    )
    assert np.isinf(apart.distance_m).all()


def test_a_passage_has_its_moment_and_its_spell() -> None:
    """At 20 m/s past one that stands 60 m aside: within 100 m for 160 m, that is 8 s."""
    met = passages(
        stored([at(0, -600, 0), at(60, 600, 0)]),
        [stored([at(0, 0, 60), at(60, 0, 60)])],
        np.array([100.0]),
        LiveTerms(),
    )
    assert met.distance_m[0] == pytest.approx(60.0, abs=0.1)
    assert met.at_s[0] - START_S == pytest.approx(30.0, abs=0.01)
    assert met.last_s[0] - met.first_s[0] == pytest.approx(8.0, abs=0.02)


NAN = float("nan")


def rows(*fixes: tuple[float, float, float]) -> np.ndarray:
    """As uploads hold them; a fix as (seconds, metres east, metres north)."""
    placed = (at(*fix) for fix in fixes)
    return np.array([(time_s, lon, lat, NAN, NAN, NAN) for time_s, lon, lat in placed]).reshape(-1, 6)


def roster(groups: dict[int, int] | None = None, **exempt: Any) -> Roster:
    """Units 0, 1, 2 … of parties 0, 1, 0; 500 m apart."""
    return roster_of([0, 1, 0], groups or {}, 500.0, {}, exempt.get("bases", ()), exempt.get("meetings", ()))


EAST = rows((0, 0, 0), (60, 1200, 0), (120, 2400, 0))
STANDS = Reports(rows((0, 600, 200), (120, 600, 200)))
NOTHING = Reports(rows())


@pytest.mark.rule("LIV-01")
def test_a_later_upload_is_compared_with_strangers_alone() -> None:
    """At 20 m/s past one that stands 200 m aside: within 500 m from 7 s after the start until 53 s.

    0 ──────────┼──────────▶     2, of its own party, stands in its way
               200 m
                1
    """
    [found] = look_back(
        NOTHING, EAST, [STANDS, Reports(rows((0, 600, 0), (120, 600, 0)))], roster(), LiveTerms()
    )
    assert found.other == 1
    assert found.distance_m == pytest.approx(200.0, abs=0.1)
    assert found.at_s - START_S == pytest.approx(30.0, abs=0.1)
    assert (found.first_s - START_S, found.last_s - START_S) == pytest.approx((7.1, 52.9), abs=0.1)
    assert np.linalg.norm(found.own - found.there, axis=1) == pytest.approx([500.0, 200.0, 500.0], abs=0.2)


def test_of_ones_own_track_only_what_is_new_is_compared() -> None:
    """What came in time was looked at in time: only the leg to the new fix is left, and it is clear."""
    own = Reports(rows((0, 0, 0), (60, 1200, 0)))
    assert look_back(own, rows((120, 2400, 0)), [STANDS], roster(), LiveTerms()) == []
    assert look_back(own, rows((30, 600, 0)), [STANDS], roster(), LiveTerms()) != []
    assert look_back(own, rows((60, 1200, 0)), [STANDS], roster(), LiveTerms()) == []


@pytest.mark.rule("LIV-05", "PAT-10", "SEP-10")
def test_bases_joint_patrols_and_rendezvous_are_as_silent_as_live() -> None:
    (_, west, south), (_, east, north) = at(0, -3000, -3000), at(0, 3000, 3000)
    base = Base(0, shapely.box(west, south, east, north))
    _, lon, lat = at(0, 600, 0)
    meeting = Meeting(0, 1, Disc(lon, lat, 3000.0, START_S, START_S + 120))
    too_early = Meeting(0, 1, Disc(lon, lat, 3000.0, START_S - 120, START_S + 20))
    for silent in (roster(bases=[base]), roster(groups={0: 7, 1: 7}), roster(meetings=[meeting])):
        assert look_back(NOTHING, EAST, [STANDS], silent, LiveTerms()) == []
    assert look_back(NOTHING, EAST, [STANDS], roster(meetings=[too_early]), LiveTerms()) != []


def test_between_two_fixes_that_cannot_be_one_units_nothing_is_known() -> None:
    """From 30 km west to 30 km east within a minute it would have passed."""
    jumps = rows((0, -30_000, 200), (60, 30_000, 200))
    assert look_back(NOTHING, jumps, [STANDS], roster(), LiveTerms()) == []


@pytest.mark.rule("LIV-05")
def test_what_is_met_outside_ones_base_counts_although_it_begins_and_ends_inside() -> None:
    """Leaves its base, meets one a kilometre out and is back within the part; who met it within the base is exempt.

    ┌──────┐
    │ 0 ───┼────▶ 1 (20 m)
    └──────┘
    """
    (_, west, south), (_, east, north) = at(0, -100, -1000), at(0, 700, 1000)
    home = roster(bases=[Base(0, shapely.box(west, south, east, north))])
    out_and_back = rows((0, 600, 0), (30, 1000, 0), (60, 600, 0))
    [found] = look_back(
        NOTHING, out_and_back, [Reports(rows((0, 1000, 20), (60, 1000, 20)))], home, LiveTerms()
    )
    assert found.distance_m == pytest.approx(20.0, abs=0.1)
    inside = rows((0, 600, 0), (30, 690, 0), (60, 600, 0))
    assert look_back(NOTHING, inside, [Reports(rows((0, 1000, 20), (60, 1000, 20)))], home, LiveTerms()) == []


@pytest.mark.rule("LIV-05")
def test_of_two_spells_the_one_outside_counts_though_the_nearer_one_was_inside() -> None:
    """Past one inside the base at 50 m, past another's track outside at 200 m a minute later: told with 200 m."""
    (_, west, south), (_, east, north) = at(0, -1000, -1000), at(0, 700, 1000)
    home = roster(bases=[Base(0, shapely.box(west, south, east, north))])
    drives = rows((0, 0, 0), (60, 600, 0), (120, 3000, 0), (180, 3000, 0))
    other = rows((0, 0, 50), (30, 300, 50), (119, 3000, 9000), (150, 3000, 4000), (180, 3000, 200))
    [found] = look_back(NOTHING, drives, [Reports(other)], home, LiveTerms(max_speed_ms=1e9))
    assert found.distance_m == pytest.approx(200.0, abs=0.5)
    assert found.first_s > START_S + 120
