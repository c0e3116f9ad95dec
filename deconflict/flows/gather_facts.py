"""Read, as the viewer, everything around alerts, overlaps and conflicts that showing them needs.

Row policies decide.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from deconflict.agreements import store as agreements
from deconflict.agreements.model import Level
from deconflict.alerts import ladder_store as ladders
from deconflict.alerts.model import Alert, Subject
from deconflict.conflicts import segment_store as segments
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.model import Conflict, Segment
from deconflict.disclosure.facts import EXACT_VIEW, Facts
from deconflict.disclosure.near import NearFacts
from deconflict.disclosure.together_views import Together
from deconflict.disclosure.watching import WatchingFacts
from deconflict.encounters import store as encounters
from deconflict.encounters.model import Sighting
from deconflict.flows.facts_of_distress import facts_of_distress
from deconflict.flows.facts_of_incidents import facts_of_incidents
from deconflict.glass import store as glasses
from deconflict.glass.model import Glass
from deconflict.joint_patrols import store as joint_patrols
from deconflict.messages import store as messages
from deconflict.messages.model import Message
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.model import Overlap
from deconflict.parties import store as parties
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import Party, PartyId, Suspension, Viewer
from deconflict.patrols import store as patrols
from deconflict.patrols.model import Review, SharedPlan
from deconflict.probing.model import WhatIf
from deconflict.rendezvous import store as rendezvous
from deconflict.resolving import store as resolving
from deconflict.resolving.model import Proposal
from deconflict.runtime.database import PartySession
from deconflict.zones import store as zones


async def facts_for_alerts(
    session: PartySession, viewer: Viewer, alerts: Collection[Alert], bound: Level
) -> Facts:
    """Return what rendering those alerts needs and the viewer may read; `bound`: the deployment's default level."""
    of = [alert.subject for alert in alerts]
    revisions = {(item.overlap, item.revision) for item in of if item.overlap and item.revision is not None}
    told = await overlaps.revisions(session, revisions, bound) if revisions else {}
    shown = {(item.segment, item.revision) for item in of if item.segment and item.revision is not None}
    views = await segments.revisions(session, shown) if shown else {}
    reviews = {item.review for item in of if item.review}
    zone_ids = {item.zone for item in of if item.zone}
    known_reviews: dict[UUID, Review] = {}
    if reviews:
        known_reviews = {item.id: item for item in await patrols.reviews(session, list(reviews))}
    patrol_ids = {item.patrol for item in of if item.patrol}
    patrol_ids |= {item.patrol for item in told.values()} | {item.patrol for item in known_reviews.values()}
    patrol_ids |= {item.patrol for item in views.values()}
    said_ids = {item.message for item in of if item.message}
    said = await messages.with_ids(session, said_ids) if said_ids else {}
    proposed_ids = {item.proposal for item in of if item.proposal}
    proposed = await resolving.proposals_with(session, proposed_ids) if proposed_ids else {}
    named = {*_rivals(told.values()), *_both(views.values())}
    named |= _other_ends((*said.values(), *proposed.values()))
    near = await facts_near(
        session,
        {(item.sighting, item.revision) for item in of if item.sighting and item.revision is not None},
        {item.overdue for item in of if item.overdue},
    )
    named |= named_in(near)
    exact = viewer.role in EXACT_VIEW
    return Facts(
        advice=await resolving.advice_on(session, {item.id for item in told.values()}),
        patrols=await patrols.with_ids(session, patrol_ids) if patrol_ids else {},
        parties=await _parties(session) if exact else {},
        rivals=await _names(session, named),
        liaisons=await messages.liaisons_told(session, _naming(told.values())),
        messages=said,
        proposals=proposed,
        zones=await zones.with_ids(session, zone_ids) if zone_ids else {},
        conflicts=await conflicts.with_ids(session, {item.conflict for item in of if item.conflict})
        if exact
        else {},
        findings=await conflicts.findings(session, {item.finding for item in of if item.finding})
        if exact
        else {},
        overlaps=told,
        segments=views,
        reviews=known_reviews,
        near=near,
        watching=await _watching(session, of),
        distress=await facts_of_distress(session, of),
        incidents=await facts_of_incidents(session, {item.incident for item in of if item.incident}),
        together=await facts_together(
            session,
            viewer,
            {item.rendezvous for item in of if item.rendezvous},
            {item.joint_patrol for item in of if item.joint_patrol},
        ),
    )


async def facts_together(
    session: PartySession, viewer: Viewer, meetings: Collection[UUID], joint: Collection[UUID]
) -> Together:
    """Return what rendering those rendezvous and joint patrols needs, and the viewer's own part in each."""
    met = await rendezvous.with_ids(session, meetings) if meetings else {}
    shared = await joint_patrols.with_ids(session, joint) if joint else {}
    sides = {side for item in met.values() for side in item.sides}
    sides |= {side for item in shared.values() for side in item.parties}
    own = viewer.party
    return Together(
        rendezvous=met,
        meant=await rendezvous.meant(session, list(met)) if met and own else {},
        joint=shared,
        sent=await joint_patrols.sent_by(session, list(shared), own) if shared and own else {},
        names=await _names(session, sides),
    )


