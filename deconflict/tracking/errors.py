"""What an upload of fixes can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class ClockOff(DeconflictError):
    """The sender's clock is off by more days than can be set right; its fixes' times mean nothing (LIV-01)."""

    code: ClassVar[str] = "clock_off"
    days: int


@dataclass(eq=False)
class TrackWindowRefused(DeconflictError):
    """Tracks are read of a time that begins before it ends, of some hours at most, within what is kept."""

    code: ClassVar[str] = "track_window_refused"
    longest_hours: int
    reach_hours: int


@dataclass(eq=False)
class TooManyFixes(DeconflictError):
    """Units reported more in that time than one answer holds: a shorter time, one unit or longer intervals do."""

    code: ClassVar[str] = "too_many_fixes"
    most: int
