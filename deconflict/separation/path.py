"""Timed paths: waypoints with nominal times, checked once, laid out as straight legs in earth-centred metres.

Refuses what cannot be driven or may not be declared (SEP-01, SEP-02, PAT-05). Knows no other path, no clock.
"""

import itertools
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from pyproj import Geod

from deconflict.separation.errors import (
    CoordinateOutOfRange,
    DwellTooLong,
    LateralToleranceOutOfRange,
    NaiveTime,
    NotUnderWay,
    OutOfBounds,
    TimeOutOfRange,
    TimesDecreasing,
    TimesMissing,
    TimeToleranceOutOfRange,
    TooFast,
    TooFewWaypoints,
    TooLong,
    TooManyWaypoints,
    TrackUnreadable,
)
from deconflict.separation.frame import WORLD, Box, ecef, lon_lat
from deconflict.separation.units import (
    MAX_LATERAL_TOLERANCE_M,
    MAX_LEG_M,
    MAX_TIME_TOLERANCE_S,
    MIN_SEPARATION_M,
    BoolArray,
    FloatArray,
    Metres,
    Seconds,
    epoch_s,
)

WGS84 = Geod(ellps="WGS84")

EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
# The grid of covers ends at 85.05°; a leg between two waypoints below 80° may bow poleward, but not that far.
MAX_LEG_LATITUDE_DEG = 84.0
# Two spellings of one place (180° and -180°) may differ by rounding; nothing finer counts as moving.
SAME_PLACE_M = 0.001
# Inside this radius a unit stays in one place: nothing finer than the smallest separation minimum is told
# apart, so crawling does not stretch a post (PRB-01).
DWELL_RADIUS_M = MIN_SEPARATION_M

TRACK_VERSION = 1
# Version, seven bytes that keep the floats aligned, then both tolerances and the knots.
TRACK_HEADER = struct.Struct("<B7xdd")


@dataclass(frozen=True)
class Waypoint:
    """A place in degrees and the nominal time there, aware UTC."""

    lon: float
    lat: float
    time: datetime


@dataclass(frozen=True)
class PathLimits:
    """What a deployment lets a plan declare (PAT-05, PRB-01)."""

    bounds: Box = WORLD
    max_waypoints: int = 2000
    max_speed_kmh: float = 200.0
    max_duration_s: float = 7 * 86400.0
    max_dwell_s: float = 12 * 3600.0
    max_time_tolerance_s: float = MAX_TIME_TOLERANCE_S
    max_lateral_tolerance_m: float = MAX_LATERAL_TOLERANCE_M


@dataclass(frozen=True, eq=False)
class Track:
    """What the checker keeps of a plan.

    knots: (k, 4) x, y, z in earth-centred metres and seconds since 1970 UTC, k ≥ 2, times not decreasing,
    at most 5 km from one to the next.
    """

    knots: FloatArray
    time_tolerance_s: float
    lateral_tolerance_m: float

    @property
    def start_s(self) -> float:
        """When it is to begin, seconds since 1970 UTC."""
        return float(self.knots[0, 3])

    def pack(self) -> bytes:
        """Return the track as bytes: header, then little-endian float64 knots."""
        header = TRACK_HEADER.pack(TRACK_VERSION, self.time_tolerance_s, self.lateral_tolerance_m)
        return header + np.ascontiguousarray(self.knots, dtype="<f8").tobytes()

    def between(self, start_s: float, end_s: float) -> "Track":
        """Return the part that is nominally driven from one moment to another, seconds since 1970 UTC, start ≤ end."""
        times = self.knots[:, 3]
        ends_s = np.clip(np.array([start_s, end_s]), times[0], times[-1])
        ends = np.stack([np.interp(ends_s, times, self.knots[:, axis]) for axis in range(4)], axis=1)
        within = self.knots[(times > ends_s[0]) & (times < ends_s[1])]
        return Track(
            np.concatenate([ends[:1], within, ends[1:]]), self.time_tolerance_s, self.lateral_tolerance_m
        )

    @classmethod
    def unpack(cls, packed: bytes) -> "Track":
        """Read what `pack` wrote; the knots are a read-only view of the bytes. Raises TrackUnreadable."""
        rows, rest = divmod(len(packed) - TRACK_HEADER.size, 32)
        if rows < 2 or rest or packed[0] != TRACK_VERSION:
            raise TrackUnreadable(packed[0] if packed else 0, len(packed))
        _, time_tolerance_s, lateral_tolerance_m = TRACK_HEADER.unpack_from(packed)
        knots = np.frombuffer(packed, dtype="<f8", offset=TRACK_HEADER.size).reshape(rows, 4)
        return cls(knots, time_tolerance_s, lateral_tolerance_m)


@dataclass(frozen=True, eq=False)
class TimedPath:
    """A path that `accept` found sound. Between knots the unit moves straight and uniformly (SEP-01)."""

    waypoints: tuple[Waypoint, ...]
    time_tolerance_s: Seconds
    lateral_tolerance_m: Metres
    knots: FloatArray = field(repr=False)
    length_m: Metres

    @property
    def start(self) -> datetime:
        """Nominal time of the first waypoint."""
        return self.waypoints[0].time

    @property
    def end(self) -> datetime:
        """Nominal time of the last waypoint."""
        return self.waypoints[-1].time

    @property
    def track(self) -> Track:
        """What the checker keeps."""
        return Track(self.knots, self.time_tolerance_s, self.lateral_tolerance_m)

    def position(self, at: datetime) -> tuple[float, float]:
        """Return longitude and latitude in degrees at an aware time. Raises NotUnderWay."""
        if not self.start <= at <= self.end:
            raise NotUnderWay
        times = self.knots[:, 3]
        place = np.array([[np.interp(epoch_s(at), times, self.knots[:, axis]) for axis in range(3)]])
        lon, lat = lon_lat(place)[0]
        return float(lon), float(lat)


