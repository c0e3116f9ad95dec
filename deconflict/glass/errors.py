"""What asking for a look, or taking one, can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class ScopeTooWide(DeconflictError):
    """The scope is not narrow: one patrol, or a small box and a short time (DIS-08); `field` says what of it."""

    code: ClassVar[str] = "scope_too_wide"
    field: str


@dataclass(eq=False)
class EndRefused(DeconflictError):
    """A look ends after now and within a day."""

    code: ClassVar[str] = "glass_end_refused"
    longest_hours: int


@dataclass(eq=False)
class GlassMoveRefused(DeconflictError):
    """What became of the request already does not allow that; nothing was changed."""

    code: ClassVar[str] = "glass_move_refused"
    state: str
    move: str


@dataclass(eq=False)
class GlassClosed(DeconflictError):
    """Nothing may be looked at: not allowed yet, or over."""

    code: ClassVar[str] = "glass_closed"
    state: str
