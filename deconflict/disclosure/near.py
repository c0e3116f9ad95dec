"""Pure functions from what was told of an encounter, and from a silent unit, to what may leave (LIV-03, LIV-06)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from deconflict.disclosure.near_views import NearbyView, OverdueView, SightingView, UnitSeenView
from deconflict.disclosure.views import WithheldView
from deconflict.encounters.model import Overdue, Shown, Sighting, SightingState, UnitSeen
from deconflict.errors import NotFound
from deconflict.parties.model import Role, Viewer

EXACT = frozenset({Role.DESK, Role.FACILITATOR})


@dataclass(frozen=True)
class NearFacts:
    """What the viewer's own transaction could read around encounters: what each revision tells at the level now."""

    sightings: Mapping[UUID, Sighting] = field(default_factory=dict)
    told: Mapping[tuple[UUID, int], Sequence[Shown]] = field(default_factory=dict)
    overdue: Mapping[UUID, Overdue] = field(default_factory=dict)
    callsigns: Mapping[UUID, str] = field(default_factory=dict)


def sighting_of(
    viewer: Viewer, wanted: UUID, revision: int, facts: NearFacts, names: Mapping[UUID, str]
) -> SightingView | WithheldView:
    """Show what one revision told, or that it is withheld: also its reference when that itself was told."""
    item = facts.sightings.get(wanted)
    if item is None:
        return WithheldView()
    if (item.id, revision) not in facts.told:
        withheld = item.state is SightingState.WITHHELD and item.revision == revision
        return WithheldView(item.reference if withheld else "")
    return _view(viewer, item, revision, facts, names)


def sighting_view(
    viewer: Viewer, item: Sighting, facts: NearFacts, names: Mapping[UUID, str]
) -> SightingView:
    """Show what the last revision tells. NotFound where the level allows nothing of it now."""
    if (item.id, item.revision) not in facts.told:
        raise NotFound()
    return _view(viewer, item, item.revision, facts, names)


def overdue_view(viewer: Viewer, item: Overdue) -> OverdueView:
    """Show a silent unit to its own party and the desk. NotFound for others."""
    if viewer.party != item.party and viewer.role is not Role.DESK:
        raise NotFound()
    return OverdueView(
        item.id,
        item.reference,
        item.party,
        item.unit,
        item.callsign,
        item.since,
        item.beyond_reach,
        item.heard_at,
    )


def _view(
    viewer: Viewer, item: Sighting, revision: int, facts: NearFacts, names: Mapping[UUID, str]
) -> SightingView:
    if not (item.party is None and viewer.role in EXACT) and (
        item.party is None or item.party != viewer.party
    ):
        raise NotFound()
    told = sorted(facts.told[item.id, revision], key=lambda one: (one.level, str(one.party)))
    most = told[-1]
    return SightingView(
        id=item.id,
        reference=item.reference,
        unit=item.unit,
        callsign=facts.callsigns.get(item.unit, ""),
        sight=item.sight,
        state=item.state,
        revision=revision,
        level=None if item.party is None else int(most.level),
        closeness=most.closeness,
        distance_m=most.distance_m,
        closest_at=most.closest_at,
        late=most.late,
        own=_unit(most.own, names),
        other=_unit(most.other, names),
        nearby=tuple(
            NearbyView(one.party, _name(names, one.party), one.cells) for one in told if one.party is not None
        ),
        octant=most.octant,
        within_m=most.within_m,
        opened_at=item.opened_at,
        updated_at=item.updated_at,
    )


def _unit(seen: UnitSeen | None, names: Mapping[UUID, str]) -> UnitSeenView | None:
    if seen is None:
        return None
    return UnitSeenView(
        seen.party, _name(names, seen.party), seen.callsign, seen.at, seen.lon, seen.lat, seen.bearing_deg
    )


def _name(names: Mapping[UUID, str], party: UUID) -> str:
    if party not in names:
        raise NotFound()
    return names[party]
