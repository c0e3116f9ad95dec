"""What a cursor or an acknowledgement can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class EpochChanged(DeconflictError):
    """The cursor is of another epoch: the database was restored; fetch the picture and carry on from there (IDN-05)."""

    code: ClassVar[str] = "epoch_changed"
    epoch: str