async def facts_near(
    session: PartySession, told: Collection[tuple[UUID, int]], silent: Collection[UUID] = ()
) -> NearFacts:
    """Return what rendering those revisions of sightings and those silent units needs."""
    sightings = await encounters.with_ids(session, {of for of, _ in told}) if told else {}
    units = {item.unit for item in sightings.values()}
    return NearFacts(
        sightings=sightings,
        told=await encounters.told(session, sorted(told)) if told else {},
        overdue=await encounters.overdue_with(session, silent) if silent else {},
        callsigns={unit.id: unit.callsign for unit in await parties.units_with(session, units)}
        if units
        else {},
    )


async def facts_for_sightings(session: PartySession, wanted: Collection[Sighting]) -> Facts:
    """Return what rendering those sightings as they are now needs: at level 2 and above the rivals' names too."""
    near = await facts_near(session, {(item.id, item.revision) for item in wanted})
    return Facts(near=near, rivals=await _names(session, named_in(near)))


def named_in(near: NearFacts) -> set[PartyId]:
    """Return the parties that those sightings name."""
    shown = [one for told in near.told.values() for one in told]
    units = {seen.party for one in shown for seen in (one.own, one.other) if seen is not None}
    return units | {one.party for one in shown if one.party is not None}


async def facts_for_overlaps(session: PartySession, wanted: Collection[Overlap]) -> Facts:
    """Return what rendering those overlaps needs: the viewer's own patrols, and at level 2 rivals' names."""
    return Facts(
        patrols=await patrols.with_ids(session, {item.patrol for item in wanted}) if wanted else {},
        rivals=await _names(session, _rivals(wanted)),
        liaisons=await messages.liaisons_told(session, _naming(wanted)),
        advice=await resolving.advice_on(session, [item.id for item in wanted]),
    )


async def facts_for_segments(session: PartySession, wanted: Collection[Segment]) -> Facts:
    """Return what rendering a party's own views of conflicts needs: its patrols, and both parties' names."""
    return Facts(
        patrols=await patrols.with_ids(session, {item.patrol for item in wanted}) if wanted else {},
        rivals=await _names(session, _both(wanted)),
        adjusts=await resolving.assigned_in(session, [item.id for item in wanted]),
    )


async def facts_for_what_if(session: PartySession, asked: WhatIf) -> Facts:
    """Return what showing the answer to a question needs: at level 2 the rivals' names."""
    return Facts(rivals=await _names(session, {area.rival for area in asked.areas}))


async def facts_for_shared_plans(session: PartySession, wanted: Collection[SharedPlan]) -> Facts:
    """Return what rendering rivals' plans needs: the rivals' names."""
    return Facts(rivals=await _names(session, {item.owner for item in wanted}))


async def facts_for_conflicts(session: PartySession, wanted: Collection[Conflict]) -> Facts:
    """Return what rendering those conflicts needs: the names of the parties, and who adjusts."""
    if not wanted:
        return Facts()
    return Facts(
        parties=await _parties(session),
        adjusts=await resolving.assigned(session, [item.id for item in wanted]),
    )


async def facts_for_suspensions(session: PartySession, wanted: Collection[Suspension]) -> WatchingFacts:
    """Return what showing those suspensions needs: the parties' names."""
    return WatchingFacts(names=await _party_names(session) if wanted else {})


async def facts_for_glasses(session: PartySession, wanted: Collection[Glass]) -> WatchingFacts:
    """Return what showing those requests needs: the parties' names."""
    return WatchingFacts(names=await _party_names(session) if wanted else {})


async def _watching(session: PartySession, of: Collection[Subject]) -> WatchingFacts:
    suspended = {item.suspension for item in of if item.suspension}
    broken = {item.glass for item in of if item.glass}
    called = {item.escalation for item in of if item.escalation}
    if not suspended | broken | called:
        return WatchingFacts()
    return WatchingFacts(
        suspensions=await suspensions.with_ids(session, suspended) if suspended else {},
        glasses=await glasses.with_ids(session, broken) if broken else {},
        names=await _party_names(session),
        escalations=await ladders.with_ids(session, called) if called else {},
        escalated=await ladders.seqs_in(session, called) if called else {},
    )


async def _party_names(session: PartySession) -> dict[UUID, str]:
    return {party.id: party.name for party in await parties.parties(session)}


async def _parties(session: PartySession) -> dict[UUID, Party]:
    return {party.id: party for party in await parties.parties(session)}


async def names_around(session: PartySession, said: Iterable[Message | Proposal]) -> dict[UUID, str]:
    """Return the names of the other ends of what was said."""
    return await _names(session, _other_ends(said))


def _other_ends(said: Iterable[Message | Proposal]) -> set[PartyId]:
    return {item.other for item in said if item.other is not None}


def _naming(of: Iterable[Overlap]) -> list[tuple[UUID, int]]:
    """Return the overlaps, with their revisions, that name somebody."""
    return [(item.id, item.revision) for item in of if item.areas]


def _rivals(of: Iterable[Overlap]) -> set[PartyId]:
    """Return the rivals that those overlaps tell of."""
    return {area.rival for item in of for area in item.areas}


def _both(of: Iterable[Segment]) -> set[PartyId]:
    """Return the parties on both sides of those conflicts."""
    return {party for item in of for party in (item.party, item.rival)}


async def _names(session: PartySession, wanted: Collection[PartyId]) -> dict[UUID, str]:
    return {party: await agreements.party_name(session, party) or "" for party in wanted}
