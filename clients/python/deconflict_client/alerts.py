"""Alerts as the service tells them, one class per kind, and the receipts that say what became of them.

REST and socket use the same body. What the level does not allow is absent on the wire and None here; a kind
this client does not know is still an alert (`OtherAlert`): none may be lost to an old client (ALR-01).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from deconflict_client.base_alert import BaseAlert
from deconflict_client.distress import Halt, Sos
from deconflict_client.incidents import Incident
from deconflict_client.near import EncounterAlert, OverdueAlert
from deconflict_client.together import JointPatrol, Rendezvous


@dataclass(frozen=True)
class Receipt:
    """A fact about an alert that somebody of one's own side stated, on whichever device (ALR-05)."""

    epoch: str
    seq: int
    fact: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Place:
    """Where and when: degrees, longitude first."""

    lon: float
    lat: float
    time: datetime


@dataclass(frozen=True)
class Side:
    """One patrol of a conflict. Of a rival's a party at level 3 is told no more than the callsign: the rest is None."""

    party: str
    party_name: str
    callsign: str
    patrol: str | None
    patrol_reference: str | None
    version: int | None


@dataclass(frozen=True)
class ZoneNamed:
    """A zone as it is spoken of."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True)
class Finding:
    """How close two plans, or a plan and a zone, could come (SEP-05): metres and seconds; a zone has no lag, no b.

    For a party at level 3 `parts_b` are where the other's unit is meanwhile, as far as the level lets it be told.
    """

    grade: str
    distance_m: float
    lag_s: float | None
    nominal_distance_m: float | None
    least_lag_s: float | None
    at_a: Place
    at_b: Place | None
    first_a: datetime | None
    last_a: datetime | None
    first_b: datetime | None
    last_b: datetime | None
    parts_b: tuple[tuple[Place, ...], ...] = ()


@dataclass(frozen=True)
class SharedCell:
    """One UTC hour in one web-mercator cell of zoom 14."""

    hour: datetime
    column: int
    row: int


@dataclass(frozen=True)
class Call:
    """Whom to call on the other side, and how (DIS-03)."""

    name: str
    reach: str


@dataclass(frozen=True)
class SharedArea:
    """Where and when one's own patrol and a rival's could come close (DIS-03, level 2)."""

    party: str
    party_name: str
    cells: tuple[SharedCell, ...]
    liaison: Call | None = None


@dataclass(frozen=True)
class OverlapAlert(BaseAlert):
    """One's own patrol shares these UTC hours of some cell with a rival (DIS-03); at level 2 also where, with whom.

    The change `withheld` is no all-clear: what there was may still be there, and may not be told any more.
    """

    overlap: str
    patrol: str
    patrol_reference: str
    hours: tuple[datetime, ...]
    state: str
    revision: int
    advice: str
    areas: tuple[SharedArea, ...] = ()


@dataclass(frozen=True)
class ConflictAlert(BaseAlert):
    """Two plans, or a plan and a zone, that could come too close, exactly.

    For the neutral desk; for a party at level 3 and above its own view, with `a` its own patrol.
    """

    conflict: str
    state: str
    finding: Finding
    a: Side
    b: Side | None
    zone: ZoneNamed | None


@dataclass(frozen=True)
class ZoneAlert(BaseAlert):
    """One's own patrol and a zone that every party sees do not go together."""

    patrol: str
    patrol_reference: str
    zone: ZoneNamed


@dataclass(frozen=True)
class PatrolAlert(BaseAlert):
    """A patrol whose state somebody declared."""

    patrol: str
    patrol_reference: str
    callsign: str
    state: str


@dataclass(frozen=True)
class ReviewAlert(BaseAlert):
    """Something the neutral desk has to look at afterwards."""

    review: str
    reason: str
    patrol: str
    patrol_reference: str
    callsign: str
    closed: bool


@dataclass(frozen=True)
class MessageAlert(BaseAlert):
    """Somebody said something about one's overlaps; without a party it was the neutral desk."""

    message: str
    party_name: str | None
    role: str
    name: str | None
    text: str


@dataclass(frozen=True)
class ProposalAlert(BaseAlert):
    """A shift that the other end proposes, or what became of one; `mover`: one's own patrol or the other's."""

    proposal: str
    party_name: str | None
    incoming: bool
    mover: str
    shift_s: int
    state: str


@dataclass(frozen=True)
class SuspensionAlert(BaseAlert):
    """One's own party was suspended or restored; for the desk, any party was."""

    suspension: str
    party_name: str
    reason: str


@dataclass(frozen=True)
class GlassAlert(BaseAlert):
    """Somebody asks, or was allowed, to see plans of one's own party; for the desk, of any (DIS-08)."""

    glass: str
    party_name: str
    reason: str
    asked_role: str
    decided_role: str | None
    ends_at: datetime


@dataclass(frozen=True)
class RendezvousAlert(BaseAlert):
    """Something happened to a rendezvous of one's own party; for the desk, to any (SEP-10)."""

    rendezvous: Rendezvous


@dataclass(frozen=True)
class JointPatrolAlert(BaseAlert):
    """Something happened to a joint patrol of one's own party; for the desk, to any (PAT-10)."""

    joint_patrol: JointPatrol


@dataclass(frozen=True)
class AllClear(BaseAlert):
    """What was told before of an overlap, a conflict, a zone, a call for help or a halt no longer holds (ALR-06)."""

    overlap: str | None
    conflict: str | None
    zone: ZoneNamed | None
    patrol: str | None
    patrol_reference: str | None
    sos: Sos | None
    halt: Halt | None


@dataclass(frozen=True)
class SosAlert(BaseAlert):
    """A unit calls for help: of one's own party, or of a rival as far as the level goes (LIV-07)."""

    sos: Sos


@dataclass(frozen=True)
class HaltAlert(BaseAlert):
    """Everybody in an area is to stand still, and something of one's own party is there (LIV-07)."""

    halt: Halt


@dataclass(frozen=True)
class IncidentAlert(BaseAlert):
    """Somebody of one's own party reported an incident, or added a photo to it; for the desk, of any party (INC-01)."""

    incident: Incident


@dataclass(frozen=True)
class EscalationAlert(BaseAlert):
    """Nobody of a side has acknowledged these alerts (ALR-04): one's own party's, by `seqs` in one's own feed.

    For the desk and the facilitator a party's; without a party the desk's own.
    """

    rung: str
    party_name: str | None
    kinds: tuple[str, ...]
    unanswered: int
    since: datetime
    seqs: tuple[int, ...]


@dataclass(frozen=True)
class WithheldAlert(BaseAlert):
    """What was told and may not be any more; with one's own patrol where that itself is the news. No all-clear."""

    patrol: str | None
    patrol_reference: str | None


@dataclass(frozen=True)
class OtherAlert(BaseAlert):
    """An alert of a kind this client does not know; read `wire`."""


Alert: TypeAlias = (
    OverlapAlert
    | ConflictAlert
    | ZoneAlert
    | ReviewAlert
    | PatrolAlert
    | AllClear
    | MessageAlert
    | ProposalAlert
    | SuspensionAlert
    | GlassAlert
    | RendezvousAlert
    | JointPatrolAlert
    | SosAlert
    | EscalationAlert
    | HaltAlert
    | IncidentAlert
    | EncounterAlert
    | OverdueAlert
    | WithheldAlert
    | OtherAlert
)


@dataclass(frozen=True)
class AlertPage:
    """Alerts in order; `after` is what was asked, `last` what the service said it has."""

    epoch: str
    after: int
    alerts: tuple[Alert, ...]
    last: int
