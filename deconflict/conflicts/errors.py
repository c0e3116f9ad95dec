"""What an action on a conflict can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class ConflictClosed(DeconflictError):
    """The conflict is resolved; there is nothing left to acknowledge or accept."""

    code: ClassVar[str] = "conflict_closed"
