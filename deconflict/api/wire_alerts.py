"""Alerts on the wire, made from `Disclosed` views alone. REST and the live socket send the same bodies."""

from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import RootModel

from deconflict.alerts.model import AlertKind, Rung
from deconflict.api.wire import Out, example
from deconflict.api.wire_alert_head import EXAMPLE_HEAD, AlertOut, about, head_of, same
from deconflict.api.wire_disclosed import (
    EXAMPLE_CONFLICT,
    EXAMPLE_EXACT,
    EXAMPLE_OVERLAP,
    OVERLAP,
    PATROL,
    AreaOut,
    ExactFields,
    exact,
    segment,
)
from deconflict.api.wire_distress import HaltAlert, SosAlert, halt_fields, sos_fields
from deconflict.api.wire_incidents import IncidentAlert, incident_fields
from deconflict.api.wire_joint_patrols import EXAMPLE_JOINT, MemberOut, TextOut, joint_fields
from deconflict.api.wire_messages import EXAMPLE_MESSAGE, MessageFields
from deconflict.api.wire_near import EncounterAlert, OverdueAlert, near_fields, overdue_fields
from deconflict.api.wire_rendezvous import EXAMPLE_RENDEZVOUS, SideOut, rendezvous_fields
from deconflict.api.wire_resolving import EXAMPLE_PROPOSAL, ProposalFields
from deconflict.api.wire_watching import EXAMPLE_GLASS, EXAMPLE_SUSPENSION, GlassFields, glass_fields
from deconflict.conflicts.model import ConflictState
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.distress_views import HaltView, SosView
from deconflict.disclosure.incident_views import IncidentView
from deconflict.disclosure.near_views import OverdueView, SightingView
from deconflict.disclosure.said_views import MessageView, ProposalView
from deconflict.disclosure.together_views import JointPatrolView, RendezvousView
from deconflict.disclosure.views import (
    Advice,
    AlertView,
    ConflictView,
    OverlapView,
    PatrolView,
    ReviewView,
    SegmentView,
    WithheldView,
    ZoneNoticeView,
)
from deconflict.disclosure.watching_views import EscalationView, GlassView, SuspensionView
from deconflict.joint_patrols.model import JointState
from deconflict.overlaps.model import OverlapState
from deconflict.patrols.model import PatrolState, ReviewReason
from deconflict.rendezvous.model import RendezvousState
from deconflict.separation.area import ZoneKind

NAMED: Final[dict[str, Any]] = {"patrol": PATROL, "patrol_reference": "K7-2M4Q"}


class OverlapAlert(AlertOut):
    """About an overlap of one's own patrol."""

    model_config = example(EXAMPLE_HEAD | {"overlap": EXAMPLE_OVERLAP["id"]} | OVERLAP)

    overlap: UUID
    patrol: UUID
    patrol_reference: str
    hours: tuple[datetime, ...]
    state: OverlapState
    revision: int
    areas: tuple[AreaOut, ...]
    advice: Advice


class ConflictAlert(AlertOut, ExactFields):
    """About a conflict: for the desk, and for a party at level 3 and above its own view. `patrol` is side a's."""

    model_config = example(
        about("conflict")
        | EXAMPLE_EXACT
        | {"conflict": EXAMPLE_CONFLICT, "patrol": PATROL, "state": "open", "episode": 1}
    )

    conflict: UUID
    patrol: UUID | None
    state: ConflictState
    episode: int


class ReviewAlert(AlertOut):
    """About something to look at afterwards, for the desk."""

    model_config = example(
        about("review")
        | NAMED
        | {"review": EXAMPLE_CONFLICT, "reason": "hot_pursuit", "callsign": "Falcon 2", "closed": False}
    )

    review: UUID
    reason: ReviewReason
    patrol: UUID
    patrol_reference: str
    callsign: str
    closed: bool


class PatrolAlert(AlertOut):
    """About a patrol whose state somebody declared, for the desk."""

    model_config = example(about("patrol") | NAMED | {"callsign": "Falcon 2", "state": "off_plan"})

    patrol: UUID
    patrol_reference: str
    callsign: str
    state: PatrolState


