"""What a use case refuses that no feature can refuse alone."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class PartyNotYours(DeconflictError):
    """A submission names another party than the submitter's own."""

    code: ClassVar[str] = "party_not_yours"
