"""What those around the live tick ask of its state: near pairs, shared cells, the way back from what is on record."""

import struct
from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation.cover import cells, hours
from deconflict.separation.frame import ecef
from deconflict.separation.live.conformance import Keeping
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.near import (
    UNTOLD_ACCURACY_M,
    OnRecord,
    bearing_deg,
    cells_around,
    cells_at,
    clusters,
    fixes_of,
    heard_s,
    pairs_of,
    place_of,
    roster_of,
    shared_cells,
    sided,
    within,
)
from deconflict.separation.live.pairs import Phase
from deconflict.separation.live.routes import Routes
from deconflict.separation.live.terms import Grade, LiveTerms
from deconflict.separation.live.tick import State, tick
from deconflict.separation.path import Track

NOW = 1_790_000_000.0


def post(lon: float, lat: float) -> Track:
    """The plan of a unit that stands there for an hour."""
    knots = np.empty((2, 4))
    knots[:, :3] = ecef(np.array([[lon, lat]]))
    knots[:, 3] = NOW - 1800, NOW + 1800
    return Track(knots, 60.0, 50.0)


def standing(*places: tuple[float, float], planned: tuple[int, ...] = ()) -> State:
    """Units of parties 0, 1, 0, 1 … that stand there; those planned keep to a post."""
    roster = roster_of([index % 2 for index in range(len(places))], {}, 1000.0, {}, [], [])
    state = State.of(roster, LiveTerms())
    state.routes = Routes.of(len(places), {unit: post(*places[unit]) for unit in planned})
    rows = [(unit, NOW, *place) for unit, place in enumerate(places)]
    state, _ = tick(state, Fixes.of(rows), NOW)
    return state


def test_a_roster_has_what_was_agreed_both_ways_and_the_default_elsewhere() -> None:
    roster = roster_of([0, 1, 2, 0], {0: 5, 1: 5}, 1000.0, {(0, 2): 300.0}, [], [])
    a, b = np.array([0, 2, 0]), np.array([2, 3, 1])
    assert roster.apart_m(a, b).tolist() == [300.0, 300.0, 1000.0]
    assert sided(roster, [(0, 1), (0, 2), (0, 3), (1, 2)]) == [(0, 1), (0, 3)]
    assert sided(roster, []) == []
    assert len(roster_of([], {}, 1000.0, {}, [], [])) == 0


def test_packed_fixes_are_columns_and_what_a_device_does_not_tell_is_guessed() -> None:
    packed = struct.pack("<12d", NOW, 15.0, 32.0, nan, nan, nan, NOW + 1, 15.1, 32.1, 4.0, 3.0, 90.0)
    fixes = fixes_of([(7, packed), (3, packed[:48])])
    assert fixes.unit.tolist() == [7, 7, 3]
    assert fixes.accuracy_m.tolist() == [UNTOLD_ACCURACY_M, 4.0, UNTOLD_ACCURACY_M]
    assert fixes.lon.tolist() == [15.0, 15.1, 15.0]
    assert len(fixes_of([])) == 0


@pytest.mark.rule("LIV-02")
def test_pairs_on_record_are_open_or_over_and_sorted() -> None:
    pairs = pairs_of(
        [
            OnRecord(2, 5, int(Grade.ENCOUNTER), NOW - 60, 150.0, 1, NOW - 10),
            OnRecord(1, 4, int(Grade.PREDICTED), NOW - 5, 400.0, 0, None),
        ]
    )
    assert list(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)) == [(1, 4), (2, 5)]
    assert pairs.phase.tolist() == [Phase.OPEN, Phase.OVER]
    assert pairs.to_s.tolist() == [NOW - 5, NOW - 10]
    assert len(pairs_of([])) == 0