class ZoneAlert(AlertOut):
    """About one's own patrol and a zone that every party sees."""

    model_config = example(
        about("zone")
        | NAMED
        | {"zone": EXAMPLE_CONFLICT, "zone_name": "Hospital", "zone_kind": "protected_site"}
    )

    patrol: UUID
    patrol_reference: str
    zone: UUID
    zone_name: str
    zone_kind: ZoneKind


class RendezvousAlert(AlertOut):
    """About a rendezvous of one's own party, or for the desk about any; `change` says what happened to it."""

    model_config = example(
        about("rendezvous")
        | {name: value for name, value in EXAMPLE_RENDEZVOUS.items() if name != "id"}
        | {"change": "proposed", "rendezvous": EXAMPLE_RENDEZVOUS["id"]}
    )

    rendezvous: UUID
    state: RendezvousState
    sides: list[SideOut]
    proposer: UUID | None
    centre: tuple[float, float]
    radius_m: float
    start: datetime
    end: datetime
    patrol: UUID | None
    overlap: UUID | None
    asked: UUID | None
    proposed_at: datetime
    ended_by: UUID | None
    ended_at: datetime | None


class JointPatrolAlert(AlertOut):
    """About a joint patrol of one's own party, or for the desk about any; `change` says what happened to it."""

    model_config = example(
        about("joint_patrol")
        | {name: value for name, value in EXAMPLE_JOINT.items() if name != "id"}
        | {"change": "proposed", "joint_patrol": EXAMPLE_JOINT["id"]}
    )

    joint_patrol: UUID
    state: JointState
    version: int
    pending: int | None
    proposer: UUID
    members: list[MemberOut]
    text: TextOut
    unit: UUID | None
    patrol: UUID | None
    proposed_at: datetime
    ended_by: UUID | None
    ended_at: datetime | None


class SuspensionAlert(AlertOut):
    """One's own party was suspended or restored; for the desk, any party was."""

    model_config = example(
        about("suspension") | EXAMPLE_SUSPENSION | {"suspension": EXAMPLE_CONFLICT, "reference": ""}
    )

    suspension: UUID
    party: UUID
    party_name: str
    reason: str
    suspended_at: datetime
    restored_at: datetime | None


class GlassAlert(AlertOut, GlassFields):
    """Somebody asks, or was allowed, to see plans of one's own party; for the desk, of any."""

    model_config = example(about("glass") | EXAMPLE_GLASS | {"glass": EXAMPLE_CONFLICT})

    glass: UUID


class EscalationAlert(AlertOut):
    """Nobody of a side has acknowledged these alerts (ALR-04): one's own party's, by `seqs` in one's own feed; for the
    desk and the facilitator a party's, or without a party the desk's own. As an all-clear: now somebody has.
    """

    model_config = example(
        about("escalation")
        | {
            "change": "duty",
            "reference": "",
            "escalation": EXAMPLE_CONFLICT,
            "rung": "duty",
            "party": PATROL,
            "party_name": "Eastern Command",
            "kinds": ["overlap"],
            "unanswered": 1,
            "since": "2026-11-30T17:12:20Z",
            "over_at": None,
            "seqs": [11],
        }
    )

    escalation: UUID
    rung: Rung
    party: UUID | None
    party_name: str | None
    kinds: tuple[AlertKind, ...]
    unanswered: int
    since: datetime
    over_at: datetime | None
    seqs: tuple[int, ...]


class ProposalAlert(AlertOut, ProposalFields):
    """A shift that the other side or the desk proposes, or what became of one."""

    model_config = example(
        about("proposal")
        | {"change": "proposed", "reference": "", "proposal": EXAMPLE_PROPOSAL["id"]}
        | {name: EXAMPLE_PROPOSAL[name] for name in ProposalFields.model_fields}
    )

    proposal: UUID


