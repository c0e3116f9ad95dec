"""Proposals: one end proposes a shift to the other, which accepts or refuses; accepting keeps the slot (CON-05)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Edge, Served
from deconflict.api.pages import After, Key, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_resolving import AcceptIn, ProposalIn, ProposalOut, ProposalPage
from deconflict.conflicts.errors import ConflictClosed
from deconflict.disclosure.release import disclose_proposal
from deconflict.errors import NotFound
from deconflict.flows.gather_facts import names_around
from deconflict.flows.propose_shift import answer_proposal, propose_of_conflict, propose_of_overlap
from deconflict.flows.speak_of_segment import about_conflict, propose_of_segment
from deconflict.messages.errors import NotInTouch
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.errors import OverlapEnded
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Viewer
from deconflict.resolving import store as resolving
from deconflict.resolving.errors import NotASide, ProposalClosed, WhichOverlap
from deconflict.resolving.model import Answer, Proposal
from deconflict.runtime.database import PartySession

router = APIRouter(prefix="/v1", tags=["proposals"], route_class=SignedInRoute)


@router.post(
    "/overlaps/{overlap_id}/proposals",
    status_code=201,
    response_model=ProposalOut,
    openapi_extra=refusals(RoleRefused, OverlapEnded, NotInTouch, NotASide),
)
async def propose_about_overlap(
    overlap_id: UUID, body: ProposalIn, viewer: SignedIn, edge: Served
) -> Response:
    """Propose a shift about one's own overlap: to the desk, or at level 2 and above to a rival that it names."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        proposed = await propose_of_overlap(session, viewer, overlap_id, body.proposing, edge.deployment, now)
        [shown] = await _shown(session, viewer, [proposed])
    return answer(shown, 201)


@router.get("/overlaps/{overlap_id}/proposals", response_model=ProposalPage)
async def read_about_overlap(
    overlap_id: UUID, viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50
) -> Response:
    """List what was proposed about an overlap, newest first."""
    async with edge.database.transaction(viewer.context) as session:
        found = await resolving.proposals(session, limit, key_of(after), overlap=overlap_id)
        if (
            not found
            and await overlaps.overlap_with(session, overlap_id, edge.deployment.terms.level) is None
        ):
            raise NotFound()
        page = ProposalPage(proposals=await _shown(session, viewer, found))
    return answer(page, headers=next_link(f"/v1/overlaps/{overlap_id}/proposals", _keys(found), limit))


@router.post(
    "/conflicts/{conflict_id}/proposals",
    status_code=201,
    response_model=ProposalOut,
    openapi_extra=refusals(RoleRefused, ConflictClosed, OverlapEnded, NotInTouch, NotASide),
)
async def propose_about_conflict(
    conflict_id: UUID, body: ProposalIn, viewer: SignedIn, edge: Served
) -> Response:
    """Propose a shift to one side of a conflict, as the desk; at level 3 and above to one's rival in it."""
    now, asked = edge.clock.now(), body.proposing
    async with edge.database.transaction(viewer.context) as session:
        if viewer.party is None:
            proposed = await propose_of_conflict(session, viewer, conflict_id, asked, now)
        else:
            proposed = await propose_of_segment(session, viewer, conflict_id, asked, edge.deployment, now)
        [shown] = await _shown(session, viewer, [proposed])
    return answer(shown, 201)


@router.get("/conflicts/{conflict_id}/proposals", response_model=ProposalPage)
async def read_about_conflict(
    conflict_id: UUID, viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50
) -> Response:
    """List what the desk proposed about a conflict, newest first; for a party what it and its rival in it proposed."""
    key = key_of(after)
    async with edge.database.transaction(viewer.context) as session:
        about = await about_conflict(session, viewer, conflict_id, edge.deployment)
        found = [] if about is None else await resolving.proposals(session, limit, key, **about._asdict())
        page = ProposalPage(proposals=await _shown(session, viewer, found))
    return answer(page, headers=next_link(f"/v1/conflicts/{conflict_id}/proposals", _keys(found), limit))


@router.get("/proposals", response_model=ProposalPage)
async def read_proposals(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List what one's own end proposed and received, newest first."""
    async with edge.database.transaction(viewer.context) as session:
        found = await resolving.proposals(session, limit, key_of(after))
        page = ProposalPage(proposals=await _shown(session, viewer, found))
    return answer(page, headers=next_link("/v1/proposals", _keys(found), limit))


@router.get("/proposals/{proposal_id}", response_model=ProposalOut)
async def read_proposal(proposal_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one proposal."""
    async with edge.database.transaction(viewer.context) as session:
        found = (await resolving.proposals_with(session, [proposal_id])).get(proposal_id)
        if found is None:
            raise NotFound()
        [shown] = await _shown(session, viewer, [found])
    return answer(shown)


@router.post(
    "/proposals/{proposal_id}/accept",
    response_model=ProposalOut,
    openapi_extra=refusals(RoleRefused, ProposalClosed, WhichOverlap),
)
async def accept(proposal_id: UUID, body: AcceptIn, viewer: SignedIn, edge: Served) -> Response:
    """Accept what was received; where one's own patrol moves, its slot is kept free until its plan is amended."""
    return await _answer(edge, viewer, proposal_id, Answer.ACCEPT, body.overlap)


@router.post(
    "/proposals/{proposal_id}/refuse",
    response_model=ProposalOut,
    openapi_extra=refusals(RoleRefused, ProposalClosed),
)
async def refuse(proposal_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Refuse what was received."""
    return await _answer(edge, viewer, proposal_id, Answer.REFUSE)


@router.post(
    "/proposals/{proposal_id}/withdraw",
    response_model=ProposalOut,
    openapi_extra=refusals(RoleRefused, ProposalClosed),
)
async def withdraw(proposal_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Withdraw what one's own end proposed, before it is answered."""
    return await _answer(edge, viewer, proposal_id, Answer.WITHDRAW)


async def _answer(
    edge: Edge, viewer: Viewer, proposal_id: UUID, said: Answer, overlap: UUID | None = None
) -> Response:
    async with edge.database.transaction(viewer.context) as session:
        found = await answer_proposal(session, viewer, proposal_id, said, overlap, edge.clock.now())
        [shown] = await _shown(session, viewer, [found])
    return answer(shown)


async def _shown(session: PartySession, viewer: Viewer, found: list[Proposal]) -> list[ProposalOut]:
    names = await names_around(session, found)
    return [ProposalOut.of(disclose_proposal(viewer, item, names)) for item in found]


def _keys(found: list[Proposal]) -> list[Key]:
    return [(item.at, item.id) for item in found]