def test_near_pairs_have_their_distance_and_old_fixes_make_none() -> None:
    state = standing((15.0, 32.0), (15.002, 32.0), (15.0, 33.0), (15.009, 33.0))
    found = within(state, 300.0, NOW)
    assert list(found) == [(0, 1)]
    assert found[0, 1] == pytest.approx(189, abs=1)
    assert within(state, 300.0, NOW + 3600.0) == {}
    assert clusters(state) == 2


@pytest.mark.rule("LIV-06")
def test_cells_are_shared_by_strangers_that_keep_to_their_plans_both_ways() -> None:
    places = (15.0, 32.0), (15.02, 32.0), (15.01, 32.0), (15.0, 32.01)
    found = shared_cells(standing(*places, planned=(0, 1, 2)), 5000.0, NOW)
    assert {own: [item.units for item in shared] for own, shared in found.items()} == {
        0: [[1]],
        1: [[0, 2]],
        2: [[1]],
    }
    assert len(cells(found[0][0].cells)) > 0
    assert set(found[1][0].cells.tolist()) == {*found[0][0].cells.tolist(), *found[2][0].cells.tolist()}
    assert shared_cells(standing(*places), 5000.0, NOW) == {}


@pytest.mark.rule("LIV-06")
@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(-1, 1), st.integers(0, 3), st.integers(0, 3)), max_size=9
    )
)
def test_cells_are_shared_just_as_pair_by_pair(units: list[tuple[int, int, int, int]]) -> None:
    groups = {unit: group for unit, (_, group, _, _) in enumerate(units) if group >= 0}
    roster = roster_of([party for party, *_ in units], groups, 1000.0, {}, [], [])
    state = State.of(roster, LiveTerms())
    rows = [
        (unit, NOW, 15.0 + 0.03 * east, 32.0 + 0.03 * north) for unit, (*_, east, north) in enumerate(units)
    ]
    state, _ = tick(state, Fixes.of(rows), NOW)
    state.conformance.keeping[:] = Keeping.ON_PLAN
    covers = [{*cells_around(state, unit, 5000.0, NOW).tolist()} for unit in range(len(units))]
    pairs: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    for own in range(len(units)):
        for other in range(len(units)):
            both = covers[own] & covers[other]
            if both and roster.strangers(np.array([own]), np.array([other]))[0]:
                keys, those = pairs.setdefault((own, units[other][0]), (set(), set()))
                keys |= both
                those.add(other)
    found = {
        (own, units[item.units[0]][0]): ({*item.cells.tolist()}, {*item.units})
        for own, shared in shared_cells(state, 5000.0, NOW).items()
        for item in shared
    }
    assert found == pairs


def test_where_when_and_which_way() -> None:
    state = standing((15.0, 32.0), (15.01, 32.0))
    assert place_of(state, 1) == pytest.approx((15.01, 32.0), abs=1e-6)
    assert (heard_s(state, 0), bearing_deg(state, 0, 1), bearing_deg(state, 1, 0)) == (NOW, 90, 270)
    empty = State.of(roster_of([0], {}, 1000.0, {}, [], []), LiveTerms())
    assert heard_s(empty, 0) is None


@pytest.mark.rule("DIS-01")
def test_where_a_unit_was_is_the_leg_around_the_moment_and_after_its_last_fix_where_that_was() -> None:
    """west ──────▶ east, six kilometres in five minutes."""
    state = standing((15.0, 32.0))
    state, _ = tick(state, Fixes.of([(0, NOW + 300.0, 15.06, 32.0)]), NOW + 300.0)
    passed = cells_at(state, 0, NOW + 150.0)
    assert {cell[0] for cell in cells(passed)} > {cell[0] for cell in cells(cells_at(state, 0, NOW + 300.0))}
    later = cells_at(state, 0, NOW + 4000.0)
    assert cells(later) == cells(cells_at(state, 0, NOW + 300.0))
    assert hours(later) == [int((NOW + 4000.0) // 3600)]
    assert len(cells_at(state, 0, NOW - 60.0)) == 0
