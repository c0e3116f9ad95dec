"""Where units have been: the columnar state of the live tick (LIV-01).

The track of a unit is the sorted set of its fixes. Kept of it are the newest four fixes, and of every eight seconds the
last one, back to ten minutes before the newest: the longest gap between two fixes that is believed, and as much again,
for a rival's leg that was under way when it began. Both are maxima over a set, so the order in which fixes come, and
whether twice, changes nothing. A fix within half a second of one that is kept is a repeat. Positions are whole
centimetres in 32 bits: 1.7 kB a unit. Judges no fix: see `hygiene`.
"""

from dataclasses import dataclass
from math import floor, isfinite, sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from deconflict.separation.live.kernel import kernel
from deconflict.separation.live.sweep import Legs, length
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.units import BoolArray, FloatArray, IntArray

NEWEST: Final = 4
SLOTS: Final = 76
SLOT_S: Final = 8.0
KEPT_S: Final = SLOTS * SLOT_S
REPEAT_S: Final = 0.5

CentimetreArray = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Around:
    """What the tracks of n units hold around a moment of each: the fix before and after; ±inf where there is none."""

    before_s: FloatArray
    before_cm: CentimetreArray
    after_s: FloatArray
    after_cm: CentimetreArray


class _Columns(NamedTuple):
    """What a fix that is newer than all others changes; see `Tracks`."""

    newest_s: FloatArray
    newest_cm: CentimetreArray
    velocity: FloatArray
    told: BoolArray
    changed_s: FloatArray


