"""What an action on an overlap can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class OverlapEnded(DeconflictError):
    """The overlap has ended; there is nothing left to acknowledge."""

    code: ClassVar[str] = "overlap_ended"
