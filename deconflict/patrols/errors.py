"""What a patrol can be refused for, beyond its path (PAT-03…PAT-05, PAT-08)."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class MoveRefused(DeconflictError):
    """The patrol's state does not allow that move; nothing was changed (PAT-01)."""

    code: ClassVar[str] = "move_refused"
    state: str
    move: str


@dataclass(eq=False)
class Stale(DeconflictError):
    """The change names a version that is no longer the current one (PAT-04)."""

    code: ClassVar[str] = "stale"
    current_version: int


@dataclass(eq=False)
class BeyondHorizon(DeconflictError):
    """The plan starts later than the deployment's horizon (PAT-05)."""

    code: ClassVar[str] = "beyond_horizon"
    horizon_days: int


@dataclass(eq=False)
class UnitNotYours(DeconflictError):
    """No unit of the submitter's party has that id or callsign (PAT-05)."""

    code: ClassVar[str] = "unit_not_yours"


@dataclass(eq=False)
class UnitBusy(DeconflictError):
    """The unit already has a plan at some instant of this one (PAT-05, PRB-01); `patrol` is the party's own."""

    code: ClassVar[str] = "unit_busy"
    patrol: str | None


@dataclass(eq=False)
class PastChanged(DeconflictError):
    """The amendment rewrites what an active patrol has already driven (IDN-01); `index` is the first such waypoint."""

    code: ClassVar[str] = "past_changed"
    index: int


@dataclass(eq=False)
class IdempotencyKeyReused(DeconflictError):
    """The same Idempotency-Key came with another body (PAT-08)."""

    code: ClassVar[str] = "idempotency_key_reused"
