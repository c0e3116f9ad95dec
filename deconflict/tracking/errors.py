"""What an upload of fixes can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class ClockOff(DeconflictError):
    """The sender's clock is off by more days than can be set right; its fixes' times mean nothing (LIV-01)."""

    code: ClassVar[str] = "clock_off"
    days: int
