"""The live tick beside brute force: nothing missed, nothing told twice, whatever the network does to the fixes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from live_oracle import close, nearest
from live_worlds import (
    START_S,
    Played,
    at,
    buses,
    in_time,
    mangled,
    of_rows,
    play,
    roster,
    wanderers,
)

from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.pairs import Pairs
from deconflict.separation.live.terms import Grade, Kind, LiveTerms
from deconflict.separation.live.tick import State, tick

TERMS = LiveTerms()
# Nothing is carried on beyond its fix: only what lies between fixes is told, as brute force sees it.
ONLY_BETWEEN_FIXES = replace(TERMS, fresh_s=-1.0)
# What brute force may miss between two of its seconds, and what closed forms and geodesics differ by.
BETWEEN_SECONDS_M, ROUNDING_M = 26.0, 0.1


def agrees(played: Played, tracks, parties, limit_m: float) -> None:
    """Nothing that brute force finds is missing; nothing was found that it does not explain."""
    assert close(tracks, parties, limit_m - ROUNDING_M) <= played.met()
    assert played.met() <= close(tracks, parties, limit_m + BETWEEN_SECONDS_M)


def never_open_twice(played: Played) -> None:
    """Between two openings of a pair lies an end, every other event lies in between, and grades only rise."""
    grade: dict[tuple[int, int], Grade] = {}
    for _, event in played.events:
        pair = (event.a, event.b)
        if event.kind is Kind.OPENED:
            assert pair not in grade
            grade[pair] = event.grade
        elif event.kind is Kind.WORSE:
            assert event.grade > grade[pair]
            grade[pair] = event.grade
        elif event.kind is Kind.UPDATED:
            assert event.grade is grade[pair]
        elif event.kind in (Kind.ENDED, Kind.LOST):
            del grade[pair]


@pytest.mark.slow
@pytest.mark.rule("LIV-02")
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("every", [(1.0, 2.0), (5.0, 20.0), (20.0, 60.0)])
def test_all_that_brute_force_finds_between_fixes_is_found(seed: int, every: tuple[float, float]) -> None:
    tracks = wanderers(seed, 24, 300.0, 5000.0, every)
    parties = [unit % 3 for unit in tracks]
    played = play(in_time(tracks), roster(parties, 300.0), ONLY_BETWEEN_FIXES)
    agrees(played, tracks, parties, 300.0)
    assert played.met()


@pytest.mark.slow
@pytest.mark.rule("LIV-01", "LIV-02")
@pytest.mark.parametrize("seed", range(3))
def test_on_bus_traces_encounters_are_those_of_brute_force(seed: int) -> None:
    tracks = buses(seed)
    parties = [vehicle % 3 for vehicle in tracks]
    who = roster(parties, 100.0)
    agrees(play(in_time(tracks), who, ONLY_BETWEEN_FIXES, 10.0), tracks, parties, 100.0)
    live = play(in_time(tracks), who, TERMS, 10.0, 120.0)
    assert close(tracks, parties, 100.0 - ROUNDING_M) <= live.met()
    never_open_twice(live)


@pytest.mark.slow
@pytest.mark.rule("LIV-01", "LIV-02")
@pytest.mark.parametrize("seed", range(3))
def test_fixes_each_delayed_repeated_and_shuffled_lose_no_encounter(seed: int) -> None:
    tracks = buses(seed)
    parties = [vehicle % 3 for vehicle in tracks]
    who = roster(parties, 100.0)
    rows = mangled(tracks, seed)
    played = play(rows, who, ONLY_BETWEEN_FIXES, 10.0)
    assert close(tracks, parties, 100.0 - ROUNDING_M) <= played.met()
    never_open_twice(played)
    for pair in played.met() - close(tracks, parties, 100.0 + BETWEEN_SECONDS_M):
        assert explained(pair, played, rows, parties), pair


def explained(pair, played: Played, rows, parties) -> bool:
    """Tell whether a pair was close as far as was known at the tick at which it was told."""
    told = [
        now
        for now, event in played.events
        if (event.a, event.b) == pair and (event.kind is Kind.LATE or event.grade is Grade.ENCOUNTER)
    ]
    known = of_rows(row for row in rows if row[0] <= told[0])
    return pair in close({unit: known[unit] for unit in pair}, parties, 100.0 + BETWEEN_SECONDS_M)


@pytest.mark.slow
@pytest.mark.rule("LIV-01")
@pytest.mark.parametrize("seed", range(3))
def test_the_same_delay_for_all_changes_nothing_but_the_hour(seed: int) -> None:
    tracks = buses(seed)
    who = roster([vehicle % 3 for vehicle in tracks], 100.0)
    late = [(arrives + 60.0, unit, fix) for arrives, unit, fix in in_time(tracks)]
    prompt = play(in_time(tracks), who, ONLY_BETWEEN_FIXES, 10.0)
    assert play(late, who, ONLY_BETWEEN_FIXES, 10.0).met() == prompt.met()


@pytest.mark.slow
@pytest.mark.rule("LIV-01", "LIV-02")
@pytest.mark.parametrize("seed", range(3))
def test_with_a_third_dropped_encounters_are_those_of_the_fixes_that_came(seed: int) -> None:
    tracks = buses(seed)
    parties = [vehicle % 3 for vehicle in tracks]
    rows = mangled(tracks, seed, 0.0, 1 / 3)
    agrees(play(rows, roster(parties, 100.0), ONLY_BETWEEN_FIXES, 10.0), of_rows(rows), parties, 100.0)


@pytest.mark.rule("LIV-02")
def test_passers_by_between_two_fixes_a_minute_apart_are_found_with_the_moment() -> None:
    """
    a  ●────────────────────────●    east at 20 m/s, a minute between the fixes
    b  ●────────────────────────●    west, 150 m north: they pass after half a minute
    """
    rows = in_time({0: [at(0, 0, 0), at(60, 1200, 0)], 1: [at(0, 1200, 150), at(60, 0, 150)]})
    [(now, event)] = [
        entry
        for entry in play(rows, roster([0, 1], 200.0), ONLY_BETWEEN_FIXES).events
        if entry[1].kind is Kind.OPENED
    ]
    assert event.grade is Grade.ENCOUNTER
    assert event.distance_m == pytest.approx(150.0, abs=0.5)
    assert event.at_s == pytest.approx(START_S + 30.0, abs=0.1)
    assert now >= START_S + 60.0


@pytest.mark.rule("LIV-02")
def test_two_posts_with_noise_around_the_limit_are_one_encounter_in_six_hours() -> None:
    rng = np.random.default_rng(5)
    tracks = {
        unit: [
            at(second, *(np.array((0.0, unit * 400.0)) + rng.normal(0.0, 8.0, 2)))
            for second in range(0, 21600, 60)
        ]
        for unit in (0, 1)
    }
    played = play(in_time(tracks), roster([0, 1], 400.0), TERMS, 60.0)
    assert [event.kind for _, event in played.events if event.kind is not Kind.UPDATED] == [Kind.OPENED]


@pytest.mark.rule("LIV-02")
def test_head_on_they_are_warned_before_they_are_close_and_told_once_for_each_grade() -> None:
    """Two drive at each other at 15 m/s, 9 km apart, pass, and drive on: predicted, close, over."""
    rows = in_time(
        {
            0: [at(s, 15.0 * s, 0) for s in range(700)],
            1: [at(s, 9000 - 15.0 * s, 100) for s in range(700)],
        }
    )
    played = play(rows, roster([0, 1], 500.0), TERMS)
    rings = [(now - START_S, event) for now, event in played.events if event.kind is not Kind.UPDATED]
    assert [(event.kind, event.grade) for _, event in rings] == [
        (Kind.OPENED, Grade.PREDICTED),
        (Kind.WORSE, Grade.ENCOUNTER),
        (Kind.ENDED, Grade.ENCOUNTER),
    ]
    warned, met, over = (second for second, _ in rings)
    assert warned == pytest.approx(5.0, abs=8.0)
    assert met == pytest.approx((9000 - 490) / 30, abs=3.0)
    assert over == pytest.approx((9000 + 625) / 30 + TERMS.clear_dwell_s, abs=4.0)
    assert rings[0][1].at_s == pytest.approx(START_S + 300.0, abs=5.0)
    never_open_twice(played)


@pytest.mark.rule("LIV-02")
def test_who_is_on_one_side_or_on_one_joint_patrol_raises_nothing() -> None:
    rows = in_time({unit: [at(s, 10.0 * unit, 0) for s in range(20)] for unit in range(4)})
    who = roster([0, 0, 1, 1], 500.0, group=[-1, 7, 7, -1])
    assert play(rows, who, TERMS).met() == {(0, 2), (0, 3), (1, 3)}


@pytest.mark.rule("LIV-01")
def test_a_passage_that_comes_to_light_long_after_is_marked_late_and_rings_nowhere() -> None:
    there = {
        0: [at(s, 20.0 * s, 0) for s in range(0, 301, 10)],
        1: [at(s, 6000 - 20.0 * s, 150) for s in range(0, 301, 10)],
    }
    rows = [
        (fix[0] + (0.2 if unit == 0 else 320.0 - (fix[0] - START_S)), unit, fix)
        for unit in there
        for fix in there[unit]
    ]
    rows.sort()
    played = play(rows, roster([0, 1], 200.0), replace(TERMS, predict_dwell_s=1e9))
    [(_, event)] = played.events
    assert event.kind is Kind.LATE
    assert event.distance_m == pytest.approx(150.0, abs=0.5)
    assert event.at_s == pytest.approx(START_S + 150.0, abs=0.5)


def test_after_a_restart_nothing_that_is_stored_as_open_opens_again() -> None:
    tracks = {unit: [at(s, 50.0 * unit, 0) for s in range(30)] for unit in range(2)}
    who = roster([0, 1], 500.0)
    before = play(in_time(tracks), who, TERMS).state.open_pairs()
    state = State.of(who, TERMS)
    state.pairs = Pairs.opened(
        before.a, before.b, before.grade, before.since_s, before.told_m, before.episode
    )
    rows = [(unit, *fix) for unit, fixes in tracks.items() for fix in fixes]
    state, tidings = tick(state, Fixes.of(rows), START_S + 31.0)
    assert not len(tidings.pairs)
    assert len(state.open_pairs()) == 1


def test_units_that_are_added_find_those_that_were_there() -> None:
    state = State.of(roster([0], 500.0), TERMS)
    state, _ = tick(state, Fixes.of([(0, *at(0, 0, 0)), (0, *at(5, 0, 0))]), START_S + 6.0)
    state, tidings = tick(
        state.widened(roster([0, 1], 500.0)), Fixes.of([(1, *at(6, 100, 0))]), START_S + 7.0
    )
    assert [(event.a, event.b, event.grade) for event in tidings.pairs] == [(0, 1, Grade.ENCOUNTER)]


@pytest.mark.rule("LIV-02")
def test_a_pile_up_is_one_cluster_with_far_fewer_pairs_than_it_has() -> None:
    rng = np.random.default_rng(3)
    units = 200
    tracks = {unit: [at(s, *rng.uniform(0.0, 100.0, 2)) for s in (0, 1, 2, 3)] for unit in range(units)}
    played = play(in_time(tracks), roster([unit % 2 for unit in range(units)], 500.0), TERMS)
    opened = [event for _, event in played.events if event.kind is Kind.OPENED]
    assert len(opened) < units * 24 < units * units / 4
    last = {(event.a, event.b): event.cluster for event in opened}
    assert {unit for pair in last for unit in pair} == set(range(units))
    assert {event.cluster for _, event in played.events[-1:]} == {0}


@pytest.mark.rule("LIV-01")
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_within_a_tick_neither_order_nor_repeats_change_anything(seed: int, order) -> None:
    tracks = wanderers(seed, 12, 120.0, 2500.0, (2.0, 30.0))
    rows = [(unit, *fix) for unit, fixes in tracks.items() for fix in fixes]
    shuffled = rows + rows[: len(rows) // 2]
    order.shuffle(shuffled)
    who, now = roster([unit % 3 for unit in tracks], 300.0), START_S + 121.0
    one, told = tick(State.of(who, TERMS), Fixes.of(rows), now)
    other, told_other = tick(State.of(who, TERMS), Fixes.of(shuffled), now)
    assert list(told.pairs) == list(told_other.pairs)
    for name in ("newest_s", "newest_cm", "ring_s", "ring_cm", "velocity"):
        assert np.array_equal(getattr(one.tracks, name), getattr(other.tracks, name))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_what_is_found_of_two_does_not_depend_on_which_is_which(seed: int) -> None:
    tracks = wanderers(seed, 2, 120.0, 800.0, (1.0, 30.0))
    turned = {0: tracks[1], 1: tracks[0]}
    first, second = (
        play(in_time(each), roster([0, 1], 300.0), TERMS, 4.0, 60.0) for each in (tracks, turned)
    )
    assert [(now, event.kind, event.grade) for now, event in first.events] == [
        (now, event.kind, event.grade) for now, event in second.events
    ]
    for (_, one), (_, other) in zip(first.events, second.events, strict=True):
        assert one.distance_m == pytest.approx(other.distance_m, abs=1e-6)


@pytest.mark.rule("LIV-02")
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_encounter_opens_twice_without_an_end(seed: int) -> None:
    tracks = wanderers(seed, 10, 240.0, 2000.0, (1.0, 40.0))
    played = play(
        mangled(tracks, seed, 30.0, 0.1), roster([unit % 3 for unit in tracks], 250.0), TERMS, 4.0, 60.0
    )
    never_open_twice(played)
    least = nearest(tracks, [unit % 3 for unit in tracks])
    assert {(event.a, event.b) for _, event in played.events} <= set(least)
