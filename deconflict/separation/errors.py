"""What is wrong with a path, a window or a stored track: one small class per cause (PAT-05).

Every field is about the submitter's own plan. No sentence for people and no HTTP status lives here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class PathError(DeconflictError):
    """A path is refused; `index` is the offending waypoint, for a leg the one it starts from."""

    code: ClassVar[str] = "path_refused"
    index: int


class TooFewWaypoints(PathError):
    """A path needs two waypoints; `index` is how many there are."""

    code: ClassVar[str] = "too_few_waypoints"


class TooManyWaypoints(PathError):
    """`index` is the first waypoint above the cap."""

    code: ClassVar[str] = "too_many_waypoints"


class TimesMissing(PathError):
    """Waypoints and times differ in number; `index` is the first without its counterpart."""

    code: ClassVar[str] = "times_missing"


class CoordinateOutOfRange(PathError):
    """Not finite, outside ±180° by ±80°, or a leg that passes a pole."""

    code: ClassVar[str] = "coordinate_out_of_range"


class OutOfBounds(PathError):
    """Outside the deployment's own bounds."""

    code: ClassVar[str] = "out_of_bounds"


class NaiveTime(PathError):
    """A time without a zone."""

    code: ClassVar[str] = "naive_time"


class TimeOutOfRange(PathError):
    """A time outside 1970–2199."""

    code: ClassVar[str] = "time_out_of_range"


class TimesDecreasing(PathError):
    """`index` is the waypoint that comes before its predecessor."""

    code: ClassVar[str] = "times_decreasing"


class TooFast(PathError):
    """The leg from `index` would need more than the speed cap."""

    code: ClassVar[str] = "too_fast"


class TooLong(PathError):
    """`index` is the first waypoint later than the longest duration."""

    code: ClassVar[str] = "too_long"


class DwellTooLong(PathError):
    """The unit stays in one place from `index` for longer than a post may last."""

    code: ClassVar[str] = "dwell_too_long"


class TimeToleranceOutOfRange(PathError):
    """τ is not finite, negative or above the cap; `index` is 0."""

    code: ClassVar[str] = "time_tolerance_out_of_range"


class LateralToleranceOutOfRange(PathError):
    """w is not finite, negative or above the cap; `index` is 0."""

    code: ClassVar[str] = "lateral_tolerance_out_of_range"


@dataclass(eq=False)
class NotUnderWay(DeconflictError):
    """A position was asked for before the path starts or after it ends."""

    code: ClassVar[str] = "not_under_way"


@dataclass(eq=False)
class EmptyWindow(DeconflictError):
    """A validity window that ends before or when it starts."""

    code: ClassVar[str] = "empty_window"
    start: str
    end: str

    @classmethod
    def between(cls, start: datetime, end: datetime) -> "EmptyWindow":
        """Name the two ends in ISO 8601."""
        return cls(start.isoformat(), end.isoformat())


@dataclass(eq=False)
class TrackUnreadable(DeconflictError):
    """Stored bytes are no track of a version this program knows."""

    code: ClassVar[str] = "track_unreadable"
    version: int
    size: int


@dataclass(eq=False)
class CoverUnreadable(DeconflictError):
    """Stored bytes are no cover of a version this program knows."""

    code: ClassVar[str] = "cover_unreadable"
    size: int


@dataclass(eq=False)
class OutlineError(DeconflictError):
    """A polygon is refused; `ring` is the offending ring (0 the outer), `index` the position in it."""

    code: ClassVar[str] = "outline_refused"
    ring: int
    index: int


class RingTooShort(OutlineError):
    """A ring needs three corners and its first again; `index` is how many positions there are."""

    code: ClassVar[str] = "ring_too_short"


class RingNotClosed(OutlineError):
    """The last position is not the first, or the ring runs around a pole."""

    code: ClassVar[str] = "ring_not_closed"


class RingOutOfRange(OutlineError):
    """Not finite, or outside ±180° by ±80°."""

    code: ClassVar[str] = "ring_out_of_range"


class OutlineCrossed(OutlineError):
    """The rings cross or touch along a line, or a hole lies outside."""

    code: ClassVar[str] = "outline_crossed"


class OutlineTooLarge(OutlineError):
    """Too many positions, or longer all around than half the way round the earth."""

    code: ClassVar[str] = "outline_too_large"


FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    CoverUnreadable,
    EmptyWindow,
    LookupError,
    OutlineError,
    TrackUnreadable,
    TypeError,
    ValueError,
)
"""What a bug of ours or a damaged row can raise on one plan; faults of the database are not among them."""
