"""Whether the checker finds every conflict there is: its answers against two comparisons that use no index.

One is the exact check over all n plans. The other shares no code with it: both units are put where they may be
every few seconds; what comes within the bound that way is a conflict for certain.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np

from deconflict.bench.checking import ALARMS
from deconflict.patrols.model import Standing
from deconflict.separation.check import find_all
from deconflict.separation.path import Track
from deconflict.separation.units import FloatArray, Metres

STEP_S: Final = 20.0
SAG_M: Final = 1.0
"""Straight lines between knots, like the exact check's own; so this is for rounding alone."""
TOGETHER: Final = 5000

Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class RecallFigures:
    """Of the conflicts that exist: how many each comparison knows, and what share of all the checker found."""

    subjects: int
    exhaustive: int
    sampled: int
    recall: float
    untrue: int


def recall_of(
    answers: Mapping[UUID, frozenset[UUID]], plans: Sequence[Standing], minimum_m: Metres
) -> RecallFigures:
    """Compare what was answered for some patrols with what all plans say."""
    by_id: dict[UUID, Standing] = {plan.patrol: plan for plan in plans}
    extents = np.stack([_extent(plan.track) for plan in plans])
    exhaustive, sampled = set[Pair](), set[Pair]()
    for patrol in answers:
        subject = by_id[patrol]
        rivals = [plan for plan in plans if plan.party != subject.party]
        exhaustive.update((patrol, other) for other in _exactly(subject, rivals, minimum_m))
        close = [plans[row] for row in _reachable(_extent(subject.track), extents, minimum_m)]
        sampled.update((patrol, other) for other in _sampled(subject, close, minimum_m))
    answered = {(subject, other) for subject, others in answers.items() for other in others}
    known = exhaustive | sampled
    return RecallFigures(
        subjects=len(answers),
        exhaustive=len(exhaustive),
        sampled=len(sampled),
        recall=len(answered & known) / len(known) if known else 1.0,
        untrue=len(answered - known),
    )


def _exactly(subject: Standing, rivals: Sequence[Standing], minimum_m: Metres) -> Iterable[UUID]:
    """Yield the conflicts by the exact check over everybody."""
    for begin in range(0, len(rivals), TOGETHER):
        some = rivals[begin : begin + TOGETHER]
        findings = find_all(subject.track, [plan.track for plan in some], minimum_m)
        for plan, found in zip(some, findings, strict=True):
            if found and found.grade in ALARMS:
                yield plan.patrol


def _sampled(subject: Standing, plans: Sequence[Standing], minimum_m: Metres) -> Iterable[UUID]:
    """Yield the conflicts that show at moments of a grid."""
    for plan in plans:
        if plan.party != subject.party and _meet(subject.track, plan.track, minimum_m):
            yield plan.patrol


def _extent(track: Track) -> FloatArray:
    """Return (2, 5) least and greatest x, y, z and time, the tolerances taken off and put on; and the width."""
    edges = np.array([track.knots.min(axis=0), track.knots.max(axis=0)])
    edges[:, 3] += (-track.time_tolerance_s, track.time_tolerance_s)
    return np.column_stack((edges, [track.lateral_tolerance_m] * 2))


def _reachable(own: FloatArray, all_: FloatArray, minimum_m: Metres) -> list[int]:
    """Return who could be within the bound of one plan, judging by boxes: everybody is looked at."""
    reach = (minimum_m + own[0, 4] + all_[:, 0, 4])[:, None]
    near = (all_[:, 0, :3] - reach <= own[1, :3]) & (all_[:, 1, :3] + reach >= own[0, :3])
    together = (all_[:, 0, 3] <= own[1, 3]) & (all_[:, 1, 3] >= own[0, 3])
    found: list[int] = np.flatnonzero(near.all(axis=1) & together).tolist()
    return found


def _meet(a: Track, b: Track, minimum_m: Metres) -> bool:
    """Tell whether the two are within the bound at two moments of the grid that are within the band."""
    band_s = a.time_tolerance_s + b.time_tolerance_s
    bound_m = minimum_m + a.lateral_tolerance_m + b.lateral_tolerance_m - SAG_M
    begin = max(a.knots[0, 3], b.knots[0, 3] - band_s)
    end = min(a.knots[-1, 3], b.knots[-1, 3] + band_s)
    at_a = np.arange(begin, end + STEP_S, STEP_S).clip(begin, max(begin, end))
    places = _places(a, at_a)
    for lag in np.arange(-band_s, band_s + STEP_S, STEP_S).clip(-band_s, band_s):
        at_b = at_a - lag
        under_way = (at_b >= b.knots[0, 3]) & (at_b <= b.knots[-1, 3])
        gap = places[under_way] - _places(b, at_b[under_way])
        if len(gap) and np.einsum("nk,nk->n", gap, gap).min() <= bound_m**2:
            return True
    return False


def _places(track: Track, at: FloatArray) -> FloatArray:
    """Return (n, 3) places at (n,) moments."""
    return np.stack([np.interp(at, track.knots[:, 3], track.knots[:, axis]) for axis in range(3)], axis=1)
