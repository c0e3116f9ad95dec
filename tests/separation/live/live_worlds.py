"""Worlds for the tests of the live engine: roads with buses, units that wander, and what networks do to their fixes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from live_oracle import GEOD, Fix, Pair

from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.roster import Roster
from deconflict.separation.live.terms import Grade, Kind, LiveTerms
from deconflict.separation.live.tick import State, tick
from deconflict.separation.live.tidings import Encounter
from deconflict.separation.path import PathLimits, Track, accept

START_S = 1_767_225_600.0
EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
EIGHT_S = EIGHT.timestamp()
MIDDLE = (13.2, 32.8)
# A row of the stream: when it arrives, whose it is, the fix.
Row = tuple[float, int, Fix]


def spot(east_m: float, north_m: float, middle: tuple[float, float] = MIDDLE) -> tuple[float, float]:
    """Return degrees of a place so many metres from the middle."""
    lon, lat, _ = GEOD.fwd(*middle, 90.0, east_m)
    lon, lat, _ = GEOD.fwd(lon, lat, 0.0, north_m)
    return lon, lat


def at(second: float, east_m: float, north_m: float) -> Fix:
    return (START_S + second, *spot(east_m, north_m))


def track(*stops: tuple[float, float, float], tau: float = 60.0, w: float = 50.0) -> Track:
    """Stops as metres east and north, and seconds after eight."""
    times = [EIGHT + timedelta(seconds=second) for *_, second in stops]
    return accept([spot(east, north) for east, north, _ in stops], times, tau, w, PathLimits()).track


# East for 100 s at 10 m/s, ten minutes' stop, then north for 100 s.
CORNER = track((0, 0, 0), (1000, 0, 100), (1000, 0, 700), (1000, 1000, 800))


def wanderers(
    seed: int, units: int, seconds: float, box_m: float, every: tuple[float, float]
) -> dict[int, list[Fix]]:
    """Return the fixes of units that drive, turn and stand, each with an interval of its own."""
    rng = np.random.default_rng(seed)
    tracks: dict[int, list[Fix]] = {}
    for unit in range(units):
        x, y = rng.uniform(0.0, box_m, 2)
        speed, course, now = (
            rng.choice([0.0, 2.0, 12.0, 25.0]),
            rng.uniform(0.0, 2 * np.pi),
            rng.uniform(0, 5),
        )
        interval = rng.uniform(*every)
        tracks[unit] = []
        while now < seconds:
            tracks[unit].append(at(round(float(now), 3), float(x), float(y)))
            step = interval * rng.uniform(0.7, 1.3)
            x, y, now = x + speed * step * np.sin(course), y + speed * step * np.cos(course), now + step
            course += rng.normal(0.0, 0.5)
    return tracks


def buses(seed: int, vehicles: int = 8, trips: int = 2) -> dict[int, list[Fix]]:
    """Return traces like those of buses on one road: 20 s apart with gaps and jitter, there and back, with stops."""
    rng = np.random.default_rng(seed)
    tracks: dict[int, list[Fix]] = {}
    for vehicle in range(vehicles):
        now, along, heading = float(vehicle * 240 + rng.uniform(0, 60)), 0.0 if vehicle % 2 else 9000.0, 1.0
        heading = 1.0 if vehicle % 2 else -1.0
        tracks[vehicle] = []
        turns = 0
        while turns < trips:
            noise = rng.normal(0.0, 4.0, 2)
            north = 400.0 * np.sin(along / 1500.0)
            tracks[vehicle].append(at(round(now, 3), along + noise[0], north + noise[1]))
            step = 20.0 + rng.uniform(-4.0, 4.0) + (rng.random() < 0.03) * rng.uniform(60.0, 400.0)
            speed = 0.0 if rng.random() < 0.2 else rng.uniform(4.0, 13.0)
            now, along = now + step, along + heading * speed * step
            if not 0.0 <= along <= 9000.0:
                along, heading, turns = float(np.clip(along, 0.0, 9000.0)), -heading, turns + 1
    return tracks


def in_time(tracks: dict[int, list[Fix]]) -> list[Row]:
    """Return every fix as it is taken."""
    return sorted((fix[0] + 0.2, unit, fix) for unit, fixes in tracks.items() for fix in fixes)


def mangled(
    tracks: dict[int, list[Fix]], seed: int, delay_s: float = 60.0, dropped: float = 0.0
) -> list[Row]:
    """Return the fixes as a bad network brings them: delayed each by something else, some twice, some never."""
    rng = np.random.default_rng(seed)
    rows = []
    for arrives, unit, fix in in_time(tracks):
        if rng.random() >= dropped:
            rows += [
                (arrives + rng.uniform(0.0, delay_s), unit, fix) for _ in range(1 + (rng.random() < 0.3))
            ]
    rng.shuffle(rows)
    return sorted(rows, key=lambda row: row[0])


def of_rows(rows: Iterable[Row]) -> dict[int, list[Fix]]:
    """Return what came, as tracks."""
    tracks: dict[int, list[Fix]] = {}
    for _, unit, fix in rows:
        tracks.setdefault(unit, []).append(fix)
    return tracks


@dataclass
class Played:
    """What came of a stream: every event with the moment of its tick, and the state in the end."""

    events: list[tuple[float, Encounter]]
    state: State

    def met(self) -> set[Pair]:
        """Return the pairs that were told to have been close, live or after the fact."""
        return {
            (event.a, event.b)
            for _, event in self.events
            if event.kind is Kind.LATE
            or (event.kind in (Kind.OPENED, Kind.WORSE) and event.grade is Grade.ENCOUNTER)
        }


def roster(parties: Sequence[int], limit_m: float, **more) -> Roster:
    """Return a roster in which all parties keep the same distance."""
    count = max(parties) + 1
    group = more.pop("group", [-1] * len(parties))
    return Roster(np.array(parties), np.array(group), np.full((count, count), limit_m), **more)


def play(
    rows: Sequence[Row], who: Roster, terms: LiveTerms, tick_s: float = 1.0, after_s: float = 0.0
) -> Played:
    """Run the engine over a stream, tick by tick, and so many seconds beyond."""
    state, events, left = State.of(who, terms), [], list(rows)
    now = np.floor(rows[0][0]) if rows else START_S
    end = (rows[-1][0] if rows else now) + after_s
    while now <= end + tick_s:
        now += tick_s
        come = list(until(left, now))
        state, tidings = tick(state, Fixes.of([(unit, *fix) for _, unit, fix in come]), now)
        events += [(now, event) for event in tidings.pairs]
    return Played(events, state)


def until(left: list[Row], now: float) -> Iterator[Row]:
    """Take from the front of a stream what has arrived by now."""
    count = next((index for index, row in enumerate(left) if row[0] > now), len(left))
    yield from left[:count]
    del left[:count]
