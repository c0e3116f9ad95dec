"""What the sides of a rendezvous or of a joint patrol are shown, field by field: what they agree on names them all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from deconflict.joint_patrols.model import JointPatrol, JointState, Sent
from deconflict.rendezvous.model import Rendezvous, RendezvousState, Where


@dataclass(frozen=True)
class SideOfView:
    """One party of a rendezvous, and whether it has confirmed."""

    party: UUID
    party_name: str
    confirmed: bool


@dataclass(frozen=True)
class RendezvousView:
    """A rendezvous. `patrol`: the viewer's own that it is meant for, if only one.

    `overlap`, `asked`: for who asked and for the desk: what it was left with the desk for, and what it came from.
    """

    id: UUID
    reference: str
    state: RendezvousState
    sides: tuple[SideOfView, ...]
    proposer: UUID | None
    where: Where
    patrol: UUID | None
    overlap: UUID | None
    asked: UUID | None
    proposed_at: datetime
    ended_by: UUID | None
    ended_at: datetime | None


@dataclass(frozen=True)
class MemberView:
    """One party of a joint patrol: its unit's callsign once attached, and whether it countersigned the newest text."""

    party: UUID
    party_name: str
    callsign: str | None
    countersigned: bool


@dataclass(frozen=True)
class TextView:
    """A text as it is countersigned: the canonical bytes and their digest."""

    version: int
    canonical: str
    digest: str


@dataclass(frozen=True)
class JointPatrolView:
    """A joint patrol. `unit` and `patrol` are the viewer's own; `version`: the text in force, `pending`: a new one."""

    id: UUID
    reference: str
    state: JointState
    version: int
    pending: int | None
    proposer: UUID
    members: tuple[MemberView, ...]
    text: TextView
    unit: UUID | None
    patrol: UUID | None
    proposed_at: datetime
    ended_by: UUID | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Together:
    """What the viewer's own transaction could read of these, by id: what is agreed, and the viewer's own part in it."""

    rendezvous: Mapping[UUID, Rendezvous] = field(default_factory=dict)
    meant: Mapping[UUID, UUID] = field(default_factory=dict)
    joint: Mapping[UUID, JointPatrol] = field(default_factory=dict)
    sent: Mapping[UUID, Sent] = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)
