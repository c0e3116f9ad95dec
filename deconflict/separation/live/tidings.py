"""What a tick has to say, as columns: about fixes, about pairs of units, about single units. Tells nobody itself."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from deconflict.separation.live.terms import Grade, Kind
from deconflict.separation.units import FloatArray, IntArray


class UnitKind(IntEnum):
    """What an event of one unit says.

    OVERDUE: silent for longer than it should be; BEYOND_REACH: for so long that only its silence is left to tell;
    HEARD: back. STRAYING is for its own side; OFF_PLAN after the grace; BACK_ON_PLAN.
    """

    OVERDUE = 0
    BEYOND_REACH = 1
    HEARD = 2
    STRAYING = 3
    OFF_PLAN = 4
    BACK_ON_PLAN = 5


@dataclass(frozen=True)
class Encounter:
    """One event of a pair, a < b; see `PairEvents` for the fields."""

    a: int
    b: int
    kind: Kind
    grade: Grade
    distance_m: float
    at_s: float
    episode: int
    cluster: int


@dataclass(frozen=True, eq=False)
class PairEvents:
    """k events of pairs, (k,) each.

    a < b: units. kind, grade: numbers of `Kind` and `Grade`. distance_m, at_s: how close, and when; at the end, when it
    ended. episode: how many times, from 0 on, the pair had an encounter before. cluster: the least unit of all that
    hang together by open encounters; one alert is due for each cluster, not for each pair.
    """

    a: IntArray
    b: IntArray
    kind: IntArray
    grade: IntArray
    distance_m: FloatArray
    at_s: FloatArray
    episode: IntArray
    cluster: IntArray

    def __len__(self) -> int:
        return len(self.a)

    def __iter__(self) -> Iterator[Encounter]:
        columns = (getattr(self, each.name).tolist() for each in fields(self))
        for a, b, kind, grade, distance_m, at_s, episode, cluster in zip(*columns, strict=True):
            yield Encounter(a, b, Kind(kind), Grade(grade), distance_m, at_s, episode, cluster)


@dataclass(frozen=True)
class UnitEvent:
    """One event of a unit; see `UnitEvents` for the fields."""

    unit: int
    kind: UnitKind
    at_s: float
    across_m: float
    late_s: float


@dataclass(frozen=True, eq=False)
class UnitEvents:
    """k events of units, (k,) each: since when, and of those about plans how far and how late; nan elsewhere."""

    unit: IntArray
    kind: IntArray
    at_s: FloatArray
    across_m: FloatArray
    late_s: FloatArray

    @classmethod
    def none(cls) -> "UnitEvents":
        """Return no events."""
        whole, real = np.empty(0, dtype=np.int64), np.empty(0)
        return cls(whole, whole, real, real, real)

    def __len__(self) -> int:
        return len(self.unit)

    def __iter__(self) -> Iterator[UnitEvent]:
        columns = (getattr(self, each.name).tolist() for each in fields(self))
        for unit, kind, at_s, across_m, late_s in zip(*columns, strict=True):
            yield UnitEvent(unit, UnitKind(kind), at_s, across_m, late_s)


@dataclass(frozen=True, eq=False)
class Tidings:
    """Everything one tick found. verdicts: (n,) `Verdict` numbers of the fixes in the order they were given."""

    verdicts: IntArray
    pairs: PairEvents
    silence: UnitEvents
    conformance: UnitEvents
