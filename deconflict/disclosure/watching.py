"""Pure functions from a suspension or a broken glass and its viewer to what may leave (PAT-02, DIS-08)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from deconflict.disclosure.watching_views import GlassView, SuspensionView
from deconflict.errors import NotFound
from deconflict.glass.model import Glass
from deconflict.parties.model import OFFICERS, Role, Suspension, Viewer

WATCHERS = frozenset({Role.DESK, Role.FACILITATOR, Role.OVERSIGHT})
SUSPENDERS = WATCHERS | {Role.OPERATOR}


@dataclass(frozen=True)
class WatchingFacts:
    """What the viewer's own transaction could read around suspensions and broken glass, by id."""

    suspensions: Mapping[UUID, Suspension] = field(default_factory=dict)
    glasses: Mapping[UUID, Glass] = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)


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


def _name(facts: WatchingFacts, party: UUID) -> str:
    if party not in facts.names:
        raise NotFound()
    return facts.names[party]
