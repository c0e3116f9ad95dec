"""Rendezvous: proposed, confirmed by each side for itself, ended by either (SEP-10)."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_rendezvous import (
    ConfirmIn,
    PassOnIn,
    RendezvousAboutIn,
    RendezvousIn,
    RendezvousOut,
    RendezvousPage,
)
from deconflict.disclosure.release import disclose_rendezvous
from deconflict.errors import NotFound
from deconflict.flows.answer_rendezvous import confirm_rendezvous, end_rendezvous
from deconflict.flows.gather_facts import facts_together
from deconflict.flows.propose_rendezvous import pass_on, propose_rendezvous
from deconflict.flows.rendezvous_about import rendezvous_about_conflict, rendezvous_about_overlap
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import PartyId
from deconflict.rendezvous import errors as refused
from deconflict.rendezvous import store as rendezvous

router = APIRouter(prefix="/v1", tags=["rendezvous"], route_class=SignedInRoute)

PROPOSING: Final = (
    RoleRefused,
    NotFound,
    refused.RendezvousPartiesInvalid,
    refused.RendezvousPlaceRefused,
    refused.RendezvousRadiusRefused,
    refused.RendezvousWindowRefused,
    refused.TooManyRendezvous,
)
ABOUT: Final[dict[str, Any]] = refusals(*PROPOSING, refused.RivalNotNamed)
MOVING: Final[dict[str, Any]] = refusals(RoleRefused, refused.RendezvousMoveRefused)


@router.post("/rendezvous", status_code=201, response_model=RendezvousOut, openapi_extra=refusals(*PROPOSING))
async def propose(body: RendezvousIn, viewer: SignedIn, edge: Served) -> Response:
    """Propose a rendezvous to another party: it is told the disc and the window, and nothing of any plan."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown = await propose_rendezvous(session, viewer, body.sides, body.proposal(), edge.deployment, now)
    return answer(RendezvousOut.of(shown), 201, {"Location": f"/v1/rendezvous/{shown.value.id}"})


@router.get("/rendezvous", response_model=RendezvousPage)
async def read_all(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List the rendezvous of one's own party; for the desk and the facilitator those of all."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        found = await rendezvous.page(session, limit, key_of(after))
        facts = await facts_together(session, viewer, [item.id for item in found], ())
    page = RendezvousPage.of(disclose_rendezvous(viewer, item, facts, now) for item in found)
    keys = [(item.proposed_at, item.id) for item in found]
    return answer(page, headers=next_link("/v1/rendezvous", keys, limit))


@router.get("/rendezvous/{rendezvous_id}", response_model=RendezvousOut)
async def read_one(rendezvous_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one rendezvous."""
    async with edge.database.transaction(viewer.context) as session:
        facts = await facts_together(session, viewer, [rendezvous_id], ())
    found = facts.rendezvous.get(rendezvous_id)
    if found is None:
        raise NotFound()
    return answer(RendezvousOut.of(disclose_rendezvous(viewer, found, facts, edge.clock.now())))


@router.post("/rendezvous/{rendezvous_id}/confirm", response_model=RendezvousOut, openapi_extra=MOVING)
async def confirm(rendezvous_id: UUID, body: ConfirmIn, viewer: SignedIn, edge: Served) -> Response:
    """Confirm as one's own party; nobody confirms for another. It holds once both sides have."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown = await confirm_rendezvous(session, viewer, rendezvous_id, body.patrol, now)
    return answer(RendezvousOut.of(shown))


@router.post("/rendezvous/{rendezvous_id}/end", response_model=RendezvousOut, openapi_extra=MOVING)
async def end(rendezvous_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Withdraw one's own proposal, refuse another's, or end what was confirmed."""
    async with edge.database.transaction(viewer.context) as session:
        shown = await end_rendezvous(session, viewer, rendezvous_id, edge.clock.now())
    return answer(RendezvousOut.of(shown))


@router.post(
    "/rendezvous/{rendezvous_id}/pass-on",
    status_code=201,
    response_model=RendezvousOut,
    openapi_extra=refusals(RoleRefused, refused.RendezvousMoveRefused, refused.RendezvousPartiesInvalid),
)
async def pass_it_on(rendezvous_id: UUID, body: PassOnIn, viewer: SignedIn, edge: Served) -> Response:
    """Propose, as the desk, what a party that does not know its rival left with it."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown = await pass_on(session, viewer, rendezvous_id, PartyId(body.party), now)
    return answer(RendezvousOut.of(shown), 201, {"Location": f"/v1/rendezvous/{shown.value.id}"})


@router.post(
    "/overlaps/{overlap_id}/rendezvous", status_code=201, response_model=RendezvousOut, openapi_extra=ABOUT
)
async def about_overlap(
    overlap_id: UUID, body: RendezvousAboutIn, viewer: SignedIn, edge: Served
) -> Response:
    """Propose a rendezvous to the rival of an overlap; at level 1, where none is named, leave it with the desk."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown = await rendezvous_about_overlap(
            session, viewer, overlap_id, body.rival, body.proposal(), edge.deployment, now
        )
    return answer(RendezvousOut.of(shown), 201, {"Location": f"/v1/rendezvous/{shown.value.id}"})


@router.post(
    "/conflicts/{conflict_id}/rendezvous", status_code=201, response_model=RendezvousOut, openapi_extra=ABOUT
)
async def about_conflict(
    conflict_id: UUID, body: RendezvousAboutIn, viewer: SignedIn, edge: Served
) -> Response:
    """Propose a rendezvous to the rival of one's own view of a conflict; as the neutral staff to both sides."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown = await rendezvous_about_conflict(
            session, viewer, conflict_id, body.rival, body.proposal(), edge.deployment, now
        )
    return answer(RendezvousOut.of(shown), 201, {"Location": f"/v1/rendezvous/{shown.value.id}"})