def accept(
    waypoints: Sequence[tuple[float, float]],
    times: Sequence[datetime],
    time_tolerance_s: float,
    lateral_tolerance_m: float,
    limits: PathLimits,
) -> TimedPath:
    """Check a declared path and lay it out.

    waypoints: (longitude, latitude) in degrees; times: aware, one for each.
    Raises the PathError of the first cause found.
    """
    _check_counts(len(waypoints), len(times), limits)
    if not 0.0 <= time_tolerance_s <= limits.max_time_tolerance_s:
        raise TimeToleranceOutOfRange(0)
    if not 0.0 <= lateral_tolerance_m <= limits.max_lateral_tolerance_m:
        raise LateralToleranceOutOfRange(0)
    places = np.array(waypoints, dtype=np.float64)
    _check_places(places, limits.bounds)
    moments = _check_times(times, limits)
    azimuths, _, lengths = WGS84.inv(places[:-1, 0], places[:-1, 1], places[1:, 0], places[1:, 1])
    _check_speed(lengths, np.diff(moments), limits)
    _check_dwells(places, moments, limits)
    return TimedPath(
        tuple(
            Waypoint(lon, lat, time.astimezone(UTC))
            for (lon, lat), time in zip(places.tolist(), times, strict=True)
        ),
        Seconds(float(time_tolerance_s)),
        Metres(float(lateral_tolerance_m)),
        _lay_out(places, moments, azimuths, lengths),
        Metres(float(lengths.sum())),
    )


def _first(wrong: BoolArray) -> int:
    return int(np.argmax(wrong))


def _check_counts(waypoints: int, times: int, limits: PathLimits) -> None:
    if waypoints < 2:
        raise TooFewWaypoints(waypoints)
    if waypoints > limits.max_waypoints:
        raise TooManyWaypoints(limits.max_waypoints)
    if times != waypoints:
        raise TimesMissing(min(times, waypoints))


def _check_places(places: FloatArray, bounds: Box) -> None:
    for box, refusal in ((WORLD, CoordinateOutOfRange), (bounds, OutOfBounds)):
        inside = (places >= (box.west, box.south)) & (places <= (box.east, box.north))
        if not inside.all():
            raise refusal(_first(~(inside[:, 0] & inside[:, 1])))


def _check_times(times: Sequence[datetime], limits: PathLimits) -> FloatArray:
    for index, time in enumerate(times):
        if time.utcoffset() is None:
            raise NaiveTime(index)
        if not EARLIEST <= time < LATEST:
            raise TimeOutOfRange(index)
    for index, (earlier, later) in enumerate(itertools.pairwise(times), start=1):
        if later < earlier:
            raise TimesDecreasing(index)
    moments = np.array([epoch_s(time) for time in times])
    late = moments - moments[0] > limits.max_duration_s
    if late.any():
        raise TooLong(_first(late))
    return moments


def _check_speed(lengths: FloatArray, durations: FloatArray, limits: PathLimits) -> None:
    """A jump in no time is too fast; equal times are for legs without length."""
    fast = lengths > limits.max_speed_kmh / 3.6 * durations + SAME_PLACE_M
    if fast.any():
        raise TooFast(_first(fast))


def _check_dwells(places: FloatArray, moments: FloatArray, limits: PathLimits) -> None:
    if moments[-1] - moments[0] <= limits.max_dwell_s:
        return
    xyz = ecef(places)
    anchor = 0
    for index in range(1, len(xyz)):
        if float(np.linalg.norm(xyz[index] - xyz[anchor])) > DWELL_RADIUS_M:
            anchor = index
        elif moments[index] - moments[anchor] > limits.max_dwell_s:
            raise DwellTooLong(anchor)


def _lay_out(
    places: FloatArray, moments: FloatArray, azimuths: FloatArray, lengths: FloatArray
) -> FloatArray:
    """Return (k, 4) knots: the waypoints, and points along each geodesic so that no chord exceeds 5 km."""
    pieces = np.maximum(np.ceil(lengths / MAX_LEG_M), 1.0).astype(np.int64)
    leg = np.append(np.repeat(np.arange(len(pieces)), pieces), len(pieces))
    starts = np.cumsum(pieces) - pieces
    piece = np.arange(len(leg) - 1) - starts[leg[:-1]]
    along = piece / pieces[leg[:-1]]
    knots = np.empty((len(leg), 4))
    knots[:-1, 3] = moments[leg[:-1]] + along * np.diff(moments)[leg[:-1]]
    knots[-1, 3] = moments[-1]
    degrees = places[leg]
    inner = np.flatnonzero(piece)
    if len(inner):
        origin = leg[inner]
        lon, lat, _ = WGS84.fwd(
            places[origin, 0], places[origin, 1], azimuths[origin], along[inner] * lengths[origin]
        )
        degrees[inner, 0], degrees[inner, 1] = lon, lat
        polar = np.abs(lat) > MAX_LEG_LATITUDE_DEG
        if polar.any():
            raise CoordinateOutOfRange(int(origin[_first(polar)]))
    knots[:, :3] = ecef(degrees)
    return knots
