"""Pure functions from a fact, its viewer and the level that holds to what may leave (DIS-03…06, DIS-08).

Whatever a viewer may not have is the same error as what does not exist.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from deconflict.agreements.model import Level
from deconflict.alerts.model import Alert, AlertKind
from deconflict.conflicts.model import Conflict, Segment, Shown, Side, ZoneSide
from deconflict.disclosure.disclosed import Disclosed, disclosed
from deconflict.disclosure.distress import distress_body
from deconflict.disclosure.distress_views import SosView
from deconflict.disclosure.facts import EXACT_VIEW, Facts
from deconflict.disclosure.incidents import incident_view
from deconflict.disclosure.near import overdue_view, sighting_of, sighting_view
from deconflict.disclosure.near_views import SightingView
from deconflict.disclosure.said import message_view, proposal_view
from deconflict.disclosure.said_views import LiaisonView, MessageView, ProposalView
from deconflict.disclosure.together import joint_patrol_view, rendezvous_view, together_body
from deconflict.disclosure.together_views import JointPatrolView, RendezvousView, Together
from deconflict.disclosure.views import (
    Advice,
    AlertView,
    AreaView,
    AssignedBy,
    Body,
    CellView,
    ConflictView,
    OverlapView,
    PatrolView,
    PositionView,
    ReviewView,
    SegmentView,
    SharedPlanView,
    SideView,
    WhatIfView,
    WithheldView,
    ZoneNoticeView,
    ZoneView,
)
from deconflict.disclosure.watching import WatchingFacts, glass_view, suspension_view, watching_body
from deconflict.disclosure.watching_views import GlassView, SuspensionView
from deconflict.encounters.model import Sighting
from deconflict.errors import NotFound
from deconflict.glass.model import Glass
from deconflict.joint_patrols.model import JointPatrol
from deconflict.messages.model import Message
from deconflict.overlaps.model import CLOSED, Overlap, SharedArea
from deconflict.parties.model import Role, Suspension, Viewer
from deconflict.patrols.model import Patrol, Review, SharedPlan
from deconflict.probing.model import WhatIf
from deconflict.rendezvous.model import Rendezvous
from deconflict.resolving.model import Proposal, Says
from deconflict.separation.area import ZoneFinding
from deconflict.separation.check import Finding
from deconflict.separation.cover import split, unpack
from deconflict.separation.errors import FAULTS
from deconflict.tracking.model import SharedPosition

K = TypeVar("K")
V = TypeVar("V")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def disclose_rendezvous(
    viewer: Viewer, item: Rendezvous, facts: Together, now: datetime
) -> Disclosed[RendezvousView]:
    """Show a rendezvous to its sides and to those who witness (SEP-10). NotFound for others."""
    return disclosed(rendezvous_view(viewer, item, facts, now))


def disclose_joint_patrol(
    viewer: Viewer, item: JointPatrol, facts: Together, now: datetime
) -> Disclosed[JointPatrolView]:
    """Show a joint patrol to its parties and to the desk (PAT-10). NotFound for others."""
    return disclosed(joint_patrol_view(viewer, item, facts, now))


def disclose_overlap(viewer: Viewer, overlap: Overlap, facts: Facts) -> Disclosed[OverlapView]:
    """Show a party its own overlap (DIS-03), the desk all. NotFound for others.

    Level 1: its patrol, the hours, a reference. Level 2: also the cells shared with each rival, and whose they are.
    """
    return disclosed(_overlap(viewer, overlap, facts))


def disclose_suspension(viewer: Viewer, item: Suspension, facts: WatchingFacts) -> Disclosed[SuspensionView]:
    """Show a suspension to the party itself and to the neutral staff. NotFound for others."""
    return disclosed(suspension_view(viewer, item, facts))


def disclose_glass(viewer: Viewer, item: Glass, facts: WatchingFacts) -> Disclosed[GlassView]:
    """Show a request to break glass to those whom it concerns (DIS-08). NotFound for others."""
    return disclosed(glass_view(viewer, item, facts))


def disclose_what_if(viewer: Viewer, asked: WhatIf, facts: Facts) -> Disclosed[WhatIfView]:
    """Show a party what its own question was answered with. NotFound for others."""
    if asked.party != viewer.party:
        raise NotFound()
    return disclosed(
        WhatIfView(
            id=asked.id,
            unit=asked.unit,
            state=asked.state,
            asked_at=asked.asked_at,
            answer_by=asked.answer_by,
            hours=tuple(EPOCH + timedelta(hours=hour) for hour in asked.hours),
            areas=tuple(_area(SharedArea(area.rival, area.cells), facts) for area in asked.areas),
        )
    )


def disclose_sighting(viewer: Viewer, item: Sighting, facts: Facts) -> Disclosed[SightingView]:
    """Show a viewer what it is told of an encounter (LIV-06). NotFound where the level allows nothing of it now."""
    return disclosed(sighting_view(viewer, item, facts.near, facts.rivals))


def disclose_message(viewer: Viewer, message: Message, names: Mapping[UUID, str]) -> Disclosed[MessageView]:
    """Show a message to the end that holds it. NotFound for others."""
    return disclosed(message_view(viewer, message, names))


def disclose_proposal(viewer: Viewer, item: Proposal, names: Mapping[UUID, str]) -> Disclosed[ProposalView]:
    """Show a proposal to the end that holds it. NotFound for others."""
    return disclosed(proposal_view(viewer, item, names))


def disclose_conflict(viewer: Viewer, conflict: Conflict, facts: Facts) -> Disclosed[ConflictView]:
    """Show the desk or the facilitator the exact conflict (DIS-08). NotFound for everybody else."""
    return disclosed(_conflict(viewer, conflict, conflict.finding, facts))


def disclose_segment(viewer: Viewer, segment: Segment, facts: Facts) -> Disclosed[SegmentView]:
    """Show a party at level 3 and above its own view of a conflict (DIS-03). NotFound for everybody else."""
    if segment.shown is None:
        raise NotFound()
    return disclosed(_segment(viewer, segment, segment.shown, facts))


def disclose_shared_plan(viewer: Viewer, shared: SharedPlan, facts: Facts) -> Disclosed[SharedPlanView]:
    """Show a party at level 4 a rival's whole plan (DIS-03). NotFound for everybody else."""
    if shared.party != viewer.party:
        raise NotFound()
    return disclosed(
        SharedPlanView(
            id=shared.id,
            reference=shared.reference,
            owner=shared.owner,
            owner_name=_known(facts.rivals, shared.owner),
            callsign=shared.callsign,
            state=shared.state,
            version=shared.version,
            purpose=shared.purpose,
            waypoints=shared.waypoints,
            time_tolerance_s=shared.time_tolerance_s,
            lateral_tolerance_m=shared.lateral_tolerance_m,
            shared_at=shared.shared_at,
        )
    )


