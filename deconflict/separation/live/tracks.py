"""Where units have been: the columnar state of the live tick (LIV-01).

The track of a unit is the sorted set of its fixes. Kept of it are the newest four fixes, and of every eight seconds the
last one, back to ten minutes before the newest: the longest gap between two fixes that is believed, and as much again,
for a rival's leg that was under way when it began. Both are maxima over a set, so the order in which fixes come, and
whether twice, changes nothing. A fix within half a second of one that is kept is a repeat. Positions are whole
centimetres in 32 bits: 1.7 kB a unit. Judges no fix: see `hygiene`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

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
        before_s, before_cm = self.newest_s[units, -1], self.newest_cm[units, -1]
        moved, seconds = (cm - before_cm) / 100.0, time_s - before_s
        believed = self._believed(moved, seconds)
        leg = np.where(believed[:, None], moved / seconds[:, None], 0.0)
        told = np.isfinite(length(velocity))
        self.told[units] = told
        self.velocity[units] = self._moving(np.where(told[:, None], velocity, leg))
        self.newest_s[units, :-1] = self.newest_s[units, 1:]
        self.newest_cm[units, :-1] = self.newest_cm[units, 1:]
        self.newest_s[units, -1], self.newest_cm[units, -1] = time_s, cm
        # Even across what is not believed: it bounds how far from its newest fix a unit can have been.
        self._quicken(units, length(moved) / seconds, time_s)
        self._keep(units, time_s, cm)
        self.changed_s[units] = np.minimum(self.changed_s[units], np.where(believed, before_s, time_s))

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
        return (seconds <= self.terms.gap_s) & (length(moved_m) <= self._reachable_m(seconds))

    def _reachable_m(self, seconds: FloatArray) -> FloatArray:
        """Return how far two fixes can lie apart that `hygiene` let through, whatever their accuracy."""
        terms = self.terms
        return terms.max_speed_ms * seconds + terms.slack_m + 2.0 * terms.max_accuracy_m

    def _quicken(self, units: IntArray, speed: FloatArray, newest_s: FloatArray) -> None:
        span = np.floor(newest_s / KEPT_S)
        passed = span - self.pace_span[units]
        pace = self.pace[units]
        pace[:, 1] = np.where(passed == 1.0, pace[:, 0], np.where(passed > 1.0, 0.0, pace[:, 1]))
        pace[:, 0] = np.where(passed >= 1.0, speed, np.maximum(pace[:, 0], speed))
        self.pace[units], self.pace_span[units] = pace, np.maximum(span, self.pace_span[units])

    def _keep(self, units: IntArray, time_s: FloatArray, cm: IntArray) -> None:
        slot = (np.floor(time_s / SLOT_S) % SLOTS).astype(np.int64)
        later = (time_s > self.ring_s[units, slot]).nonzero()[0]
        self.ring_s[units[later], slot[later]] = time_s[later]
        self.ring_cm[units[later], slot[later]] = cm[later]

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

    def _lay(self, times: FloatArray, cm: CentimetreArray, since_s: FloatArray) -> Legs:
        with np.errstate(invalid="ignore"):
            seconds = np.diff(times, axis=1)
            wanted = (seconds <= self.terms.gap_s) & (times[:, 1:] > since_s[:, None])
        row, leg = (wanted & np.isfinite(times[:, :-1])).nonzero()
        start = cm[row, leg] / 100.0
        moved, lasts = cm[row, leg + 1] / 100.0 - start, seconds[row, leg]
        believed = self._believed(moved, lasts).nonzero()[0]
        row, leg = row[believed], leg[believed]
        count = np.bincount(row, minlength=len(times))
        velocity = moved[believed] / lasts[believed, None]
        begin, end = times[row, leg], times[row, leg + 1]
        return Legs(begin, end, start[believed], velocity, count.cumsum() - count, count)
