"""Alerts leave with a head and the body of their kind; nothing a level does not allow has a place (ALR-01)."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from deconflict.alerts.model import AlertKind, Rung
from deconflict.api.wire_alerts import alert_out
from deconflict.conflicts.model import ConflictState
from deconflict.disclosure.disclosed import disclosed
from deconflict.disclosure.distress_views import HaltView, SosView
from deconflict.disclosure.incident_views import IncidentView
from deconflict.disclosure.near_views import OverdueView, SightingView
from deconflict.disclosure.said_views import MessageView, ProposalView
from deconflict.disclosure.together_views import JointPatrolView, RendezvousView, TextView
from deconflict.disclosure.views import (
    Advice,
    AlertView,
    ConflictView,
    OverlapView,
    PatrolView,
    ReviewView,
    SideView,
    WithheldView,
    ZoneNoticeView,
    ZoneView,
)
from deconflict.disclosure.watching_views import EscalationView, GlassView, SuspensionView
from deconflict.distress.model import Place
from deconflict.encounters.model import Octant, Sight, SightingState
from deconflict.glass.model import GlassState
from deconflict.incidents.model import Confidence, IncidentKind, IncidentState, Observation, Severity
from deconflict.joint_patrols.model import JointState
from deconflict.messages.model import MessageState
from deconflict.overlaps.model import OverlapState
from deconflict.parties.model import Role
from deconflict.patrols.model import PatrolState, ReviewReason
from deconflict.rendezvous.model import RendezvousState, Where
from deconflict.resolving.model import Mover, ProposalState
from deconflict.separation.area import ZoneKind
from deconflict.separation.check import Finding, Grade, PointInTime

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
ID = uuid4()
PLACE = PointInTime(15.0, 32.0, AT)
SIDE = SideView(ID, "The east", "Falcon 2", ID, "K7-2M4Q", 1)
FINDING = Finding(Grade.CRITICAL, 0.0, 0.0, 0.0, 0.0, PLACE, PLACE, AT, AT, AT, AT)
HEAD = {
    *("type", "epoch", "seq", "kind", "change", "rings", "level", "reference", "released_at"),
    *("received", "seen", "acknowledged"),
}
BODIES = {
    AlertKind.OVERLAP: OverlapView(
        ID, "RX-9C3H", ID, "K7-2M4Q", (AT,), OverlapState.OPEN, 1, 1, (), Advice.HOLD_OR_ADJUST, AT
    ),
    AlertKind.CONFLICT: ConflictView(
        ID, "T4-7WPB", ConflictState.OPEN, 2, FINDING, SIDE, SIDE, None, AT, AT, None
    ),
    AlertKind.REVIEW: ReviewView(ID, "T4-7WPB", ReviewReason.HOT_PURSUIT, ID, "K7-2M4Q", "Falcon 2", False),
    AlertKind.PATROL: PatrolView(ID, "K7-2M4Q", "Falcon 2", PatrolState.OFF_PLAN),
    AlertKind.MESSAGE: MessageView(
        ID, MessageState.RECEIVED, None, None, Role.DESK, None, "Please wait.", True, (ID,), None, AT, AT
    ),
    AlertKind.SOS: SosView(
        ID, "T4-7WPB", None, ID, "The east", ID, "Falcon 2", Place(15.0, 32.0, AT), "ambush", AT, None, False
    ),
    AlertKind.HALT: HaltView(
        ID, "T4-7WPB", None, ((15.0, 32.0), (15.1, 32.0), (15.1, 32.1)), "", AT, None, None
    ),
    AlertKind.INCIDENT: IncidentView(
        ID,
        "N3-8KQD",
        ID,
        "The east",
        ID,
        "Falcon 2",
        None,
        IncidentState.REPORTED,
        Observation(IncidentKind.CROWD, Severity.HIGH, Confidence.CERTAIN, "market", None, AT),
        "Salem",
        AT,
        (),
    ),
    AlertKind.PROPOSAL: ProposalView(
        ID, None, None, True, Mover.SELF, 600, (ID,), None, ProposalState.PROPOSED, None, AT, AT, None
    ),
    AlertKind.ZONE: ZoneNoticeView(ID, "K7-2M4Q", ZoneView(ID, "Hospital", ZoneKind.PROTECTED_SITE)),
    AlertKind.BUDGET: PatrolView(ID, "K7-2M4Q", "Falcon 2", PatrolState.REGISTERED),
    AlertKind.PROBE: PatrolView(ID, "K7-2M4Q", "Falcon 2", PatrolState.REGISTERED),
    AlertKind.RENDEZVOUS: RendezvousView(
        ID,
        "RX-9C3H",
        RendezvousState.PROPOSED,
        (),
        ID,
        Where(15.0, 32.0, 500.0, AT, AT),
        None,
        None,
        None,
        AT,
        None,
        None,
    ),
    AlertKind.JOINT_PATROL: JointPatrolView(
        ID, "RX-9C3H", JointState.PROPOSED, 0, 1, ID, (), TextView(1, "{}", "00"), None, None, AT, None, None
    ),
    AlertKind.SUSPENSION: SuspensionView(ID, ID, "The east", "line cut", AT, None),
    AlertKind.GLASS: GlassView(
        ID,
        "RX-9C3H",
        ID,
        "The east",
        ID,
        "why",
        AT,
        GlassState.ASKED,
        Role.FACILITATOR,
        AT,
        None,
        None,
        None,
    ),
    AlertKind.ENCOUNTER: SightingView(
        id=ID,
        reference="RX-9C3H",
        unit=ID,
        callsign="Falcon 2",
        sight=Sight.STOP,
        state=SightingState.OPEN,
        revision=1,
        level=0,
        closeness=None,
        distance_m=None,
        closest_at=None,
        late=False,
        own=None,
        other=None,
        nearby=(),
        octant=Octant.EAST,
        within_m=300,
        opened_at=AT,
        updated_at=AT,
    ),
    AlertKind.OVERDUE: OverdueView(ID, "RX-9C3H", ID, ID, "Falcon 2", AT, False, None),
    AlertKind.ESCALATION: EscalationView(
        ID, Rung.DUTY, ID, "The east", (AlertKind.OVERLAP,), 2, AT, None, (1, 2)
    ),
    AlertKind.WITHHELD: WithheldView(),
}
OWN_FIELDS = {
    AlertKind.INCIDENT: {
        "incident",
        "party",
        "party_name",
        "unit",
        "callsign",
        "patrol",
        "state",
        "observation",
        "reported_by",
        "reported_at",
        "photos",
    },
    AlertKind.OVERLAP: {
        "overlap",
        "patrol",
        "patrol_reference",
        "hours",
        "state",
        "revision",
        "areas",
        "advice",
    },
    AlertKind.REVIEW: {"review", "reason", "patrol", "patrol_reference", "callsign", "closed"},
    AlertKind.PATROL: {"patrol", "patrol_reference", "callsign", "state"},
    AlertKind.MESSAGE: {"message", "party", "party_name", "role", "name", "text", "urgent", "overlaps"},
    AlertKind.PROPOSAL: {
        *("proposal", "party", "party_name", "incoming", "mover", "shift_s"),
        *("overlaps", "state", "said", "expires_at"),
    },
    AlertKind.ZONE: {"patrol", "patrol_reference", "zone", "zone_name", "zone_kind"},
    AlertKind.ESCALATION: {
        *("escalation", "rung", "party", "party_name", "kinds", "unanswered", "since", "over_at", "seqs"),
    },
    AlertKind.WITHHELD: {"patrol", "patrol_reference"},
}


def shown(kind: AlertKind, **other: object) -> dict:
    """An alert of that kind as it is written."""
    values = {"received": True, "seen": False, "acknowledged": None, "level": None, **other}
    view = AlertView(
        epoch="e1",
        seq=3,
        kind=kind,
        change="opened",
        rings=True,
        reference="RX-9C3H",
        released_at=AT,
        body=BODIES[kind],
        **values,
    )
    return alert_out(disclosed(view)).model_dump(mode="json")


@pytest.mark.rule("ALR-01")
@pytest.mark.parametrize("kind", OWN_FIELDS)
def test_every_kind_has_its_head_and_its_own_fields(kind: AlertKind) -> None:
    said = shown(kind)
    assert set(said) == HEAD | OWN_FIELDS[kind]
    assert (said["type"], said["kind"], said["seq"]) == ("alert", kind.value, 3)


def test_there_is_a_body_for_every_kind_but_the_all_clear() -> None:
    assert set(BODIES) == set(AlertKind) - {AlertKind.ALL_CLEAR}


@pytest.mark.parametrize("kind", BODIES)
def test_every_kind_is_written_under_its_own_name(kind: AlertKind) -> None:
    assert shown(kind)["kind"] == kind.value


@pytest.mark.rule("DIS-08")
def test_a_conflict_is_told_exactly() -> None:
    said = shown(AlertKind.CONFLICT)
    assert (said["conflict"], said["episode"], said["grade"]) == (str(ID), 2, "critical")
    assert said["a"]["callsign"] == said["b"]["callsign"] == "Falcon 2"


@pytest.mark.rule("ALR-03")
def test_who_acknowledged_is_told() -> None:
    said = shown(AlertKind.OVERLAP, acknowledged=("Salem", AT), level=1)
    assert said["acknowledged"] == {"by": "Salem", "at": "2026-12-01T08:00:00Z"}
    assert (said["level"], said["received"], said["seen"]) == (1, True, False)
