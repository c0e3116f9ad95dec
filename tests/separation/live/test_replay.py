"""Traces shaped like recorded ones: the live tick tells of every passage that brute force finds, under any network."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
import replay
from live_worlds import Played, buses, in_time

from deconflict.separation.live.roster import Roster
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.live.tick import State

LIMIT_M = 100.0
PARTIES = [vehicle % 3 for vehicle in range(8)]


@pytest.mark.slow
@pytest.mark.rule("LIV-01", "LIV-02")
@pytest.mark.parametrize("seed", [20, 21])
@pytest.mark.parametrize(
    "network", ["as taken", "delayed, repeated, shuffled", "a third dropped", "all of that"]
)
def test_every_passage_of_buses_on_one_road_is_told_and_nothing_else(seed: int, network: str) -> None:
    rows = replay.networks(buses(seed), seed)[network]
    done = replay.compare(rows, PARTIES, LIMIT_M)
    assert (done.missed, done.unexplained) == ([], [])
    assert len(done.oracle) >= len({one.pair for one in done.told}) > 5


@pytest.mark.slow
@pytest.mark.rule("LIV-01")
def test_what_dropping_fixes_changes_is_what_brute_force_on_what_came_says_too() -> None:
    rows = in_time(buses(20))
    fewer = replay.networks(buses(20), 20)["a third dropped"]
    whole, thinned = (replay.compare(each, PARTIES, LIMIT_M) for each in (rows, fewer))
    changed = [
        one
        for some, others in ((whole, thinned), (thinned, whole))
        for one in some.oracle
        if not any(one.touches(other) for other in others.oracle)
    ]
    differs = [
        one
        for some, others in ((whole, thinned), (thinned, whole))
        for one in some.told
        if not any(one.touches(other) for other in others.told)
    ]
    near = replay.passages(replay.of_rows(fewer), PARTIES, LIMIT_M + replay.BETWEEN_SECONDS_M)
    near += replay.passages(buses(20), PARTIES, LIMIT_M + replay.BETWEEN_SECONDS_M)
    assert changed
    assert all(any(one.touches(other) for other in near) for one in differs)


def test_an_engine_that_tells_nothing_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_rows: object, who: Roster, terms: LiveTerms, *_: float) -> Played:
        return Played([], State.of(who, terms))

    monkeypatch.setattr(replay, "play", silent)
    done = replay.compare(in_time(buses(20, vehicles=4)), PARTIES[:4], 300.0)
    assert done.oracle
    assert done.missed == done.oracle


def test_a_file_is_read_by_vehicle_and_in_time_order(tmp_path: Path) -> None:
    rows = [("9", "2026-01-26 15:57:24", 53.2, -2.9), ("10", "2026-01-26 15:57:02", 53.1, -2.8)]
    rows.append(("9", "2026-01-26 15:57:02", 53.1, -2.9))
    file = tmp_path / "traces.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("vehicle_id", "timestamp", "latitude", "longitude"), *rows])
    first = datetime(2026, 1, 26, 15, 57, 2, tzinfo=UTC).timestamp()
    assert replay.read(file) == {
        0: [(first, -2.8, 53.1)],
        1: [(first, -2.9, 53.1), (first + 22.0, -2.9, 53.2)],
    }