class Tracks:
    """The tracks of n units.

    newest_s, newest_cm: (n, 4), (n, 4, 3) ascending, -inf where empty. ring_s, ring_cm: (n, 76), (n, 76, 3) the last
    fix of each eight seconds. velocity: (n, 3) metres a second at the newest fix, 0 for a unit that stands; told: (n,)
    whether the device told it. pace: (n, 2) the fastest from one fix to the next in this span of 608 s and in the one
    before. changed_s: (n,) from when on the track is another than at the last tick, inf where it is not.
    """

    def __init__(self, units: int, terms: LiveTerms) -> None:
        self.terms = terms
        self.newest_s = np.full((units, NEWEST), -np.inf)
        self.newest_cm = np.zeros((units, NEWEST, 3), dtype=np.int32)
        self.ring_s = np.full((units, SLOTS), -np.inf)
        self.ring_cm = np.zeros((units, SLOTS, 3), dtype=np.int32)
        self.velocity = np.zeros((units, 3))
        self.told = np.zeros(units, dtype=np.bool_)
        self.pace = np.zeros((units, 2))
        self.pace_span = np.full(units, -np.inf)
        self.changed_s = np.full(units, np.inf)

    def __len__(self) -> int:
        return len(self.newest_s)

    @property
    def last_s(self) -> FloatArray:
        """(n,) when the newest fix is of; -inf for a unit without any."""
        return self.newest_s[:, -1]

    @property
    def place(self) -> FloatArray:
        """(n, 3) earth-centred metres of the newest fix."""
        return self.newest_cm[:, -1] / 100.0

    @property
    def fastest_ms(self) -> FloatArray:
        """(n,) from no fix that is kept to the next was a unit faster."""
        return np.maximum(self.pace[:, 0], self.pace[:, 1])

    def oldest_s(self, units: IntArray) -> FloatArray:
        """Return (m,) from when on fixes of units are kept."""
        return np.asarray((np.floor(self.last_s[units] / SLOT_S) - (SLOTS - 1)) * SLOT_S)

    def settle(self) -> None:
        """Forget what has changed: the tick has looked at it."""
        self.changed_s.fill(np.inf)

    def window(self, units: IntArray) -> tuple[FloatArray, CentimetreArray]:
        """Return (m, 80) times ascending, inf where there is no more, and (m, 68, 3) centimetres."""
        newest, ring = self.newest_s[units], self.ring_s[units]
        dropped = (ring >= newest[:, :1]) | (ring < self.oldest_s(units)[:, None])
        times = np.concatenate((np.where(dropped, np.inf, ring), newest), axis=1)
        times[times == -np.inf] = np.inf
        order = times.argsort(axis=1)
        places = np.concatenate((self.ring_cm[units], self.newest_cm[units]), axis=1)
        return np.take_along_axis(times, order, axis=1), np.take_along_axis(places, order[:, :, None], axis=1)

    def around(self, units: IntArray, time_s: FloatArray) -> Around:
        """Return the kept fixes at or before, and after, a moment of each of m units."""
        times, places = self.window(units)
        rows, after = np.arange(len(units)), (times <= time_s[:, None]).sum(axis=1)
        before = np.maximum(after - 1, 0)
        after = np.minimum(after, times.shape[1] - 1)
        before_s = np.where(times[rows, before] <= time_s, times[rows, before], -np.inf)
        return Around(before_s, places[rows, before], times[rows, after], places[rows, after])

    def append(self, units: IntArray, time_s: FloatArray, cm: IntArray, velocity: FloatArray) -> None:
        """Add a fix to each of m units, no unit twice, all newer than what is kept.

        velocity: (m, 3), nan where the device does not tell it; then it is worked out from the fix before.
        """
        columns = _Columns(self.newest_s, self.newest_cm, self.velocity, self.told, self.changed_s)
        speed = np.empty(len(units))
        _append(columns, units, time_s, cm, velocity, self._farthest, self.terms.least_speed_ms, speed)
        self._quicken(units, speed, time_s)
        self._keep(units, time_s, cm)

    def insert(self, units: IntArray, time_s: FloatArray, cm: IntArray, around: Around) -> None:
        """Add a fix to each of m units, no unit twice, older than the newest that is kept."""
        times = np.concatenate((self.newest_s[units], time_s[:, None]), axis=1)
        order = times.argsort(axis=1)[:, 1:]
        places = np.concatenate((self.newest_cm[units], cm[:, None].astype(np.int32)), axis=1)
        self.newest_s[units] = np.take_along_axis(times, order, axis=1)
        self.newest_cm[units] = np.take_along_axis(places, order[:, :, None], axis=1)
        self._keep(units, time_s, cm)
        speed = np.zeros(len(units))
        for moved, seconds in (
            (cm - around.before_cm, time_s - around.before_s),
            (around.after_cm - cm, around.after_s - time_s),
        ):
            speed = np.maximum(speed, length(moved / 100.0) / seconds)
        self._quicken(units, speed, self.last_s[units])
        self._follow(units[(self.newest_s[units, -2] == time_s) & ~self.told[units]])
        known = time_s - around.before_s <= self.terms.gap_s
        since = np.where(known, around.before_s, time_s)
        self.changed_s[units] = np.minimum(self.changed_s[units], since)

    def _follow(self, units: IntArray) -> None:
        """Work out again how fast units go whose last fix but one is another than before."""
        moved = (self.newest_cm[units, -1] - self.newest_cm[units, -2]) / 100.0
        seconds = self.newest_s[units, -1] - self.newest_s[units, -2]
        believed = self._believed(moved, seconds)
        self.velocity[units] = self._moving(np.where(believed[:, None], moved / seconds[:, None], 0.0))

    def _moving(self, velocity: FloatArray) -> FloatArray:
        """Return the velocities, those that are too slow to go anywhere as none."""
        return np.where((length(velocity) < self.terms.least_speed_ms)[:, None], 0.0, velocity)

    def _believed(self, moved_m: FloatArray, seconds: FloatArray) -> BoolArray:
        """Say between which fixes a straight line is believed: no gap too long, no jump."""
        gap_s, speed_ms, slack_m = self._farthest
        return (seconds <= gap_s) & (length(moved_m) <= speed_ms * seconds + slack_m)

    @property
    def _farthest(self) -> tuple[float, float, float]:
        """The longest gap, and how far two fixes can lie apart that `hygiene` let through, whatever their accuracy.

        As metres a second and metres.
        """
        terms = self.terms
        return terms.gap_s, terms.max_speed_ms, terms.slack_m + 2.0 * terms.max_accuracy_m

    def _quicken(self, units: IntArray, speed: FloatArray, newest_s: FloatArray) -> None:
        _quicken(self.pace, self.pace_span, units, speed, newest_s)

    def _keep(self, units: IntArray, time_s: FloatArray, cm: IntArray) -> None:
        _keep(self.ring_s, self.ring_cm, units, time_s, cm)

    def legs(self, units: IntArray, since_s: FloatArray) -> Legs:
        """Return the believed legs of m units that end after a moment of each, as far as they are kept."""
        deep = since_s < self.newest_s[units, 0]
        if not deep.any():
            return self._lay(self.newest_s[units], self.newest_cm[units], since_s)
        times = np.full((len(units), NEWEST + SLOTS), np.inf)
        places = np.zeros((len(units), NEWEST + SLOTS, 3), dtype=np.int32)
        times[:, :NEWEST], places[:, :NEWEST] = self.newest_s[units], self.newest_cm[units]
        times[deep], places[deep] = self.window(units[deep])
        return self._lay(times, places, since_s)

    def recent(self, since_s: float) -> Legs:
        """Return the believed legs of all units between their newest fixes that end after a moment."""
        return self._lay(self.newest_s, self.newest_cm, np.full(len(self), since_s))

    def _lay(self, times: FloatArray, cm: CentimetreArray, since_s: FloatArray) -> Legs:
        room = len(times) * (times.shape[1] - 1)
        begin_s, end_s = np.empty((2, room))
        place, velocity = np.empty((2, room, 3))
        first, count = np.empty((2, len(times)), dtype=np.int64)
        laid = _lay(times, cm, since_s, self._farthest, Legs(begin_s, end_s, place, velocity, first, count))
        return Legs(begin_s[:laid], end_s[:laid], place[:laid], velocity[:laid], first, count)


