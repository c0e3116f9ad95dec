"""What a joint patrol can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class JointMoveRefused(DeconflictError):
    """A joint patrol that stands there cannot be attached to, countersigned, amended or withdrawn from."""

    code: ClassVar[str] = "joint_patrol_move_refused"
    state: str
    move: str


@dataclass(eq=False)
class JointPartiesInvalid(DeconflictError):
    """A joint patrol is of two to eight different parties; the proposer's own is one of them."""

    code: ClassVar[str] = "joint_patrol_parties_invalid"
    most: int


@dataclass(eq=False)
class DigestMismatch(DeconflictError):
    """That is not the digest of the text that is to be countersigned: read it again."""

    code: ClassVar[str] = "digest_mismatch"


@dataclass(eq=False)
class NotAttached(DeconflictError):
    """The party has no unit in the joint patrol yet."""

    code: ClassVar[str] = "unit_not_attached"


@dataclass(eq=False)
class AlreadyCountersigned(DeconflictError):
    """The party has countersigned this text."""

    code: ClassVar[str] = "already_countersigned"


@dataclass(eq=False)
class BoundByJointPatrol(DeconflictError):
    """The patrol is part of a joint patrol: its plan is amended only by all."""

    code: ClassVar[str] = "bound_by_joint_patrol"
    joint_patrol: str
