"""Pure functions from a suspension or a broken glass and its viewer to what may leave (PAT-02, DIS-08)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from deconflict.alerts.model import Escalation, Rung, Subject
from deconflict.disclosure.watching_views import EscalationView, GlassView, SuspensionView
from deconflict.errors import NotFound
from deconflict.glass.model import Glass
from deconflict.parties.model import OFFICERS, Role, Suspension, Viewer

WATCHERS = frozenset({Role.DESK, Role.FACILITATOR, Role.OVERSIGHT})
NEUTRAL_RUNGS = frozenset({(Rung.DESK, Role.DESK), (Rung.FACILITATOR, Role.FACILITATOR)})
SUSPENDERS = WATCHERS | {Role.OPERATOR}


@dataclass(frozen=True)
class WatchingFacts:
    """What the viewer's own transaction could read around suspensions and broken glass, by id."""

    suspensions: Mapping[UUID, Suspension] = field(default_factory=dict)
    glasses: Mapping[UUID, Glass] = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)
    escalations: Mapping[UUID, Escalation] = field(default_factory=dict)
    escalated: Mapping[UUID, tuple[int, ...]] = field(default_factory=dict)


def suspension_view(viewer: Viewer, item: Suspension, facts: WatchingFacts) -> SuspensionView:
    """Show a suspension to the party itself and to the neutral staff. NotFound for others."""
    if viewer.role not in SUSPENDERS and viewer.party != item.party:
        raise NotFound()
    return SuspensionView(
        id=item.id,
        party=item.party,
        party_name=_name(facts, item.party),
        reason=item.reason,
        suspended_at=item.suspended_at,
        restored_at=item.restored_at,
    )


def glass_view(viewer: Viewer, item: Glass, facts: WatchingFacts) -> GlassView:
    """Show a request to those who ask, decide and watch, and to the party's officers. NotFound for others."""
    of_party = viewer.role in OFFICERS and viewer.party == item.party
    if viewer.role not in WATCHERS and not of_party:
        raise NotFound()
    return GlassView(
        id=item.id,
        reference=item.reference,
        party=item.party,
        party_name=_name(facts, item.party),
        scope=item.scope,
        reason=item.reason,
        ends_at=item.ends_at,
        state=item.state,
        asked_role=Role.FACILITATOR,
        asked_at=item.asked_at,
        decided_role=item.decided_role,
        decided_at=item.decided_at,
        closed_at=item.closed_at,
    )


def watching_body(
    viewer: Viewer, of: Subject, facts: WatchingFacts
) -> SuspensionView | GlassView | EscalationView | None:
    """Return what an alert about a suspension, a broken glass or a call shows; None of a call not meant for the viewer.

    NotFound where there is nothing else to be seen.
    """
    if of.escalation is not None:
        call = facts.escalations.get(of.escalation)
        return None if call is None else escalation_view(viewer, call, facts)
    suspended = None if of.suspension is None else facts.suspensions.get(of.suspension)
    if suspended is not None:
        return suspension_view(viewer, suspended, facts)
    broken = None if of.glass is None else facts.glasses.get(of.glass)
    if broken is None:
        raise NotFound()
    return glass_view(viewer, broken, facts)


def escalation_view(viewer: Viewer, item: Escalation, facts: WatchingFacts) -> EscalationView:
    """Show a call to whoever it is for: the party's officers its own, the desk and the facilitator what reached them.

    NotFound for others. What the alerts say is not in it: of a party's, that there are some and of which kinds.
    """
    called = item.party is not None and viewer.party == item.party and item.rung is Rung.DUTY
    if not called and (item.rung, viewer.role) not in NEUTRAL_RUNGS:
        raise NotFound()
    return EscalationView(
        id=item.id,
        rung=item.rung,
        party=item.party,
        party_name=None if item.party is None else _name(facts, item.party),
        kinds=item.kinds,
        unanswered=item.unanswered,
        since=item.since,
        over_at=item.over_at,
        seqs=facts.escalated.get(item.id, ()),
    )


def _name(facts: WatchingFacts, party: UUID) -> str:
    if party not in facts.names:
        raise NotFound()
    return facts.names[party]
