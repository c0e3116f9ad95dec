"""Read, as the viewer, everything around alerts, overlaps and conflicts that showing them needs.

Row policies decide.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from deconflict.agreements import store as agreements
from deconflict.agreements.model import Level
from deconflict.alerts.model import Alert
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.model import Conflict
from deconflict.disclosure.release import EXACT_VIEW, Facts
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.model import Overlap
from deconflict.parties import store as parties
from deconflict.parties.model import Party, Viewer
from deconflict.patrols import store as patrols
from deconflict.patrols.model import Review
from deconflict.runtime.database import PartySession
from deconflict.zones import store as zones


async def facts_for_alerts(
    session: PartySession, viewer: Viewer, alerts: Collection[Alert], bound: Level
) -> Facts:
    """Return what rendering those alerts needs and the viewer may read; `bound`: the deployment's default level."""
    of = [alert.subject for alert in alerts]
    revisions = {(item.overlap, item.revision) for item in of if item.overlap and item.revision is not None}
    told = await overlaps.revisions(session, revisions, bound) if revisions else {}
    reviews = {item.review for item in of if item.review}
    zone_ids = {item.zone for item in of if item.zone}
    known_reviews: dict[UUID, Review] = {}
    if reviews:
        known_reviews = {item.id: item for item in await patrols.reviews(session, list(reviews))}
    patrol_ids = {item.patrol for item in of if item.patrol}
    patrol_ids |= {item.patrol for item in told.values()} | {item.patrol for item in known_reviews.values()}
    exact = viewer.role in EXACT_VIEW
    return Facts(
        patrols=await patrols.with_ids(session, patrol_ids) if patrol_ids else {},
        parties=await _parties(session) if exact else {},
        rivals=await _rivals(session, told.values()),
        zones=await zones.with_ids(session, zone_ids) if zone_ids else {},
        conflicts=await conflicts.with_ids(session, {item.conflict for item in of if item.conflict})
        if exact
        else {},
        findings=await conflicts.findings(session, {item.finding for item in of if item.finding})
        if exact
        else {},
        overlaps=told,
        reviews=known_reviews,
    )


async def facts_for_overlaps(session: PartySession, wanted: Collection[Overlap]) -> Facts:
    """Return what rendering those overlaps needs: the viewer's own patrols, and at level 2 rivals' names."""
    return Facts(
        patrols=await patrols.with_ids(session, {item.patrol for item in wanted}) if wanted else {},
        rivals=await _rivals(session, wanted),
    )


async def facts_for_conflicts(session: PartySession, wanted: Collection[Conflict]) -> Facts:
    """Return what rendering those conflicts needs: the names of the parties."""
    return Facts(parties=await _parties(session) if wanted else {})


async def _parties(session: PartySession) -> dict[UUID, Party]:
    return {party.id: party for party in await parties.parties(session)}


async def _rivals(session: PartySession, of: Iterable[Overlap]) -> dict[UUID, str]:
    """Return the names of the rivals that those overlaps tell of."""
    wanted = {area.rival for item in of for area in item.areas}
    return {rival: await agreements.party_name(session, rival) or "" for rival in wanted}