def disclose_position(viewer: Viewer, shared: SharedPosition) -> Disclosed[PositionView]:
    """Show a party at live level 4 where a rival's unit was last (DIS-03). NotFound for everybody else."""
    if shared.party != viewer.party:
        raise NotFound()
    return disclosed(PositionView(shared.id, shared.owner, shared.callsign, shared.fix, shared.received_at))


def disclose_alert(viewer: Viewer, epoch: str, alert: Alert, facts: Facts) -> Disclosed[AlertView]:
    """Render an alert of the viewer's own feed at the level that holds now (ALR-01)."""
    try:
        body = _body(viewer, alert, facts)
    except FAULTS:  # a damaged row takes its own alert out of the feed, not the others
        body = WithheldView()
    if isinstance(body, WithheldView):
        return disclosed(_withheld(epoch, alert, body))
    return disclosed(
        AlertView(
            epoch=epoch,
            seq=alert.seq,
            kind=alert.kind,
            change=alert.change,
            rings=alert.rings,
            level=body.level
            if isinstance(body, OverlapView | SegmentView | SosView | SightingView)
            else None,
            reference=body.patrol_reference
            if isinstance(body, PatrolView | ZoneNoticeView)
            else body.reference,
            released_at=alert.released_at,
            received=alert.received_at is not None,
            seen=alert.seen_at is not None,
            acknowledged=_acknowledged(alert),
            body=body,
        )
    )


