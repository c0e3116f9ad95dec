"""The open encounters and how they come, get worse and end: one row a pair, one move a tick (LIV-02).

               predicted for a dwell, or within reach of a silent unit, or close
      nothing ─────────────────────────────────────────────────────────────────▶ open ──▶ open, worse
         ▲   a prediction waits as PENDING; OVER is kept a while, so that a        │
         └── late fix does not tell again what was told                      OVER ◀┘ clear for a dwell

A grade only rises while an encounter is open; it ends when distance and prediction are beyond the exit bound, which is
wider than the one that opens it, for a dwell. So it neither flaps nor opens twice.
"""

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Final

import numpy as np

from deconflict.separation.live.terms import Grade, Kind, LiveTerms
from deconflict.separation.live.tidings import PairEvents
from deconflict.separation.live.tracks import KEPT_S
from deconflict.separation.units import BoolArray, FloatArray, IntArray

# Closer by less is no news, whatever the share.
CLOSER_M: Final = 25.0
UNIT_BITS: Final = 32
_LOW: Final = (1 << UNIT_BITS) - 1


class Phase(IntEnum):
    """Where a pair stands."""

    NOTHING = 0
    PENDING = 1
    OPEN = 2
    OVER = 3


@dataclass(frozen=True, eq=False)
class Seen:
    """What one tick sees of k pairs, (k,) each; distances are inf where there is none.

    limit_m: the alert distance. now_m: between where the units are taken to be; sure: whether that is as good as
    seeing them. ahead_m, ahead_s: least distance within the look-ahead, and when. swept_m, swept_s: least distance
    between fixes within the limit, and when; from_s, to_s: first and last moment of it. reach_m: from the reach of a
    silent one. known: whether both are known now; lost: whether one has not been heard of for so long that it ends.
    """

    limit_m: FloatArray
    now_m: FloatArray
    sure: BoolArray
    ahead_m: FloatArray
    ahead_s: FloatArray
    swept_m: FloatArray
    swept_s: FloatArray
    from_s: FloatArray
    to_s: FloatArray
    reach_m: FloatArray
    known: BoolArray
    lost: BoolArray

    def only(self, chosen: IntArray) -> "Seen":
        """Return what is seen of the chosen pairs."""
        return Seen(*(getattr(self, each.name).take(chosen) for each in fields(self)))

    def and_of(self, others: "Seen") -> "Seen":
        """Return what is seen of these pairs and others after them."""
        return Seen(
            *(np.concatenate((getattr(self, each.name), getattr(others, each.name))) for each in fields(self))
        )

    def anything(self) -> BoolArray:
        """Say of which pairs there is anything to keep or tell."""
        close = (self.now_m <= self.limit_m) | (self.ahead_m <= self.limit_m)
        return close | (self.reach_m <= self.limit_m) | np.isfinite(self.swept_m)


