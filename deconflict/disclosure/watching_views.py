"""What those concerned are shown of suspensions and of broken glass, field by field: roles, never persons."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deconflict.alerts.model import AlertKind, Rung
from deconflict.glass.model import GlassState, Scope
from deconflict.parties.model import Role


@dataclass(frozen=True)
class SuspensionView:
    """A suspension, for the party itself and the neutral staff: why and since when, not by which person."""

    id: UUID
    party: UUID
    party_name: str
    reason: str
    suspended_at: datetime
    restored_at: datetime | None
    reference: str = ""


@dataclass(frozen=True)
class GlassView:
    """A request to see plans of a party: of which roles, why, what and until when (DIS-08)."""

    id: UUID
    reference: str
    party: UUID
    party_name: str
    scope: Scope
    reason: str
    ends_at: datetime
    state: GlassState
    asked_role: Role
    asked_at: datetime
    decided_role: Role | None
    decided_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class EscalationView:
    """A call for alerts that nobody of a side has acknowledged (ALR-04): how many, of which kinds, since when.

    `party` is None for the neutral desk's own. `seqs`: their numbers in the viewer's own feed, where they are its own.
    """

    id: UUID
    rung: Rung
    party: UUID | None
    party_name: str | None
    kinds: tuple[AlertKind, ...]
    unanswered: int
    since: datetime
    over_at: datetime | None
    seqs: tuple[int, ...]
    reference: str = ""
