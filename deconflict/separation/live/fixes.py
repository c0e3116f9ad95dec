"""Fixes as columns, and the time that counts for each (LIV-01). Judges nothing: see `hygiene`."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from deconflict.separation.frame import ecef
from deconflict.separation.units import FloatArray, IntArray

# A device whose clock is off by less is right: how long a request took must not move its fixes, or the same fix sent
# twice would have two times.
CLOCK_SLACK_S: Final = 10.0


@dataclass(frozen=True, eq=False)
class Fixes:
    """n fixes.

    unit: (n,) numbers. time_s: (n,) the fix's own time, corrected, seconds since 1970 UTC. lon, lat: (n,) degrees.
    accuracy_m: (n,). speed_ms, course_deg: (n,) as the device says, course clockwise from north; nan where it does not.
    """

    unit: IntArray
    time_s: FloatArray
    lon: FloatArray
    lat: FloatArray
    accuracy_m: FloatArray
    speed_ms: FloatArray
    course_deg: FloatArray

    @classmethod
    def of(cls, rows: Sequence[tuple[int, float, float, float]], accuracy_m: float = 5.0) -> "Fixes":
        """Return the fixes of (unit, time, lon, lat) rows whose devices tell neither speed nor course."""
        columns = np.array(rows, dtype=np.float64).reshape(-1, 4)
        unknown = np.full(len(columns), np.nan)
        return cls(
            columns[:, 0].astype(np.int64),
            columns[:, 1].copy(),
            columns[:, 2].copy(),
            columns[:, 3].copy(),
            np.full(len(columns), accuracy_m),
            unknown,
            unknown.copy(),
        )

    def __len__(self) -> int:
        return len(self.unit)

    def only(self, chosen: IntArray) -> "Fixes":
        """Return the chosen ones."""
        return Fixes(
            self.unit.take(chosen),
            self.time_s.take(chosen),
            self.lon.take(chosen),
            self.lat.take(chosen),
            self.accuracy_m.take(chosen),
            self.speed_ms.take(chosen),
            self.course_deg.take(chosen),
        )

    def newest(self, most: int) -> tuple["Fixes", list[int]]:
        """Return of each unit so many at the most, the newest, in the order in which they came; and which had more."""
        order = np.lexsort((self.time_s, self.unit))
        unit = self.unit.take(order)
        among = np.searchsorted(unit, unit, side="right") - np.arange(len(unit)) <= most
        return self.only(np.sort(order[among])), np.unique(unit[~among]).tolist()

    def and_of(self, others: "Fixes") -> "Fixes":
        """Return these fixes and others after them."""
        return Fixes(
            *(np.concatenate((getattr(self, each.name), getattr(others, each.name))) for each in fields(self))
        )

    def places_cm(self) -> IntArray:
        """Return (n, 3) earth-centred whole centimetres."""
        return np.rint(ecef(np.column_stack((self.lon, self.lat))) * 100.0).astype(np.int64)

    def velocities(self) -> FloatArray:
        """Return (n, 3) earth-centred metres a second along the ground; nan where speed or course is not told."""
        lon, lat, course = np.radians(self.lon), np.radians(self.lat), np.radians(self.course_deg)
        east, north = self.speed_ms * np.sin(course), self.speed_ms * np.cos(course)
        outward = -north * np.sin(lat)
        sin_lon, cos_lon = np.sin(lon), np.cos(lon)
        return np.column_stack(
            (outward * cos_lon - east * sin_lon, outward * sin_lon + east * cos_lon, north * np.cos(lat))
        )


def own_time_s(time_s: FloatArray, sent_s: FloatArray, received_s: float) -> FloatArray:
    """Return the fixes' own times, corrected by how far the clock of the device was off when it sent them.

    time_s, sent_s: (n,) by the device's clock; sent_s is nan where it is not told, and then nothing is corrected.
    Whole seconds, so that what is sent again hardly moves.
    """
    offset = received_s - sent_s
    wrong = np.abs(offset) > CLOCK_SLACK_S
    return np.where(wrong, time_s + np.rint(np.where(wrong, offset, 0.0)), time_s)
