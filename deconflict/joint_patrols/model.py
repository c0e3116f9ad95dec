"""A joint patrol, its texts and its moves, as values. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId, PersonId, UnitId

JointPatrolId = NewType("JointPatrolId", UUID)


class JointState(StrEnum):
    """Where it stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"  # never stored: all have countersigned, and the engine is about to put it on record
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # never stored: not countersigned by all before its time was over


MOVES: Mapping[JointState, frozenset[str]] = {
    JointState.PROPOSED: frozenset({"attach", "countersign", "amend", "withdraw"}),
    JointState.AGREED: frozenset({"withdraw"}),
    JointState.REGISTERED: frozenset({"countersign", "amend", "withdraw"}),
    JointState.WITHDRAWN: frozenset(),
    JointState.LAPSED: frozenset({"withdraw"}),
}
"""What may be done to it where; a test walks the whole table."""


@dataclass(frozen=True)
class Text:
    """What all countersign: who, where, when, with which tolerances, for what. Not whose unit: each attaches its own.

    waypoints: (longitude, latitude) in degrees; times: aware UTC, one for each. Tolerances in seconds and metres.
    """

    parties: tuple[PartyId, ...]
    reference: str
    version: int
    waypoints: tuple[tuple[float, float], ...]
    times: tuple[datetime, ...]
    time_tolerance_s: float
    lateral_tolerance_m: float
    purpose: str
    note: str


@dataclass(frozen=True)
class Countersignature:
    """A party's name under a text."""

    party: PartyId
    version: int
    at: datetime


@dataclass(frozen=True)
class JointPatrol:
    """Known to all its parties by one id. `version` is the text in force, 0 before the first; `pending` the one that is
    being countersigned, if any. `callsigns`: the units attached so far, by party. `due`: all have countersigned.
    """

    id: JointPatrolId
    reference: str
    proposer: PartyId
    parties: tuple[PartyId, ...]
    state: JointState
    version: int
    pending: int | None
    due: bool
    proposed_at: datetime
    texts: Mapping[int, Text] = field(default_factory=dict)
    callsigns: Mapping[PartyId, str] = field(default_factory=dict)
    countersignatures: tuple[Countersignature, ...] = ()
    ended_by: PartyId | None = None
    ended_at: datetime | None = None

    @property
    def latest(self) -> Text:
        """The text being countersigned, else the one in force, else the last there was."""
        if self.version and self.pending not in self.texts:  # none is pending, or none that can be read
            return self.texts[self.version]
        return self.texts[self.pending or max(self.texts)]

    @property
    def readable(self) -> bool:
        """Tell whether there is a text to show: a damaged one is left out of `texts`."""
        if self.version or self.pending:
            return not self.texts.keys().isdisjoint({self.version, self.pending})
        return bool(self.texts)

    def countersigned(self, version: int) -> frozenset[PartyId]:
        """Return whose name is under a text."""
        return frozenset(item.party for item in self.countersignatures if item.version == version)

    def standing(self, now: datetime) -> JointState:
        """Return where it stands at that moment, also before anybody has noted it."""
        if self.state is JointState.PROPOSED and self.due:
            return JointState.AGREED
        if self.state is JointState.PROPOSED and now > self.latest.times[-1]:
            return JointState.LAPSED
        return self.state


@dataclass(frozen=True)
class Sent:
    """A side's own part: its unit, and the patrol with the version of it that became of the text in force."""

    joint: JointPatrolId
    party: PartyId
    unit: UnitId
    patrol: UUID | None
    version: int | None


@dataclass(frozen=True)
class ToForm:
    """What the engine puts on record: the text all countersigned, each side's unit, and who signed for it."""

    joint: JointPatrol
    sent: tuple[Sent, ...]
    signed_by: Mapping[PartyId, PersonId]
