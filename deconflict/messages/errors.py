"""What a message can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class NotInTouch(DeconflictError):
    """The overlap names no such party, so nothing can be said to it: at level 1 everything goes by the desk."""

    code: ClassVar[str] = "not_in_touch"


@dataclass(eq=False)
class TooManyMessages(DeconflictError):
    """So many messages of one side within an hour would drown the other's alerts."""

    code: ClassVar[str] = "too_many_messages"
    per_hour: int
