"""Alerts on the wire, made from `Disclosed` views alone. REST and the live socket send the same bodies."""

from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field, RootModel

from deconflict.alerts.model import AlertKind
from deconflict.api.wire import Out, example
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
from deconflict.api.wire_joint_patrols import EXAMPLE_JOINT, MemberOut, TextOut, joint_fields
from deconflict.api.wire_messages import EXAMPLE_MESSAGE, MessageFields
from deconflict.api.wire_rendezvous import EXAMPLE_RENDEZVOUS, SideOut, rendezvous_fields
from deconflict.api.wire_resolving import EXAMPLE_PROPOSAL, ProposalFields
from deconflict.api.wire_watching import EXAMPLE_GLASS, EXAMPLE_SUSPENSION, GlassFields, glass_fields
from deconflict.conflicts.model import ConflictState
from deconflict.disclosure.disclosed import Disclosed
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
from deconflict.disclosure.watching_views import GlassView, SuspensionView
from deconflict.joint_patrols.model import JointState
from deconflict.overlaps.model import OverlapState
from deconflict.patrols.model import PatrolState, ReviewReason
from deconflict.rendezvous.model import RendezvousState
from deconflict.separation.area import ZoneKind

EXAMPLE_HEAD: Final[dict[str, Any]] = {
    "type": "alert",
    "epoch": "p4vLh1rF2kQ",
    "seq": 12,
    "kind": "overlap",
    "change": "opened",
    "rings": True,
    "level": 1,
    "reference": "RX-9C3H",
    "released_at": "2026-11-30T17:12:20Z",
    "received": False,
    "seen": False,
    "acknowledged": None,
}


NAMED: Final[dict[str, Any]] = {"patrol": PATROL, "patrol_reference": "K7-2M4Q"}


def _alert(kind: str) -> dict[str, Any]:
    return EXAMPLE_HEAD | {"kind": kind, "level": None}


class AcknowledgedOut(Out):
    """Who acknowledged and when. Acknowledging is never consent (ALR-03)."""

    by: str
    at: datetime


class AlertOut(Out):
    """An alert of the viewer's own feed (ALR-01); what it is about follows in the fields of its kind."""

    type: Literal["alert"] = "alert"
    epoch: str
    seq: int = Field(ge=1)
    kind: AlertKind
    change: str
    rings: bool
    level: int | None
    reference: str
    released_at: datetime
    received: bool
    seen: bool
    acknowledged: AcknowledgedOut | None


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
        _alert("conflict")
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
        _alert("review")
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

    model_config = example(_alert("patrol") | NAMED | {"callsign": "Falcon 2", "state": "off_plan"})

    patrol: UUID
    patrol_reference: str
    callsign: str
    state: PatrolState


class ZoneAlert(AlertOut):
    """About one's own patrol and a zone that every party sees."""

    model_config = example(
        _alert("zone")
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
        _alert("rendezvous")
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
        _alert("joint_patrol")
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
        _alert("suspension") | EXAMPLE_SUSPENSION | {"suspension": EXAMPLE_CONFLICT, "reference": ""}
    )

    suspension: UUID
    party: UUID
    party_name: str
    reason: str
    suspended_at: datetime
    restored_at: datetime | None


class GlassAlert(AlertOut, GlassFields):
    """Somebody asks, or was allowed, to see plans of one's own party; for the desk, of any."""

    model_config = example(_alert("glass") | EXAMPLE_GLASS | {"glass": EXAMPLE_CONFLICT})

    glass: UUID


class ProposalAlert(AlertOut, ProposalFields):
    """A shift that the other side or the desk proposes, or what became of one."""

    model_config = example(
        _alert("proposal")
        | {"change": "proposed", "reference": "", "proposal": EXAMPLE_PROPOSAL["id"]}
        | {name: EXAMPLE_PROPOSAL[name] for name in ProposalFields.model_fields}
    )

    proposal: UUID


class MessageAlert(AlertOut, MessageFields):
    """Somebody said something about one's overlaps: the other side, or the neutral desk."""

    model_config = example(
        _alert("message")
        | {"change": "received", "reference": "", "message": EXAMPLE_MESSAGE["id"]}
        | {name: EXAMPLE_MESSAGE[name] for name in MessageFields.model_fields}
    )

    message: UUID


class WithheldAlert(AlertOut):
    """A number whose alert the level that holds now does not allow.

    With a reference and one's own patrol it says what is withheld from now on: no all-clear.
    """

    model_config = example(
        _alert("withheld") | {"rings": False, "level": 0, "patrol": None, "patrol_reference": None}
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
    head = _head(view)
    match view.body:
        case OverlapView() as body:
            return OverlapAlert(**head, overlap=body.id, **_same(body, OverlapAlert))
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
            return ProposalAlert(**head, proposal=body.id, **_same(body, ProposalAlert))
        case MessageView() as body:
            return MessageAlert(**head, message=body.id, **_same(body, MessageAlert))
        case ReviewView() as body:
            return ReviewAlert(**head, review=body.id, **_same(body, ReviewAlert))
        case PatrolView() as body:
            return PatrolAlert(**head, **_same(body, PatrolAlert))
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
            return SuspensionAlert(**head, suspension=body.id, **_same(body, SuspensionAlert))
        case GlassView() as body:
            return GlassAlert(**head, glass=body.id, **glass_fields(body))
        case WithheldView() as body:
            return WithheldAlert(**head, **_same(body, WithheldAlert))


def _head(view: AlertView) -> dict[str, Any]:
    by_at = view.acknowledged
    return {
        **_same(view, AlertOut),
        "acknowledged": by_at and AcknowledgedOut(by=by_at[0], at=by_at[1]),
    }


def _but_head(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in {"id", "reference"}}


def _same(view: object, wanted: type[Out]) -> dict[str, Any]:
    """Return the view's fields that the message has under the same name, those of the head excepted."""
    head = () if wanted is AlertOut else AlertOut.model_fields
    names = (name for name in wanted.model_fields if name not in head)
    return {name: getattr(view, name) for name in names if hasattr(view, name)}