class MessageAlert(AlertOut, MessageFields):
    """Somebody said something about one's overlaps: the other side, or the neutral desk."""

    model_config = example(
        about("message")
        | {"change": "received", "reference": "", "message": EXAMPLE_MESSAGE["id"]}
        | {name: EXAMPLE_MESSAGE[name] for name in MessageFields.model_fields}
    )

    message: UUID


class WithheldAlert(AlertOut):
    """A number whose alert the level that holds now does not allow.

    With a reference and one's own patrol it says what is withheld from now on: no all-clear.
    """

    model_config = example(
        about("withheld") | {"rings": False, "level": 0, "patrol": None, "patrol_reference": None}
    )

    kind: Literal[AlertKind.WITHHELD]
    patrol: UUID | None
    patrol_reference: str | None


AnyAlert = (
    OverlapAlert
    | ConflictAlert
    | ReviewAlert
    | MessageAlert
    | ProposalAlert
    | PatrolAlert
    | ZoneAlert
    | RendezvousAlert
    | JointPatrolAlert
    | SuspensionAlert
    | GlassAlert
    | SosAlert
    | HaltAlert
    | IncidentAlert
    | EncounterAlert
    | OverdueAlert
    | EscalationAlert
    | WithheldAlert
)


class AlertBody(RootModel[AnyAlert]):
    """An alert of whichever kind."""


class FeedOut(Out):
    """A run of the viewer's feed without gaps; `last` is the feed's newest number, maybe beyond this page."""

    epoch: str
    alerts: list[AnyAlert]
    last: int


def alert_out(shown: Disclosed[AlertView]) -> AnyAlert:
    """Show an alert, body included."""
    view = shown.value
    head = head_of(view)
    match view.body:
        case OverlapView() as body:
            return OverlapAlert(**head, overlap=body.id, **same(body, OverlapAlert))
        case ConflictView() as body:
            return ConflictAlert(
                **head,
                conflict=body.id,
                patrol=body.a.patrol,
                state=body.state,
                episode=body.episode,
                **exact(body),
            )
        case SegmentView() as body:
            return ConflictAlert(
                **head,
                conflict=body.id,
                patrol=body.a.patrol,
                state=body.state,
                episode=body.episode,
                **segment(body),
            )
        case ProposalView() as body:
            return ProposalAlert(**head, proposal=body.id, **same(body, ProposalAlert))
        case MessageView() as body:
            return MessageAlert(**head, message=body.id, **same(body, MessageAlert))
        case ReviewView() as body:
            return ReviewAlert(**head, review=body.id, **same(body, ReviewAlert))
        case PatrolView() as body:
            return PatrolAlert(**head, **same(body, PatrolAlert))
        case ZoneNoticeView() as body:
            return ZoneAlert(
                **head,
                patrol=body.patrol,
                patrol_reference=body.patrol_reference,
                zone=body.zone.id,
                zone_name=body.zone.name,
                zone_kind=body.zone.kind,
            )
        case RendezvousView() as body:
            return RendezvousAlert(**head, rendezvous=body.id, **_but_head(rendezvous_fields(body)))
        case JointPatrolView() as body:
            return JointPatrolAlert(**head, joint_patrol=body.id, **_but_head(joint_fields(body)))
        case SuspensionView() as body:
            return SuspensionAlert(**head, suspension=body.id, **same(body, SuspensionAlert))
        case GlassView() as body:
            return GlassAlert(**head, glass=body.id, **glass_fields(body))
        case SosView() as body:
            return SosAlert(**head, sos=body.id, **sos_fields(body))
        case HaltView() as body:
            return HaltAlert(**head, halt=body.id, **halt_fields(body))
        case IncidentView() as body:
            return IncidentAlert(**head, incident=body.id, **incident_fields(body))
        case SightingView() as body:
            return EncounterAlert(**head, encounter=body.id, **near_fields(body))
        case OverdueView() as body:
            return OverdueAlert(**head, overdue=body.id, **overdue_fields(body))
        case EscalationView() as body:
            return EscalationAlert(**head, escalation=body.id, **same(body, EscalationAlert))
        case WithheldView() as body:
            return WithheldAlert(**head, **same(body, WithheldAlert))


def _but_head(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in {"id", "reference"}}
