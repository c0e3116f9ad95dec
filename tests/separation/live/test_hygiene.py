"""Which fixes count and why others do not: a reason for each."""

import numpy as np
import pytest
from live_worlds import START_S

from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.hygiene import Suspects, take
from deconflict.separation.live.terms import LiveTerms, Verdict
from deconflict.separation.live.tracks import Tracks

DEGREE_M = 93_000.0


class Desk:
    """Takes fixes of three units as (unit, second, metres east) and says what became of each."""

    def __init__(self) -> None:
        self.tracks, self.suspects = Tracks(3, LiveTerms()), Suspects(3)

    def take(self, *rows: tuple[int, float, float], now: float = 1000.0, **columns: float) -> list[Verdict]:
        fixes = Fixes.of([(unit, START_S + s, 13.2 + east / DEGREE_M, 32.8) for unit, s, east in rows])
        for name, value in columns.items():
            getattr(fixes, name)[:] = value
        verdicts = take(self.tracks, self.suspects, fixes, START_S + now)
        return [Verdict(verdict) for verdict in verdicts.tolist()]

    @property
    def seconds(self) -> list[float]:
        """The moments on the track of the first unit."""
        times, _ = self.tracks.window(np.array([0]))
        return (times[0][np.isfinite(times[0])] - START_S).tolist()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.rule("LIV-01")
@pytest.mark.parametrize(
    ("columns", "verdict"),
    [
        ({"unit": 3}, Verdict.UNKNOWN_UNIT),
        ({"unit": -1}, Verdict.UNKNOWN_UNIT),
        ({"lat": 84.5}, Verdict.OUT_OF_RANGE),
        ({"lon": np.nan}, Verdict.OUT_OF_RANGE),
        ({"time_s": np.inf}, Verdict.OUT_OF_RANGE),
        ({"accuracy_m": 501.0}, Verdict.COARSE),
        ({"accuracy_m": np.nan}, Verdict.COARSE),
        ({"time_s": START_S + 1031.0}, Verdict.FUTURE),
        ({"time_s": START_S + 1029.0}, Verdict.ACCEPTED),
    ],
)
def test_what_is_wrong_at_sight_has_its_reason(desk: Desk, columns, verdict: Verdict) -> None:
    assert desk.take((0, 990.0, 0.0), **columns) == [verdict]
    assert bool(desk.seconds) == (verdict is Verdict.ACCEPTED)


@pytest.mark.rule("LIV-01")
def test_a_fix_older_than_a_set_age_counts_but_is_marked_late(desk: Desk) -> None:
    assert desk.take((0, 870.0, 0.0), (0, 890.0, 0.0)) == [Verdict.LATE, Verdict.ACCEPTED]
    assert desk.seconds == [870.0, 890.0]


@pytest.mark.rule("LIV-01")
def test_a_repeat_is_told_whether_it_is_the_newest_or_not(desk: Desk) -> None:
    desk.take((0, 980.0, 0.0), (0, 990.0, 0.0), (0, 999.0, 0.0))
    assert desk.take((0, 999.0, 0.0), (0, 990.2, 0.0), (0, 980.0, 0.0)) == [Verdict.DUPLICATE] * 3
    assert desk.take((1, 999.0, 0.0), (1, 999.0, 0.0)) == [Verdict.ACCEPTED, Verdict.DUPLICATE]


@pytest.mark.rule("LIV-01")
def test_fixes_out_of_order_go_where_they_belong(desk: Desk) -> None:
    assert set(desk.take((0, 990.0, 0.0), (0, 950.0, 0.0), (0, 970.0, 0.0))) == {Verdict.ACCEPTED}
    assert desk.take((0, 960.0, 0.0), (0, 995.0, 0.0)) == [Verdict.ACCEPTED] * 2
    assert desk.seconds == [950.0, 960.0, 970.0, 990.0, 995.0]


@pytest.mark.rule("LIV-01")
def test_what_is_older_than_all_that_is_kept_is_left_to_be_checked_after_the_fact(desk: Desk) -> None:
    desk.take((0, 990.0, 0.0))
    assert desk.take((0, 300.0, 0.0)) == [Verdict.TOO_OLD]
    assert desk.seconds == [990.0]


@pytest.mark.rule("LIV-01")
def test_nobody_gets_ten_kilometres_away_in_ten_seconds_nor_back(desk: Desk) -> None:
    assert desk.take((0, 900.0, 0.0), (0, 910.0, 10_000.0), (0, 920.0, 100.0)) == [
        Verdict.ACCEPTED,
        Verdict.JUMP,
        Verdict.ACCEPTED,
    ]
    assert desk.take((0, 915.0, 5_000.0)) == [Verdict.JUMP]
    assert desk.seconds == [900.0, 920.0]


def test_a_bad_accuracy_excuses_a_small_jump(desk: Desk) -> None:
    desk.take((0, 900.0, 0.0))
    assert desk.take((0, 901.0, 400.0)) == [Verdict.JUMP]
    assert desk.take((0, 902.0, 400.0), accuracy_m=200.0) == [Verdict.ACCEPTED]


@pytest.mark.rule("LIV-01")
def test_a_device_that_insists_on_another_place_is_suspected_and_after_a_minute_followed(desk: Desk) -> None:
    desk.take((0, 100.0, 0.0), now=100.0)
    told = [desk.take((0, 110.0 + 15 * turn, 50_000.0 + turn), now=200.0)[0] for turn in range(6)]
    assert told == [Verdict.JUMP, Verdict.JUMP, *[Verdict.SPOOFED] * 3, Verdict.ACCEPTED]
    assert desk.seconds == [100.0, 170.0, 185.0]
    assert not desk.tracks.legs(np.array([0]), np.array([START_S + 169.0])).count[0] > 1
    # Where it was before is still within what the search for its rivals allows for.
    assert desk.tracks.fastest_ms[0] * 70.0 > 49_000.0


def test_jumps_all_over_the_place_are_jumps_however_many(desk: Desk) -> None:
    desk.take((0, 100.0, 0.0), now=100.0)
    told = [desk.take((0, 110.0 + turn, 50_000.0 * (turn + 1)), now=200.0)[0] for turn in range(8)]
    assert set(told) == {Verdict.JUMP}


def test_no_fixes_are_no_trouble(desk: Desk) -> None:
    assert desk.take() == []