def _withheld(epoch: str, alert: Alert, body: WithheldView) -> AlertView:
    """Return the bare number, so that the feed has no gap; or what it is that is withheld from now on."""
    return AlertView(
        epoch=epoch,
        seq=alert.seq,
        kind=AlertKind.WITHHELD,
        change=AlertKind.WITHHELD.value,
        rings=False,
        level=int(Level.SEALED),
        reference=body.reference,
        released_at=alert.released_at,
        received=alert.received_at is not None,
        seen=alert.seen_at is not None,
        acknowledged=_acknowledged(alert),
        body=body,
    )


def _body(viewer: Viewer, alert: Alert, facts: Facts) -> Body:
    of = alert.subject
    if of.overlap is not None and of.revision is not None:
        told = facts.overlaps.get((of.overlap, of.revision))
        return WithheldView() if told is None else _overlap(viewer, told, facts)
    if of.segment is not None and of.revision is not None:
        segment = facts.segments.get((of.segment, of.revision))
        return WithheldView() if segment is None else _told(viewer, segment, facts)
    if of.sighting is not None and of.revision is not None:
        return sighting_of(viewer, of.sighting, of.revision, facts.near, facts.rivals)
    if of.overdue is not None:
        return overdue_view(viewer, _known(facts.near.overdue, of.overdue))
    if of.conflict is not None and of.finding is not None:
        finding = _known(facts.findings, of.finding)
        return _conflict(viewer, _known(facts.conflicts, of.conflict), finding, facts)
    if of.message is not None:
        return message_view(viewer, _known(facts.messages, of.message), facts.rivals)
    if of.proposal is not None:
        return proposal_view(viewer, _known(facts.proposals, of.proposal), facts.rivals)
    if of.review is not None:
        return _review(_known(facts.reviews, of.review), facts)
    if of.suspension is not None or of.glass is not None or of.escalation is not None:
        return watching_body(viewer, of, facts.watching) or WithheldView()
    if of.rendezvous is not None or of.joint_patrol is not None:
        return together_body(viewer, of, facts.together) or WithheldView()
    if of.sos is not None or of.halt is not None:
        return distress_body(viewer, of, facts.distress) or WithheldView()
    if of.incident is not None:
        return incident_view(viewer, _known(facts.incidents.incidents, of.incident), facts.incidents)
    patrol = _known(facts.patrols, of.patrol)
    if of.zone is not None:
        return ZoneNoticeView(patrol.id, patrol.reference, _zone(of.zone, facts))
    return PatrolView(patrol.id, patrol.reference, patrol.callsign, patrol.state)


def _overlap(viewer: Viewer, overlap: Overlap, facts: Facts) -> OverlapView:
    if overlap.party != viewer.party and viewer.role is not Role.DESK:
        raise NotFound()
    patrol = _known(facts.patrols, overlap.patrol)
    return OverlapView(
        id=overlap.id,
        reference=overlap.reference,
        patrol=overlap.patrol,
        patrol_reference=patrol.reference,
        hours=tuple(EPOCH + timedelta(hours=hour) for hour in overlap.hours),
        state=overlap.state,
        revision=overlap.revision,
        level=int(Level.AREA if overlap.areas else Level.NOTICE),
        areas=tuple(_area(area, facts) for area in overlap.areas),
        advice=_advice(overlap, patrol, facts),
        released_at=overlap.released_at,
    )


def _advice(overlap: Overlap, patrol: Patrol, facts: Facts) -> Advice:
    """Return what the desk said of the patrol as it is planned now; whoever is to adjust once, adjusts (CON-05)."""
    given = {item.says for item in facts.advice.get(overlap.id, ()) if item.version == patrol.version}
    if overlap.state in CLOSED or not given:
        return Advice.HOLD_OR_ADJUST
    return Advice.ADJUST if Says.ADJUST in given else Advice.HOLD


