"""What a call for help or an all halt can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class AreaInvalid(DeconflictError):
    """The ring encloses no area, crosses itself, or is wider than a halt may be."""

    code: ClassVar[str] = "halt_area_invalid"
    widest_deg: float


@dataclass(eq=False)
class NotStanding(DeconflictError):
    """It is over already; nothing was changed."""

    code: ClassVar[str] = "not_standing"