@kernel
def _lay(
    times: FloatArray,
    cm: CentimetreArray,
    since_s: FloatArray,
    farthest: tuple[float, float, float],
    legs: Legs,
) -> int:
    """Lay the legs between fixes, unit by unit; return how many there are."""
    gap_s, speed_ms, slack_m = farthest
    laid = 0
    for unit in range(len(times)):
        legs.first[unit] = laid
        for fix in range(times.shape[1] - 1):
            begin, end = times[unit, fix], times[unit, fix + 1]
            seconds = end - begin
            if not (end > since_s[unit] and seconds <= gap_s):
                continue
            x, y, z = cm[unit, fix, 0] / 100.0, cm[unit, fix, 1] / 100.0, cm[unit, fix, 2] / 100.0
            u, v, w = (
                cm[unit, fix + 1, 0] / 100.0 - x,
                cm[unit, fix + 1, 1] / 100.0 - y,
                cm[unit, fix + 1, 2] / 100.0 - z,
            )
            if sqrt(u * u + v * v + w * w) <= speed_ms * seconds + slack_m:
                legs.begin_s[laid], legs.end_s[laid] = begin, end
                legs.place[laid, 0], legs.place[laid, 1], legs.place[laid, 2] = x, y, z
                legs.velocity[laid, 0], legs.velocity[laid, 1], legs.velocity[laid, 2] = (
                    u / seconds,
                    v / seconds,
                    w / seconds,
                )
                laid += 1
        legs.count[unit] = laid - legs.first[unit]
    return laid


@kernel
def _append(
    columns: _Columns,
    units: IntArray,
    time_s: FloatArray,
    cm: IntArray,
    velocity: FloatArray,
    farthest: tuple[float, float, float],
    least_ms: float,
    speed: FloatArray,
) -> None:
    """Add a newest fix to each of some units; write down how fast each was from the one before."""
    gap_s, speed_ms, slack_m = farthest
    newest_s, newest_cm, moves = columns.newest_s, columns.newest_cm, columns.velocity
    kept = newest_s.shape[1]
    for at in range(len(units)):
        unit, before_s = units[at], newest_s[units[at], kept - 1]
        seconds = time_s[at] - before_s
        x = (cm[at, 0] - newest_cm[unit, kept - 1, 0]) / 100.0
        y = (cm[at, 1] - newest_cm[unit, kept - 1, 1]) / 100.0
        z = (cm[at, 2] - newest_cm[unit, kept - 1, 2]) / 100.0
        metres = sqrt(x * x + y * y + z * z)
        # Even across what is not believed: it bounds how far from its newest fix a unit can have been.
        speed[at] = metres / seconds
        believed = seconds <= gap_s and metres <= speed_ms * seconds + slack_m
        u, v, w = velocity[at, 0], velocity[at, 1], velocity[at, 2]
        told = isfinite(u) and isfinite(v) and isfinite(w)
        if not told:
            u, v, w = (x / seconds, y / seconds, z / seconds) if believed else (0.0, 0.0, 0.0)
        columns.told[unit] = told
        if sqrt(u * u + v * v + w * w) < least_ms:
            u = v = w = 0.0
        moves[unit, 0], moves[unit, 1], moves[unit, 2] = u, v, w
        for fix in range(kept - 1):
            newest_s[unit, fix] = newest_s[unit, fix + 1]
            for axis in range(3):
                newest_cm[unit, fix, axis] = newest_cm[unit, fix + 1, axis]
        newest_s[unit, kept - 1] = time_s[at]
        for axis in range(3):
            newest_cm[unit, kept - 1, axis] = cm[at, axis]
        columns.changed_s[unit] = min(columns.changed_s[unit], before_s if believed else time_s[at])


@kernel
def _quicken(
    pace: FloatArray, pace_span: FloatArray, units: IntArray, speed: FloatArray, newest_s: FloatArray
) -> None:
    """Take a speed into the fastest of the span of time that a unit's newest fix is in."""
    for at in range(len(units)):
        unit, span = units[at], float(floor(newest_s[at] / KEPT_S))
        passed = span - pace_span[unit]
        if passed >= 1.0:
            pace[unit, 1] = pace[unit, 0] if passed == 1.0 else 0.0
            pace[unit, 0] = 0.0
            pace_span[unit] = span
        pace[unit, 0] = max(pace[unit, 0], speed[at])


@kernel
def _keep(
    ring_s: FloatArray, ring_cm: CentimetreArray, units: IntArray, time_s: FloatArray, cm: IntArray
) -> None:
    """Keep a fix if it is the last one of its eight seconds so far."""
    for at in range(len(units)):
        unit, slot = units[at], floor(time_s[at] / SLOT_S) % SLOTS
        if time_s[at] > ring_s[unit, slot]:
            ring_s[unit, slot] = time_s[at]
            for axis in range(3):
                ring_cm[unit, slot, axis] = cm[at, axis]
