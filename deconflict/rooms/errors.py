"""What sitting in a joint room, or looking at its screen, can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class RoomClosed(DeconflictError):
    """The room is closed: nobody sits there and its screen shows nothing."""

    code: ClassVar[str] = "room_closed"


@dataclass(eq=False)
class NotSeated(DeconflictError):
    """The screen is for the chair and for those who sit in the room, with their session open."""

    code: ClassVar[str] = "not_seated"
