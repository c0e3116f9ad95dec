"""A rendezvous is proposed about an overlap or a conflict: the other side is whoever that is with.

What the level does not tell is not found out this way: at level 1 the rival of an overlap is not known, so it is left
with the desk (DIS-03).
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.conflicts import segment_store as segments
from deconflict.conflicts import store as conflicts
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.together_views import RendezvousView
from deconflict.errors import NotFound
from deconflict.flows.deployment import Deployment
from deconflict.flows.propose_rendezvous import Proposal, leave_with_desk, propose_rendezvous
from deconflict.overlaps import store as overlaps
from deconflict.parties.model import PartyId, Role, Viewer
from deconflict.parties.rules import require_officer, require_role
from deconflict.rendezvous.errors import RivalNotNamed
from deconflict.runtime.database import PartySession


async def rendezvous_about_overlap(
    session: PartySession,
    viewer: Viewer,
    overlap_id: UUID,
    rival: UUID | None,
    proposal: Proposal,
    deployment: Deployment,
    now: datetime,
) -> Disclosed[RendezvousView]:
    """Propose it to the rival that the overlap names, for the patrol it is about; if it names none, ask the desk."""
    overlap = await overlaps.overlap_with(session, overlap_id, deployment.terms.level)
    if overlap is None or overlap.party != viewer.party:
        raise NotFound()
    party = require_officer(viewer)
    named = {area.rival for area in overlap.areas}
    meant = replace(proposal, patrol=proposal.patrol or overlap.patrol)
    if not named and rival is None:
        return await leave_with_desk(session, viewer, overlap.id, meant, deployment, now)
    parties = (party, _which(named, rival))
    return await propose_rendezvous(session, viewer, parties, meant, deployment, now)


async def rendezvous_about_conflict(
    session: PartySession,
    viewer: Viewer,
    conflict_id: UUID,
    rival: UUID | None,
    proposal: Proposal,
    deployment: Deployment,
    now: datetime,
) -> Disclosed[RendezvousView]:
    """Propose it to the rival of a party's own view of a conflict; as the neutral staff to both sides of it."""
    if viewer.party is None:
        return await _to_both(session, viewer, conflict_id, rival, proposal, deployment, now)
    segment = await segments.segment_with(session, conflict_id)
    if segment is None:
        raise NotFound()
    party = require_officer(viewer)
    meant = replace(proposal, patrol=proposal.patrol or segment.patrol)
    parties = (party, _which({segment.rival}, rival))
    return await propose_rendezvous(session, viewer, parties, meant, deployment, now)


async def _to_both(
    session: PartySession,
    viewer: Viewer,
    conflict_id: UUID,
    rival: UUID | None,
    proposal: Proposal,
    deployment: Deployment,
    now: datetime,
) -> Disclosed[RendezvousView]:
    conflict = await conflicts.conflict_with(session, conflict_id)
    if conflict is None:
        raise NotFound()
    require_role(viewer, Role.DESK, Role.FACILITATOR)
    if conflict.pair.b is None or rival is not None:
        raise RivalNotNamed()  # a zone meets nobody; and the neutral staff's rivals are the conflict's own two
    parties = (conflict.pair.a.party, conflict.pair.b.party)
    return await propose_rendezvous(session, viewer, parties, proposal, deployment, now)


def _which(named: Collection[PartyId], asked: UUID | None) -> PartyId:
    """Return which of those rivals is meant; only one that the viewer may know is ever named back."""
    found = [party for party in named if asked in (None, party)]
    if len(found) != 1:
        raise RivalNotNamed()
    return found[0]
