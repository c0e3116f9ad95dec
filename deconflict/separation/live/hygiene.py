"""Which fixes count, and why others do not (LIV-01): each gets its verdict, and what counts goes on its unit's track.

A fix has to be reachable from the one before it and to the one after it on the track. Which of two that contradict each
other is the jump is decided by who came first; all else does not depend on the order in which fixes come. A device that
insists on a place it cannot have got to is suspected of being spoofed; after a minute it is believed, and said to be
suspect still. Tells nobody: what is suspected is for the room alone.
"""

from typing import Final

import numpy as np

from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.sweep import length
from deconflict.separation.live.terms import LiveTerms, Verdict
from deconflict.separation.live.tracks import REPEAT_S, Tracks
from deconflict.separation.units import BoolArray, FloatArray, IntArray

# Beyond this latitude nothing patrols, and plans are refused too.
HIGHEST_LAT_DEG: Final = 84.0
# So many jumps that agree with each other are no stray fixes, and after so many seconds there is nothing else to go by.
INSISTS: Final = 3
BELIEVED_AFTER_S: Final = 60.0


class Suspects:
    """What each of n units claims against its own track: how many fixes in a row, since when, the last one."""

    def __init__(self, units: int) -> None:
        self.count = np.zeros(units, dtype=np.int64)
        self.since_s = np.full(units, -np.inf)
        self.last_s = np.full(units, -np.inf)
        self.last_cm = np.zeros((units, 3), dtype=np.int64)


def take(tracks: Tracks, suspects: Suspects, fixes: Fixes, now_s: float) -> IntArray:
    """Judge fixes and put on the tracks what counts; return (n,) `Verdict` numbers, one for each fix."""
    verdicts = _at_sight(fixes, len(tracks), now_s, tracks.terms)
    sound = (verdicts == Verdict.ACCEPTED).nonzero()[0]
    cm = np.zeros((len(fixes), 3), dtype=np.int64)
    velocity = np.full((len(fixes), 3), np.nan)
    chosen = fixes.only(sound)
    cm[sound], velocity[sound] = chosen.places_cm(), chosen.velocities()
    for some in _rounds(fixes, cm, sound):
        verdicts[some] = _judge(tracks, suspects, fixes, cm, velocity, some)
    late = (verdicts == Verdict.ACCEPTED) & (fixes.time_s < now_s - tracks.terms.late_s)
    verdicts[late] = Verdict.LATE
    return verdicts


def _at_sight(fixes: Fixes, units: int, now_s: float, terms: LiveTerms) -> IntArray:
    """Judge each fix by itself; the first cause counts."""
    with np.errstate(invalid="ignore"):
        sound = (
            np.isfinite(fixes.time_s) & (np.abs(fixes.lon) <= 180.0) & (np.abs(fixes.lat) <= HIGHEST_LAT_DEG)
        )
        causes = (
            (Verdict.UNKNOWN_UNIT, (fixes.unit < 0) | (fixes.unit >= units)),
            (Verdict.OUT_OF_RANGE, ~sound),
            (Verdict.COARSE, ~((fixes.accuracy_m >= 0.0) & (fixes.accuracy_m <= terms.max_accuracy_m))),
            (Verdict.FUTURE, fixes.time_s > now_s + terms.future_s),
        )
    return np.select([found for _, found in causes], [int(cause) for cause, _ in causes], Verdict.ACCEPTED)


def _rounds(fixes: Fixes, cm: IntArray, sound: IntArray) -> list[IntArray]:
    """Return the fixes in rounds in which no unit comes twice, the fixes of each unit by their own time."""
    if not len(sound):
        return []
    unit = fixes.unit.take(sound)
    whose = np.full(int(unit.max()) + 1, -1)
    whose[unit] = sound
    once = (whose >= 0).nonzero()[0]
    if len(once) == len(sound):
        # In the order of the columns that are written: twice as fast as in the order in which fixes come.
        return [whose.take(once)]
    place = cm.take(sound, axis=0)
    order = np.lexsort((place[:, 2], place[:, 1], place[:, 0], fixes.time_s.take(sound), unit))
    sound, unit = sound.take(order), unit.take(order)
    new = np.ones(len(unit), dtype=np.bool_)
    np.not_equal(unit[1:], unit[:-1], out=new[1:])
    begins = new.nonzero()[0]
    turn = np.arange(len(unit)) - begins.take(new.cumsum() - 1)
    by_turn = turn.argsort(kind="stable")
    return np.split(sound.take(by_turn), np.bincount(turn).cumsum()[:-1])


