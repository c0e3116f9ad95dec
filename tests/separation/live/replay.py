"""Replays recorded traces through the live tick, and compares what it tells of with brute force on the same fixes.

    python tests/separation/live/replay.py FILE.csv [--limit METRES] [--parties N] [--seed N]

The file has columns vehicle_id, timestamp (UTC), latitude and longitude. Vehicles are given to the parties in turn. The
traces are played as they were taken, then delayed, repeated, shuffled and thinned; exits 1 if anything differs.
Compared is passage by passage, not only pair by pair: who drives on one road meets again.
"""

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from live_oracle import GEOD, Fix, Pair, nearest
from live_worlds import Played, Row, in_time, mangled, of_rows, play, roster

from deconflict.separation.live.terms import Grade, Kind, LiveTerms

# Positions are carried on to warn, but what was close is told from fixes alone, as brute force sees it.
TERMS = replace(LiveTerms(), sure_s=-1.0)
TICK_S = 10.0
GAP_S = TERMS.gap_s
# What brute force may miss between two of its seconds, and what closed forms and geodesics differ by.
BETWEEN_SECONDS_M, ROUNDING_M = 26.0, 0.1
# Passages closer in time than delays and the dwell may be told as one.
APART_S = 60.0 + TERMS.clear_dwell_s + TICK_S
Tracks = Mapping[int, Sequence[Fix]]


class Passage(NamedTuple):
    """One spell in which two units were close."""

    pair: Pair
    first_s: float
    last_s: float

    def touches(self, other: "Passage") -> bool:
        """Tell whether the other is of the same two at the same time, give or take what is told as one."""
        return (
            self.pair == other.pair
            and self.first_s <= other.last_s + APART_S
            and other.first_s <= self.last_s + APART_S
        )


@dataclass(frozen=True)
class Compared:
    """Passages by brute force, those told, and where they differ."""

    oracle: list[Passage]
    told: list[Passage]
    missed: list[Passage]
    unexplained: list[Passage]


def read(path: Path) -> dict[int, list[Fix]]:
    """Return the fixes of each vehicle, numbered in the order of their names."""
    by_name: dict[str, list[Fix]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = datetime.fromisoformat(row["timestamp"]).replace(tzinfo=UTC)
            fix = (at.timestamp(), float(row["longitude"]), float(row["latitude"]))
            by_name.setdefault(row["vehicle_id"], []).append(fix)
    return {number: sorted(set(by_name[name])) for number, name in enumerate(sorted(by_name))}


def passages(tracks: Tracks, parties: Sequence[int], limit_m: float) -> list[Passage]:
    """Return every spell in which brute force finds two units of different parties within a distance."""
    begun = np.floor(min(fix[0] for fixes in tracks.values() for fix in fixes))
    found = []
    for pair, apart in nearest(tracks, parties, GAP_S).items():
        with np.errstate(invalid="ignore"):
            close = np.concatenate(([False], apart <= limit_m, [False]))
        turns = np.flatnonzero(close[1:] != close[:-1]).reshape(-1, 2)
        found += [Passage(pair, begun + first, begun + last - 1.0) for first, last in turns.tolist()]
    return found


def told_of(played: Played) -> list[tuple[float, Passage]]:
    """Return each encounter in which two were told to be close, with the tick at which that was told first."""
    found: list[tuple[float, Passage]] = []
    since: dict[Pair, tuple[float, float]] = {}
    for now, event in played.events:
        pair = (event.a, event.b)
        if event.kind is Kind.LATE:
            found.append((now, Passage(pair, event.at_s, event.at_s)))
        elif event.kind in (Kind.OPENED, Kind.WORSE, Kind.UPDATED) and event.grade is Grade.ENCOUNTER:
            told, first = since.get(pair, (now, now))
            since[pair] = told, min(first, event.at_s)
        elif event.kind in (Kind.ENDED, Kind.LOST) and pair in since:
            told, first = since.pop(pair)
            found.append((told, Passage(pair, first, now)))
    return found + [(told, Passage(pair, first, np.inf)) for pair, (told, first) in since.items()]


def compare(rows: Sequence[Row], parties: Sequence[int], limit_m: float) -> Compared:
    """Play what came, and look for passages that were not told of and for tellings that no passage explains.

    A telling is also explained by the fixes that had come by then: a late one may show that a way was another, or that
    who was taken to stand there had left.
    """
    tracks = of_rows(rows)
    played = play(rows, roster(parties, limit_m), TERMS, TICK_S, TERMS.lost_s + TERMS.clear_dwell_s)
    told = told_of(played)
    oracle = passages(tracks, parties, limit_m - ROUNDING_M)
    wide = passages(tracks, parties, limit_m + BETWEEN_SECONDS_M)
    missed = [one for one in oracle if not any(one.touches(other) for _, other in told)]
    unexplained = [
        one
        for now, one in told
        if not any(one.touches(other) for other in wide) and not _as_known_then(one, rows, now, limit_m)
    ]
    return Compared(oracle, [one for _, one in told], missed, unexplained)


def _as_known_then(told: Passage, rows: Sequence[Row], now: float, limit_m: float) -> bool:
    known = of_rows(row for row in rows if row[0] <= now and row[1] in told.pair)
    least, most = min(told.pair), max(told.pair)
    sides = [int(unit == most) for unit in range(most + 1)]
    pair = {unit: known[unit] for unit in (least, most)}
    a, b = (max(fixes) for fixes in pair.values())
    stood = GEOD.inv(*a[1:], *b[1:])[2] <= limit_m and min(a[0], b[0]) >= now - TERMS.fresh_s
    return stood or any(told.touches(one) for one in passages(pair, sides, limit_m + BETWEEN_SECONDS_M))


def networks(tracks: dict[int, list[Fix]], seed: int) -> dict[str, list[Row]]:
    """Return the fixes as good and bad networks bring them."""
    return {
        "as taken": in_time(tracks),
        "delayed, repeated, shuffled": mangled(tracks, seed),
        "a third dropped": mangled(tracks, seed, 0.0, 1 / 3),
        "all of that": mangled(tracks, seed, 60.0, 1 / 3),
    }


def main(arguments: Sequence[str]) -> int:
    """Replay a file under every network; return 1 if anything differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=float, default=100.0, metavar="METRES", help="alert distance")
    parser.add_argument("--parties", type=int, default=3, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    options = parser.parse_args(arguments)
    tracks = read(options.file)
    parties = [vehicle % options.parties for vehicle in tracks]
    whole = passages(tracks, parties, options.limit)
    differ = False
    for name, rows in networks(tracks, options.seed).items():
        done = compare(rows, parties, options.limit)
        gone = sum(not any(one.touches(other) for other in done.oracle) for one in whole)
        sys.stdout.write(
            f"{name}: {len(rows)} fixes, {len(done.oracle)} passages by brute force"
            f" ({gone} of {len(whole)} not on these fixes), {len(done.told)} encounters;"
            f" {len(done.missed)} missed, {len(done.unexplained)} unexplained\n"
        )
        for one in (*done.missed, *done.unexplained):
            sys.stdout.write(f"  {one}\n")
        differ |= bool(done.missed or done.unexplained)
    return int(differ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