def _area(area: SharedArea, facts: Facts) -> AreaView:
    keys = unpack(area.cells)
    cells = tuple(
        CellView(EPOCH + timedelta(hours=hour), column, row)
        for hour, column, row in zip(*(part.tolist() for part in split(keys)), strict=True)
    )
    named = facts.liaisons.get(area.rival)
    liaison = None if named is None else LiaisonView(named.name, named.reach)
    return AreaView(area.rival, _known(facts.rivals, area.rival), cells, liaison)


def _conflict(
    viewer: Viewer, conflict: Conflict, finding: Finding | ZoneFinding, facts: Facts
) -> ConflictView:
    if viewer.role not in EXACT_VIEW:
        raise NotFound()
    return ConflictView(
        id=conflict.id,
        reference=conflict.reference,
        state=conflict.state,
        episode=conflict.episode,
        finding=finding,
        a=_side(conflict.pair.a, facts),
        b=None if conflict.pair.b is None else _side(conflict.pair.b, facts),
        zone=_zone_side(conflict.pair.zone, finding),
        opened_at=conflict.opened_at,
        updated_at=conflict.updated_at,
        resolution=conflict.resolution,
        adjusts=_adjusts(conflict.id, facts),
        assigned_by=_assigned_by(conflict.id, facts),
    )


def _told(viewer: Viewer, segment: Segment, facts: Facts) -> SegmentView | WithheldView:
    if segment.shown is not None:
        return _segment(viewer, segment, segment.shown, facts)
    own = _known(facts.patrols, segment.patrol)
    return WithheldView(segment.reference, own.id, own.reference)


def _segment(viewer: Viewer, segment: Segment, shown: Shown, facts: Facts) -> SegmentView:
    if segment.party != viewer.party:
        raise NotFound()
    own = _known(facts.patrols, segment.patrol)
    return SegmentView(
        id=segment.id,
        reference=segment.reference,
        state=segment.state,
        episode=segment.episode,
        revision=segment.revision,
        level=int(Level.SEGMENT),
        shown=shown,
        a=SideView(
            own.party, _known(facts.rivals, own.party), own.callsign, own.id, own.reference, own.version
        ),
        b=SideView(segment.rival, _known(facts.rivals, segment.rival), shown.callsign, None, None, None),
        acknowledged=segment.acknowledged,
        accepted=segment.accepted,
        opened_at=segment.opened_at,
        updated_at=segment.updated_at,
        resolution=segment.resolution,
        adjusts=_adjusts(segment.id, facts),
        assigned_by=_assigned_by(segment.id, facts),
    )


def _adjusts(of: UUID, facts: Facts) -> UUID | None:
    return facts.adjusts[of].party if of in facts.adjusts else None


def _assigned_by(of: UUID, facts: Facts) -> AssignedBy | None:
    if of not in facts.adjusts:
        return None
    return AssignedBy.AGREEMENT if facts.adjusts[of].by_agreement else AssignedBy.DESK


def _acknowledged(alert: Alert) -> tuple[str, datetime] | None:
    return None if alert.acknowledged is None else (alert.acknowledged.by, alert.acknowledged.at)


def _side(side: Side, facts: Facts) -> SideView:
    party = _known(facts.parties, side.party)
    return SideView(party.id, party.name, side.callsign, side.patrol, side.reference, side.version)


def _zone_side(zone: ZoneSide | None, finding: Finding | ZoneFinding) -> ZoneView | None:
    if zone is None or not isinstance(finding, ZoneFinding):
        return None
    return ZoneView(zone.id, zone.name, finding.kind)


def _zone(wanted: UUID, facts: Facts) -> ZoneView:
    zone = _known(facts.zones, wanted)
    return ZoneView(zone.id, zone.name, zone.area.kind)


def _review(review: Review, facts: Facts) -> ReviewView:
    patrol = _known(facts.patrols, review.patrol)
    return ReviewView(
        review.id,
        review.reference,
        review.reason,
        patrol.id,
        patrol.reference,
        patrol.callsign,
        review.closed_at is not None,
    )


def _known(facts: Mapping[K, V], key: K | None) -> V:
    """Return a fact that the viewer could read; hidden and absent are the same (DIS-06)."""
    if key is None or key not in facts:
        raise NotFound()
    return facts[key]
