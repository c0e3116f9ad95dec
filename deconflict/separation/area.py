"""Plan × zone (SEP-09): what a zone means for whom, and whether, how and when a plan meets it.

The table below is the whole policy. Whose zone it is arrives as a `Relation`; parties, agreements and who
may learn of a finding are unknown here.

Below is how near the path, widened by w, meets a zone, and what that amounts to: critical, the unit must
not be there; caution, not without talking first; advisory, it should know. Met only by being early or
late within τ, the grade is one lower (advisory stays). What a plan does to its own party's zones is for
its own side to hear.

| kind                | own zone        | foreign zone             | neutral zone    |
|---------------------|-----------------|--------------------------|-----------------|
| no_go               | critical, 0 m   | critical, 0 m            | critical, 0 m   |
| protected_site      | critical, 100 m | critical, 100 m          | critical, 100 m |
| buffer              | none            | caution, 0 m             | critical, 0 m   |
| base                | none            | critical, pair's minimum | caution, 100 m  |
| checkpoint          | none            | caution, pair's minimum  | advisory, 0 m   |
| responsibility_area | none            | caution, 0 m             | none            |
| shared_area         | advisory, 0 m   | advisory, 0 m            | advisory, 0 m   |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Final

import numpy as np

from deconflict.separation.check import Grade, PointInTime
from deconflict.separation.frame import Box, lon_lat
from deconflict.separation.outline import Outline, Ring
from deconflict.separation.path import Track
from deconflict.separation.plane import SAME_M
from deconflict.separation.units import BOUND_SLACK_M, FloatArray, Metres, utc
from deconflict.separation.window import Window


class ZoneKind(StrEnum):
    """What a zone is for."""

    NO_GO = "no_go"
    BUFFER = "buffer"
    PROTECTED_SITE = "protected_site"
    CHECKPOINT = "checkpoint"
    RESPONSIBILITY_AREA = "responsibility_area"
    SHARED_AREA = "shared_area"
    BASE = "base"


class Relation(StrEnum):
    """Whose zone it is, seen from the plan: its own party's, another party's, or nobody's."""

    OWN = "own"
    FOREIGN = "foreign"
    NEUTRAL = "neutral"


class _PairMinimum(Enum):
    PAIR_MINIMUM = "pair_minimum"


PAIR_MINIMUM: Final = _PairMinimum.PAIR_MINIMUM
# Keeps a patrol from a hospital gate, yet leaves a main street one block away usable.
STAND_OFF_M = Metres(100.0)
INSIDE_M = Metres(0.0)


@dataclass(frozen=True)
class ZoneRule:
    """The grade of meeting a zone on time, and how near is meeting it."""

    grade: Grade
    distance: Metres | _PairMinimum

    def distance_m(self, minimum_m: float) -> float:
        """Return the distance in metres for a pair's separation minimum."""
        return minimum_m if isinstance(self.distance, _PairMinimum) else self.distance


RULES: Final[Mapping[tuple[ZoneKind, Relation], ZoneRule]] = {
    **{(ZoneKind.NO_GO, whose): ZoneRule(Grade.CRITICAL, INSIDE_M) for whose in Relation},
    **{(ZoneKind.PROTECTED_SITE, whose): ZoneRule(Grade.CRITICAL, STAND_OFF_M) for whose in Relation},
    **{(ZoneKind.SHARED_AREA, whose): ZoneRule(Grade.ADVISORY, INSIDE_M) for whose in Relation},
    (ZoneKind.BUFFER, Relation.FOREIGN): ZoneRule(Grade.CAUTION, INSIDE_M),
    (ZoneKind.BUFFER, Relation.NEUTRAL): ZoneRule(Grade.CRITICAL, INSIDE_M),
    (ZoneKind.BASE, Relation.FOREIGN): ZoneRule(Grade.CRITICAL, PAIR_MINIMUM),
    (ZoneKind.BASE, Relation.NEUTRAL): ZoneRule(Grade.CAUTION, STAND_OFF_M),
    (ZoneKind.CHECKPOINT, Relation.FOREIGN): ZoneRule(Grade.CAUTION, PAIR_MINIMUM),
    (ZoneKind.CHECKPOINT, Relation.NEUTRAL): ZoneRule(Grade.ADVISORY, INSIDE_M),
    (ZoneKind.RESPONSIBILITY_AREA, Relation.FOREIGN): ZoneRule(Grade.CAUTION, INSIDE_M),
}