def _judge(
    tracks: Tracks, suspects: Suspects, fixes: Fixes, cm: IntArray, velocity: FloatArray, some: IntArray
) -> IntArray:
    """Judge one round against the tracks, and put on them what counts."""
    time_s, unit = fixes.time_s.take(some), fixes.unit.take(some)
    newer = time_s >= tracks.last_s.take(unit) + REPEAT_S
    verdicts = np.full(len(some), int(Verdict.ACCEPTED))
    for chosen, way in ((newer.nonzero()[0], _newer), ((~newer).nonzero()[0], _older)):
        if len(chosen):
            verdicts[chosen] = way(tracks, suspects, fixes, cm, velocity, some.take(chosen))
    return verdicts


def _newer(
    tracks: Tracks, suspects: Suspects, fixes: Fixes, cm: IntArray, velocity: FloatArray, some: IntArray
) -> IntArray:
    unit, time_s, places = fixes.unit.take(some), fixes.time_s.take(some), cm.take(some, axis=0)
    seconds = time_s - tracks.last_s.take(unit)
    reached = _reached(
        tracks.terms, places - tracks.newest_cm[unit, -1], seconds, fixes.accuracy_m.take(some)
    )
    verdicts = np.full(len(some), int(Verdict.ACCEPTED))
    jumps = (~reached).nonzero()[0]
    if len(jumps):
        verdicts[jumps] = _insisting(suspects, tracks.terms, unit[jumps], time_s[jumps], places[jumps])
        given_up = time_s - suspects.since_s[unit] >= BELIEVED_AFTER_S
        reached |= (verdicts == Verdict.SPOOFED) & given_up
    chosen = reached.nonzero()[0]
    unit = unit.take(chosen)
    tracks.append(
        unit, time_s.take(chosen), places.take(chosen, axis=0), velocity.take(some.take(chosen), axis=0)
    )
    suspects.count[unit] = 0
    return verdicts


def _older(
    tracks: Tracks, _suspects: Suspects, fixes: Fixes, cm: IntArray, _velocity: FloatArray, some: IntArray
) -> IntArray:
    unit, time_s, places = fixes.unit.take(some), fixes.time_s.take(some), cm.take(some, axis=0)
    around = tracks.around(unit, time_s)
    accuracy = fixes.accuracy_m.take(some)
    before = _reached(tracks.terms, places - around.before_cm, time_s - around.before_s, accuracy)
    after = _reached(tracks.terms, places - around.after_cm, around.after_s - time_s, accuracy)
    causes = (
        (Verdict.TOO_OLD, time_s < tracks.oldest_s(unit)),
        (Verdict.DUPLICATE, (time_s - around.before_s < REPEAT_S) | (around.after_s - time_s < REPEAT_S)),
        (Verdict.JUMP, ~(before & after)),
    )
    verdicts = np.select(
        [found for _, found in causes], [int(cause) for cause, _ in causes], Verdict.ACCEPTED
    )
    chosen = (verdicts == Verdict.ACCEPTED).nonzero()[0]
    if len(chosen):
        whose = unit.take(chosen)
        tracks.insert(
            whose, time_s.take(chosen), places.take(chosen, axis=0), tracks.around(whose, time_s.take(chosen))
        )
    return verdicts


def _reached(terms: LiveTerms, moved_cm: IntArray, seconds: FloatArray, accuracy_m: FloatArray) -> BoolArray:
    """Say whether a unit gets so far in so many seconds, inf where there is nothing to get away from."""
    metres = length(moved_cm.astype(np.float64)) / 100.0
    reached: BoolArray = metres <= terms.max_speed_ms * seconds + terms.slack_m + 2.0 * accuracy_m
    return reached


def _insisting(
    suspects: Suspects, terms: LiveTerms, unit: IntArray, time_s: FloatArray, cm: IntArray
) -> IntArray:
    """Count how many jumps in a row agree with each other, and say whether that is spoofing."""
    none = np.zeros(len(unit))
    agrees = (suspects.count[unit] > 0) & (time_s > suspects.last_s[unit])
    agrees &= _reached(terms, cm - suspects.last_cm[unit], time_s - suspects.last_s[unit], none)
    suspects.since_s[unit] = np.where(agrees, suspects.since_s[unit], time_s)
    suspects.count[unit] = np.where(agrees, suspects.count[unit] + 1, 1)
    suspects.last_s[unit], suspects.last_cm[unit] = time_s, cm
    return np.where(suspects.count[unit] >= INSISTS, int(Verdict.SPOOFED), int(Verdict.JUMP))