@dataclass(eq=False)
class Pairs:
    """k pairs, (k,) each, by ascending key: the lesser unit in the high half, the other one in the low half.

    since_s: when it became what it is; clear_s: since when it has been clear, inf if it is not. from_s, to_s: the first
    and last moment it is known to have been close, inf and -inf before. told_m, told_s: how close and when was told
    last. episode: how often it has opened, less one. ahead_m, ahead_s: what was last seen ahead; due_s: when to look
    ahead again.
    """

    key: IntArray
    phase: IntArray
    grade: IntArray
    since_s: FloatArray
    clear_s: FloatArray
    from_s: FloatArray
    to_s: FloatArray
    told_m: FloatArray
    told_s: FloatArray
    episode: IntArray
    ahead_m: FloatArray
    ahead_s: FloatArray
    due_s: FloatArray

    @classmethod
    def fresh(cls, a: IntArray, b: IntArray) -> "Pairs":
        """Return pairs of which nothing is known yet, in this order."""
        whole, inf = np.zeros(len(a), dtype=np.int64), np.full(len(a), np.inf)
        key = (np.minimum(a, b) << UNIT_BITS) | np.maximum(a, b)
        never = (inf.copy() for _ in range(7))
        since_s, clear_s, from_s, told_m, told_s, ahead_m, ahead_s = never
        return cls(
            key,
            whole,
            whole.copy(),
            since_s,
            clear_s,
            from_s,
            -inf,
            told_m,
            told_s,
            whole - 1,
            ahead_m,
            ahead_s,
            -inf,
        )

    @classmethod
    def opened(
        cls,
        a: IntArray,
        b: IntArray,
        grade: IntArray,
        since_s: FloatArray,
        told_m: FloatArray,
        episode: IntArray,
    ) -> "Pairs":
        """Return the pairs whose encounters are open according to what is stored, so that none opens twice."""
        pairs = cls.fresh(a, b)
        pairs.phase[:], pairs.grade[:], pairs.episode[:] = Phase.OPEN, grade, episode
        pairs.since_s[:], pairs.from_s[:], pairs.to_s[:], pairs.told_m[:] = since_s, since_s, since_s, told_m
        return pairs.only(pairs.key.argsort())

    def __len__(self) -> int:
        return len(self.key)

    @property
    def a(self) -> IntArray:
        """The lesser unit of each."""
        return self.key >> UNIT_BITS

    @property
    def b(self) -> IntArray:
        """The other one."""
        return self.key & _LOW

    def only(self, chosen: IntArray) -> "Pairs":
        """Return the chosen ones."""
        return Pairs(*(getattr(self, each.name).take(chosen) for each in fields(self)))

    def joined(self, others: "Pairs") -> "Pairs":
        """Return these and others, in this order; not sorted."""
        return Pairs(
            *(np.concatenate((getattr(self, each.name), getattr(others, each.name))) for each in fields(self))
        )

    def kept(self, now_s: float, terms: LiveTerms) -> "Pairs":
        """Return, sorted, what is worth a row: of what is over late fixes may tell for as long as tracks go back."""
        lately = np.maximum(self.since_s, self.to_s) > now_s - KEPT_S - terms.clear_dwell_s
        rows = (
            ((self.phase == Phase.OVER) & lately) | (self.phase == Phase.PENDING) | (self.phase == Phase.OPEN)
        )
        chosen = rows.nonzero()[0]
        # Sorted but for the newcomers at the end: nothing to do but to merge.
        return self.only(chosen.take(self.key.take(chosen).argsort(kind="stable")))


@dataclass(frozen=True, eq=False)
class _Move:
    """What becomes of each pair in one tick, (k,) each."""

    grade: IntArray
    opens: BoolArray
    worse: BoolArray
    updated: BoolArray
    ended: BoolArray
    lost: BoolArray
    late: BoolArray


def step(pairs: Pairs, seen: Seen, now_s: float, terms: LiveTerms) -> PairEvents:
    """Move every pair by what was seen of it, in place; return what is to be told, without clusters yet."""
    swept, late = _swept(pairs, seen, now_s, terms)
    close = (seen.now_m <= seen.limit_m) & seen.sure
    ahead, reached = seen.ahead_m <= seen.limit_m, seen.reach_m <= seen.limit_m
    grade = np.select(
        [close | swept, ahead, reached], [int(Grade.ENCOUNTER), int(Grade.PREDICTED), int(Grade.REACH)], 0
    )
    is_open, waits = pairs.phase == Phase.OPEN, pairs.phase == Phase.PENDING
    ripe = waits & (now_s - pairs.since_s >= terms.predict_dwell_s) | (terms.predict_dwell_s <= 0.0)
    opens = ~is_open & (grade > 0) & ((grade != Grade.PREDICTED) | ripe)
    worse = is_open & (grade > pairs.grade)
    distance, at = _told(seen, grade, close, swept, now_s)
    closer = distance < np.minimum(pairs.told_m * (1.0 - terms.closer_share), pairs.told_m - CLOSER_M)
    sooner = (grade == Grade.PREDICTED) & (at < pairs.told_s - terms.earlier_s)
    updated = is_open & (grade == pairs.grade) & (closer | sooner)
    beyond = np.minimum(seen.now_m, seen.ahead_m) > terms.exit_ratio * seen.limit_m
    clear = is_open & seen.known & beyond & ~swept & ~reached
    pairs.clear_s[:] = np.where(clear, np.minimum(pairs.clear_s, now_s), np.inf)
    ended = clear & (now_s - pairs.clear_s >= terms.clear_dwell_s)
    lost = is_open & seen.lost & ~reached & ~swept
    move = _Move(grade, opens, worse, updated, ended, lost & ~ended, late)
    _note(pairs, seen, move, close | swept, now_s, terms)
    told = opens | worse | updated
    pairs.told_m[told], pairs.told_s[told] = distance[told], at[told]
    return _events(pairs, seen, move, distance, at, now_s)