_LOWER: Final[Mapping[Grade, Grade]] = {
    Grade.CRITICAL: Grade.CAUTION,
    Grade.CAUTION: Grade.ADVISORY,
    Grade.ADVISORY: Grade.ADVISORY,
}


@dataclass(frozen=True)
class Area:
    """A polygon with a purpose and a window in which it holds.

    rings: outer ring first, then holes; (lon, lat) in degrees, the first position repeated as the last;
    edges are geodesics. Raises the OutlineError of the first cause found.
    """

    rings: tuple[Ring, ...]
    kind: ZoneKind
    window: Window
    outline: Outline = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "outline", Outline(self.rings))

    def box(self, metres: float) -> Box:
        """Return a box in degrees that holds every point within `metres`."""
        return self.outline.box(metres)


@dataclass(frozen=True)
class ZoneFinding:
    """What a plan and a zone do to each other.

    distance_m: how near the path comes to the polygon within τ of the zone's window, 0 inside; `at` is
    where and when first, on time if that is as near. nominal_distance_m: the same with no lag; None when
    the zone does not hold while the plan is under way. first, last: nominal times between which the zone
    is met.
    """

    kind: ZoneKind
    grade: Grade
    distance_m: float
    nominal_distance_m: float | None
    first: datetime
    last: datetime
    at: PointInTime


def find_zone(track: Track, zone: Area, minimum_m: float, relation: Relation) -> ZoneFinding | None:
    """Compare a plan with a zone (SEP-09); None when the table does not bind it or the two do not meet.

    minimum_m: the separation minimum between the plan's party and the zone's. The window is half-open,
    the path, its tolerances and the polygon are closed; within 1 cm of the bound counts as met.
    """
    rule = RULES.get((zone.kind, relation))
    drive = _while_holding(track.knots, zone.window, track.time_tolerance_s)
    if rule is None or drive is None:
        return None
    reach_m = rule.distance_m(minimum_m) + track.lateral_tolerance_m + BOUND_SLACK_M
    met = zone.outline.passing(drive, reach_m)
    if met is None:
        return None
    grade, at_s, nominal_m = _LOWER[rule.grade], met.at_s, None
    on_time = _while_holding(track.knots, zone.window, 0.0)
    if on_time is not None:
        nominal = met if on_time is drive else zone.outline.passing(on_time, reach_m)
        nominal_m = nominal.distance_m if nominal else zone.outline.distance_m(on_time)
        grade = rule.grade if nominal else grade
        at_s = nominal.at_s if nominal and nominal.distance_m <= met.distance_m + SAME_M else at_s
    return ZoneFinding(
        zone.kind,
        grade,
        round(met.distance_m, 2),
        None if nominal_m is None else round(nominal_m, 2),
        utc(met.first_s),
        utc(met.last_s),
        _place(track.knots, at_s),
    )


def _while_holding(knots: FloatArray, window: Window, tolerance_s: float) -> FloatArray | None:
    """Return the (k, 4) part of a path that is driven within a tolerance of a window; None when none is."""
    times = knots[:, 3]
    early, late = window.start_s - tolerance_s, window.end_s + tolerance_s
    if times[-1] < early or times[0] >= late:
        return None
    if early <= times[0] and times[-1] <= late:
        return knots
    early, late = max(times[0], early), min(times[-1], late)
    within = knots[(times > early) & (times < late)]
    return np.concatenate([_at(knots, early), within, _at(knots, late)])


def _at(knots: FloatArray, moment: float) -> FloatArray:
    """Return the (1, 4) knot of a path at a time."""
    axes = [np.interp(moment, knots[:, 3], knots[:, axis]) for axis in range(4)]
    return np.array([axes])


def _place(knots: FloatArray, moment: float) -> PointInTime:
    lon, lat = lon_lat(_at(knots, moment)[:, :3])[0]
    return PointInTime(float(lon), float(lat), utc(moment))
