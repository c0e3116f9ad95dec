"""What an attempt to settle who moves can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class NotASide(DeconflictError):
    """That party is no side of the conflict, or the conflict is with a zone, which cannot move."""

    code: ClassVar[str] = "not_a_side"


@dataclass(eq=False)
class ProposalClosed(DeconflictError):
    """The proposal was answered, withdrawn or has expired, or it is not this end's to answer like that."""

    code: ClassVar[str] = "proposal_closed"
    state: str


@dataclass(eq=False)
class WhichOverlap(DeconflictError):
    """Several of one's patrols could be meant: whoever accepts names the overlap of the one that moves."""

    code: ClassVar[str] = "which_overlap"
