"""How the encounter of one pair comes, gets worse and ends, move by move."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation.live.pairs import Pairs, Phase, Seen, step
from deconflict.separation.live.terms import Grade, Kind, LiveTerms

TERMS = LiveTerms()
LIMIT_M, INF = 500.0, np.inf
FAR = 10_000.0


def seen(now_m: float = FAR, ahead_m: float | None = None, **more: float) -> Seen:
    """What a tick sees of the pair; nothing lies ahead that is closer than now, unless it is said."""
    values = {
        "limit_m": LIMIT_M,
        "now_m": now_m,
        "sure": True,
        "ahead_m": now_m if ahead_m is None else ahead_m,
        "ahead_s": INF,
        "swept_m": INF,
        "swept_s": INF,
        "from_s": INF,
        "to_s": -INF,
        "reach_m": INF,
        "known": True,
        "lost": False,
    } | more
    return Seen(**{name: np.array([value]) for name, value in values.items()})


def passed(metres: float, second: float) -> dict[str, float]:
    return {"swept_m": metres, "swept_s": second, "from_s": second - 1.0, "to_s": second + 1.0}


class Pair:
    """One pair, moved second by second."""

    def __init__(self, terms: LiveTerms = TERMS) -> None:
        self.terms = terms
        self.pairs = Pairs.fresh(np.array([7]), np.array([3]))
        self.now_s = 1000.0

    def sees(self, of: Seen, seconds: float = 1.0) -> list[tuple[Kind, Grade]]:
        self.now_s += seconds
        events = step(self.pairs, of, self.now_s, self.terms)
        return [(event.kind, event.grade) for event in events]

    @property
    def phase(self) -> Phase:
        return Phase(self.pairs.phase[0])


@pytest.fixture
def pair() -> Pair:
    return Pair()


@pytest.mark.rule("LIV-02")
def test_close_opens_at_once_and_a_prediction_after_its_dwell(pair: Pair) -> None:
    assert pair.sees(seen(2000.0, 400.0)) == []
    assert pair.phase is Phase.PENDING
    assert pair.sees(seen(1900.0, 400.0), TERMS.predict_dwell_s) == [(Kind.OPENED, Grade.PREDICTED)]
    assert Pair().sees(seen(400.0)) == [(Kind.OPENED, Grade.ENCOUNTER)]


@pytest.mark.rule("LIV-02")
def test_a_prediction_that_does_not_last_is_never_told(pair: Pair) -> None:
    for _ in range(10):
        assert pair.sees(seen(2000.0, 400.0)) == []
        assert pair.sees(seen(2000.0)) == []
    assert pair.phase is Phase.NOTHING
    assert not len(pair.pairs.kept(pair.now_s, TERMS))


@pytest.mark.rule("LIV-02")
def test_each_rise_is_told_once(pair: Pair) -> None:
    told = pair.sees(seen(FAR, INF, reach_m=100.0))
    told += pair.sees(seen(900.0, 450.0)) + pair.sees(seen(900.0, 450.0))
    told += pair.sees(seen(450.0)) + pair.sees(seen(450.0))
    assert told == [(Kind.OPENED, Grade.REACH), (Kind.WORSE, Grade.PREDICTED), (Kind.WORSE, Grade.ENCOUNTER)]


@pytest.mark.rule("LIV-02")
def test_it_ends_when_distance_and_prediction_are_clear_for_a_dwell(pair: Pair) -> None:
    pair.sees(seen(450.0))
    assert pair.sees(seen(700.0, 600.0), 100.0) == []
    assert pair.sees(seen(700.0)) == []
    assert pair.sees(seen(600.0)) == []
    assert pair.sees(seen(700.0)) == []
    assert pair.sees(seen(700.0), TERMS.clear_dwell_s) == [(Kind.ENDED, Grade.ENCOUNTER)]
    assert pair.phase is Phase.OVER
    assert pair.sees(seen(450.0)) == [(Kind.OPENED, Grade.ENCOUNTER)]
    assert pair.pairs.episode[0] == 1


@pytest.mark.rule("LIV-02")
def test_much_closer_is_an_update_without_alarm_and_a_little_closer_is_none(pair: Pair) -> None:
    pair.sees(seen(500.0))
    assert pair.sees(seen(480.0)) == []
    assert pair.sees(seen(440.0)) == [(Kind.UPDATED, Grade.ENCOUNTER)]
    assert pair.sees(seen(430.0)) == []


@pytest.mark.rule("LIV-02")
def test_a_predicted_meeting_that_comes_a_minute_earlier_is_an_update(pair: Pair) -> None:
    for _ in range(5):
        told = pair.sees(seen(5000.0, 400.0, ahead_s=1300.0))
    assert told == []
    assert pair.sees(seen(5000.0, 400.0, ahead_s=1230.0)) == [(Kind.UPDATED, Grade.PREDICTED)]


@pytest.mark.rule("LIV-02")
def test_passed_between_fixes_opens_even_if_they_are_apart_again(pair: Pair) -> None:
    assert pair.sees(seen(3000.0, **passed(150.0, 980.0))) == [(Kind.OPENED, Grade.ENCOUNTER)]
    # The same passage, found again because a fix came in between, is not told twice; nor after the end.
    assert pair.sees(seen(3000.0, **passed(140.0, 979.0))) != [(Kind.OPENED, Grade.ENCOUNTER)]
    pair.sees(seen(3000.0))
    assert pair.sees(seen(3000.0), TERMS.clear_dwell_s) == [(Kind.ENDED, Grade.ENCOUNTER)]
    assert pair.sees(seen(3000.0, **passed(150.0, 981.0))) == []


@pytest.mark.rule("LIV-01")
def test_what_comes_to_light_late_is_told_once_as_late_and_opens_nothing(pair: Pair) -> None:
    late = passed(150.0, 1000.0 - TERMS.late_s - 50.0)
    assert pair.sees(seen(3000.0, **late)) == [(Kind.LATE, Grade.ENCOUNTER)]
    assert pair.sees(seen(3000.0, **late)) == []
    assert pair.phase is Phase.OVER
    assert pair.sees(seen(400.0)) == [(Kind.OPENED, Grade.ENCOUNTER)]


@pytest.mark.rule("LIV-01", "LIV-02")
def test_a_prediction_on_record_does_not_hide_that_they_did_meet(pair: Pair) -> None:
    for _ in range(5):
        pair.sees(seen(2000.0, 400.0))
    pair.sees(seen(3000.0), 300.0)
    assert pair.sees(seen(3000.0), TERMS.clear_dwell_s) == [(Kind.ENDED, Grade.PREDICTED)]
    assert pair.sees(seen(3000.0, **passed(300.0, 1100.0))) == [(Kind.LATE, Grade.ENCOUNTER)]


@pytest.mark.rule("LIV-01", "LIV-02")
def test_one_that_is_only_feared_covers_no_passage_that_comes_to_light_late(pair: Pair) -> None:
    """They met, parted, one fell silent within reach of the other; then its fixes show that they had met again."""
    pair.sees(seen(100.0))
    pair.sees(seen())
    assert pair.sees(seen(), 40.0) == [(Kind.ENDED, Grade.ENCOUNTER)]
    assert pair.sees(seen(reach_m=0.0), 200.0) == [(Kind.OPENED, Grade.REACH)]
    met = seen(reach_m=0.0, **passed(50.0, pair.now_s - 130.0))
    assert pair.sees(met) == [(Kind.LATE, Grade.ENCOUNTER)]
    assert pair.sees(met) == []


def test_who_is_not_known_is_not_clear_and_in_the_end_lost(pair: Pair) -> None:
    pair.sees(seen(450.0))
    unknown = seen(INF, INF, known=False)
    assert pair.sees(unknown, 500.0) == []
    assert pair.sees(seen(INF, INF, known=False, lost=True), 500.0) == [(Kind.LOST, Grade.ENCOUNTER)]


def test_what_is_over_is_kept_as_long_as_late_fixes_may_tell_of_it(pair: Pair) -> None:
    pair.sees(seen(450.0))
    pair.sees(seen())
    pair.sees(seen(), TERMS.clear_dwell_s)
    assert len(pair.pairs.kept(pair.now_s + 600.0, TERMS)) == 1
    assert len(pair.pairs.kept(pair.now_s + 700.0, TERMS)) == 0


def test_a_pair_is_the_same_whoever_is_named_first() -> None:
    pairs = Pairs.fresh(np.array([7, 2]), np.array([3, 9]))
    assert (pairs.a.tolist(), pairs.b.tolist()) == ([3, 2], [7, 9])


@pytest.mark.rule("LIV-02")
@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([100.0, 499.0, 510.0, 620.0, 700.0, 9000.0]), st.booleans(), st.integers(1, 40)
        ),
        max_size=60,
    )
)
def test_whatever_is_seen_it_never_opens_twice_nor_ends_within_the_band(moves) -> None:
    pair, is_open, clear_since = Pair(replace(TERMS, predict_dwell_s=0.0)), False, None
    for metres, swept, seconds in moves:
        more = passed(200.0, pair.now_s - 5.0) if swept else {}
        for kind, _ in pair.sees(seen(metres, **more), float(seconds)):
            if kind is Kind.OPENED:
                assert not is_open
                is_open = True
            elif kind is Kind.ENDED:
                assert is_open
                assert metres > TERMS.exit_ratio * LIMIT_M
                assert clear_since is not None
                assert pair.now_s - clear_since >= TERMS.clear_dwell_s
                is_open = False
            elif kind is not Kind.LATE:
                assert is_open
        if metres > TERMS.exit_ratio * LIMIT_M:
            clear_since = pair.now_s if clear_since is None else clear_since
        else:
            clear_since = None
