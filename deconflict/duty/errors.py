"""What a shift on a duty roster can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class EmptyShift(DeconflictError):
    """The shift ends before it begins."""

    code: ClassVar[str] = "empty_shift"


@dataclass(eq=False)
class ShiftTooLong(DeconflictError):
    """Nobody is on duty for so long: whoever it is would be forgotten on the roster."""

    code: ClassVar[str] = "shift_too_long"
    longest_days: int


@dataclass(eq=False)
class ShiftOver(DeconflictError):
    """The shift would be over already."""

    code: ClassVar[str] = "shift_over"


@dataclass(eq=False)
class NoSuchOfficer(DeconflictError):
    """No officer of one's own party has that login."""

    code: ClassVar[str] = "no_such_officer"


@dataclass(eq=False)
class TooManyShifts(DeconflictError):
    """The party's roster is full."""

    code: ClassVar[str] = "too_many_shifts"
    most: int