def _swept(pairs: Pairs, seen: Seen, now_s: float, terms: LiveTerms) -> tuple[BoolArray, BoolArray]:
    """Say which passages between fixes are news that alarms, and which are only found after the fact."""
    passed = np.isfinite(seen.swept_m)
    known = np.isfinite(pairs.from_s) & (seen.to_s >= pairs.from_s - terms.clear_dwell_s)
    is_open = pairs.phase == Phase.OPEN
    earlier = known & (seen.to_s <= pairs.to_s)
    late = seen.to_s < now_s - terms.late_s
    before = np.isfinite(pairs.from_s) & ~known
    news = passed & ~late & ~before & (is_open | ~earlier)
    # One that was never close, but predicted or feared, covers no passage.
    covers = is_open & (pairs.grade == Grade.ENCOUNTER) & known
    return news, passed & ~earlier & ~covers & (late | before)


def _told(
    seen: Seen, grade: IntArray, close: BoolArray, swept: BoolArray, now_s: float
) -> tuple[FloatArray, FloatArray]:
    """Return the distance and the moment that go with the grade."""
    passed = swept & (~close | (seen.swept_m < seen.now_m))
    distance = np.select(
        [passed, close, grade == Grade.PREDICTED, grade == Grade.REACH],
        [seen.swept_m, seen.now_m, seen.ahead_m, seen.reach_m],
        np.inf,
    )
    at = np.select([passed, close, grade == Grade.PREDICTED], [seen.swept_s, now_s, seen.ahead_s], now_s)
    return distance, at


def _note(pairs: Pairs, seen: Seen, move: _Move, close: BoolArray, now_s: float, terms: LiveTerms) -> None:
    """Write down what becomes of the pairs."""
    idle = (pairs.phase != Phase.OPEN) & ~move.opens
    waits = idle & (move.grade == Grade.PREDICTED)
    begins = waits & (pairs.phase != Phase.PENDING)
    rests = idle & ~waits
    spent = np.isfinite(pairs.to_s) | move.late
    ends = move.ended | move.lost
    changed = move.opens | begins | ends | move.late & rests
    pairs.since_s[changed] = now_s
    pairs.phase[waits] = Phase.PENDING
    pairs.phase[rests] = np.where(spent[rests], Phase.OVER, Phase.NOTHING)
    pairs.phase[move.opens] = Phase.OPEN
    pairs.phase[ends] = Phase.OVER
    pairs.grade[:] = np.where(move.opens | move.worse, move.grade, pairs.grade)
    pairs.episode[move.opens] += 1
    # Once close, an encounter covers all from the first moment of that to its end: seen again later it is no news.
    met = (move.opens | move.worse) & (move.grade == Grade.ENCOUNTER)
    first = np.where(met, np.minimum(now_s, seen.from_s), np.where(move.late, seen.from_s, np.inf))
    pairs.from_s[:] = np.minimum(pairs.from_s, first)
    # A later fix may move a passage a little; what ends so soon after it is the same one.
    late_until = np.where(move.late, seen.to_s + terms.clear_dwell_s, -np.inf)
    until = np.where(met | close | (ends & (pairs.grade == Grade.ENCOUNTER)), now_s, late_until)
    pairs.to_s[:] = np.maximum(pairs.to_s, until)


def _events(
    pairs: Pairs, seen: Seen, move: _Move, distance: FloatArray, at: FloatArray, now_s: float
) -> PairEvents:
    told = (
        (move.late, Kind.LATE, int(Grade.ENCOUNTER), seen.swept_m, seen.swept_s),
        (move.opens, Kind.OPENED, None, distance, at),
        (move.worse, Kind.WORSE, None, distance, at),
        (move.updated, Kind.UPDATED, None, distance, at),
        (move.ended, Kind.ENDED, None, seen.now_m, np.full(len(at), now_s)),
        (move.lost, Kind.LOST, None, seen.now_m, np.full(len(at), now_s)),
    )
    rows = [chosen.nonzero()[0] for chosen, *_ in told]
    row = np.concatenate(rows)
    kind = np.concatenate([np.full(len(some), int(entry[1])) for some, entry in zip(rows, told, strict=True)])
    grade = pairs.grade.take(row)
    grade[kind == Kind.LATE] = Grade.ENCOUNTER
    metres = np.concatenate([entry[3].take(some) for some, entry in zip(rows, told, strict=True)])
    when = np.concatenate([entry[4].take(some) for some, entry in zip(rows, told, strict=True)])
    a, b = pairs.a.take(row), pairs.b.take(row)
    order = np.lexsort((kind, b, a))
    events = PairEvents(a, b, kind, grade, metres, when, pairs.episode.take(row), a)
    return PairEvents(*(getattr(events, each.name).take(order) for each in fields(events)))
