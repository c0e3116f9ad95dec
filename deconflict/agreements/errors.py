"""What an agreement can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class AgreementMoveRefused(DeconflictError):
    """An agreement in that state cannot be signed, withdrawn or replaced."""

    code: ClassVar[str] = "agreement_move_refused"
    state: str
    move: str


@dataclass(eq=False)
class PartiesInvalid(DeconflictError):
    """An agreement is between two different parties, each with its own minimum, and speaks of nobody else."""

    code: ClassVar[str] = "agreement_parties_invalid"


@dataclass(eq=False)
class ExpiryRefused(DeconflictError):
    """An agreement ends after now and within so many days (DIS-02)."""

    code: ClassVar[str] = "agreement_expiry_refused"
    longest_days: int


@dataclass(eq=False)
class MinimumRefused(DeconflictError):
    """A separation minimum is within these bounds (SEP-01, SEP-04)."""

    code: ClassVar[str] = "agreement_minimum_refused"
    least_m: float
    most_m: float


@dataclass(eq=False)
class CellInvalid(DeconflictError):
    """A clause's cell is not on the grid: zoom/column/row, zoom 14 at the finest."""

    code: ClassVar[str] = "agreement_cell_invalid"
    index: int
    cell: str


@dataclass(eq=False)
class HourInvalid(DeconflictError):
    """A clause begins or ends within an hour of the grid; only whole UTC hours are taken."""

    code: ClassVar[str] = "agreement_hour_invalid"
    index: int


@dataclass(eq=False)
class SignatureInvalid(DeconflictError):
    """The signature is not the party's over this text: another key, another text, or damaged."""

    code: ClassVar[str] = "signature_invalid"


@dataclass(eq=False)
class AlreadySigned(DeconflictError):
    """The party has signed this text already."""

    code: ClassVar[str] = "already_signed"


@dataclass(eq=False)
class KeyRefused(DeconflictError):
    """Nothing is signed with that key: it is revoked, another party's, or nobody's."""

    code: ClassVar[str] = "signing_key_refused"


@dataclass(eq=False)
class NothingLowered(DeconflictError):
    """So much, or more, was taken back already, and both have signed no other text since (DIS-02)."""

    code: ClassVar[str] = "nothing_lowered"


@dataclass(eq=False)
class TooOften(DeconflictError):
    """So many texts and parts of levels a party signs and takes back in a day; plainly it can always take back.

    Until each is applied the other side is shown no more than the lowest of it (DIS-02).
    """

    code: ClassVar[str] = "too_often"
    most: int
