"""What a rendezvous can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class RendezvousMoveRefused(DeconflictError):
    """A rendezvous that stands there cannot be confirmed, passed on or ended by this side."""

    code: ClassVar[str] = "rendezvous_move_refused"
    state: str
    move: str


@dataclass(eq=False)
class RendezvousPartiesInvalid(DeconflictError):
    """A rendezvous is between two different parties; an officer's own is one of them."""

    code: ClassVar[str] = "rendezvous_parties_invalid"


@dataclass(eq=False)
class RendezvousPlaceRefused(DeconflictError):
    """The centre is no place on the map, or outside the deployment."""

    code: ClassVar[str] = "rendezvous_place_refused"


@dataclass(eq=False)
class RendezvousRadiusRefused(DeconflictError):
    """A disc has a radius between these bounds."""

    code: ClassVar[str] = "rendezvous_radius_refused"
    least_m: float
    most_m: float


@dataclass(eq=False)
class RendezvousWindowRefused(DeconflictError):
    """A window ends after now and after it begins, is no longer than this, and begins within the horizon."""

    code: ClassVar[str] = "rendezvous_window_refused"
    longest_h: int
    horizon_days: int


@dataclass(eq=False)
class TooManyRendezvous(DeconflictError):
    """So many are open between the two already."""

    code: ClassVar[str] = "too_many_rendezvous"
    limit: int


@dataclass(eq=False)
class RivalNotNamed(DeconflictError):
    """The subject names several other parties, or not the one that was asked for: say which of them is meant."""

    code: ClassVar[str] = "rival_not_named"
