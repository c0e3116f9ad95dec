"""What an attempt to settle who moves can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class NotASide(DeconflictError):
    """That party is no side of the conflict, or the conflict is with a zone, which cannot move."""

    code: ClassVar[str] = "not_a_side"
