"""What the live tick holds to: its numbers, and the words for what it decides (LIV-01 to LIV-04).

Distances are metres, times seconds, speeds metres a second. The distances of pairs are no part of it: they come from
the agreements, see `roster`.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from deconflict.separation.units import FloatArray


@dataclass(frozen=True)
class LiveTerms:
    """The numbers of one deployment.

    Hygiene: `future_s` ahead of the service's clock is a wrong clock; behind by more than `late_s` raises no alarm; a
    unit does not move faster than `max_speed_ms`, give or take `slack_m` and what either fix may be off.
    Motion: slower than `least_speed_ms` stands still; a position is carried on for `fresh_s`, and for `sure_s` it is
    as good as seen; the straight line between two fixes is believed for up to `gap_s`.
    Encounters: `look_ahead_s`; a prediction holds for `predict_dwell_s` before it is told; all is clear when beyond
    `exit_ratio` times the distance for `clear_dwell_s`; an update is `closer_share` closer or `earlier_s` earlier.
    Silence: `overdue_s` after the last fix a unit is overdue; from `fresh_s` on its lag grows by `lag_growth` seconds a
    second; its reach ends after `reach_cap_s`, or at `reach_cap_m`; after `lost_s` an encounter is given up.
    Conformance: off by more than its tolerances, give or take `route_slack_m`, for `grace_s` a unit is off its plan.
    """

    future_s: float = 30.0
    late_s: float = 120.0
    max_speed_ms: float = 70.0
    slack_m: float = 50.0
    max_accuracy_m: float = 500.0
    least_speed_ms: float = 1.5
    fresh_s: float = 90.0
    sure_s: float = 10.0
    gap_s: float = 300.0
    look_ahead_s: float = 300.0
    predict_dwell_s: float = 3.0
    exit_ratio: float = 1.25
    clear_dwell_s: float = 30.0
    closer_share: float = 0.1
    earlier_s: float = 60.0
    overdue_s: float = 180.0
    lag_growth: float = 0.5
    reach_cap_s: float = 1800.0
    reach_cap_m: float = 10_000.0
    lost_s: float = 900.0
    route_slack_m: float = 50.0
    grace_s: float = 120.0

    def growth_s(self, silent_s: FloatArray) -> FloatArray:
        """Return by how much units that have been silent for so long may be earlier or later than they last were."""
        return self.lag_growth * np.maximum(silent_s - self.fresh_s, 0.0)


class Verdict(IntEnum):
    """What becomes of a fix; the name in lower case is its reason code.

    ACCEPTED and LATE are on the track; TOO_OLD is to be checked against what is stored (`after`), the rest is kept for
    the record alone. SPOOFED: a device insists on a place it cannot have got to; for the room's eyes only.
    """

    ACCEPTED = 0
    LATE = 1
    DUPLICATE = 2
    FUTURE = 3
    TOO_OLD = 4
    OUT_OF_RANGE = 5
    COARSE = 6
    JUMP = 7
    SPOOFED = 8
    UNKNOWN_UNIT = 9

    @property
    def code(self) -> str:
        """The reason code."""
        return self.name.lower()

    @property
    def on_track(self) -> bool:
        """Whether the fix counts."""
        return self <= Verdict.LATE


class Grade(IntEnum):
    """How bad it is between two units, rising; one alert per change (LIV-02)."""

    NONE = 0
    REACH = 1
    PREDICTED = 2
    ENCOUNTER = 3


class Kind(IntEnum):
    """What an event of a pair says.

    OPENED and WORSE ring; UPDATED does not; ENDED is the all-clear, LOST the end for want of fixes; LATE is a passage
    found after the fact, that never rang.
    """

    OPENED = 0
    WORSE = 1
    UPDATED = 2
    ENDED = 3
    LOST = 4
    LATE = 5
