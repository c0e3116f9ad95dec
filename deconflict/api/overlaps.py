"""Overlaps: all that a party at level 1 deals with, each of its own patrol (DIS-04)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_disclosed import OverlapOut, OverlapPage
from deconflict.api.wire_resolving import ShiftOut
from deconflict.disclosure.release import disclose_overlap
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_subject import acknowledge_overlap
from deconflict.flows.ask_shift import ask_overlap_shift, asked_of_overlap
from deconflict.flows.gather_facts import facts_for_overlaps
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.errors import OverlapEnded
from deconflict.parties.errors import RoleRefused
from deconflict.probing.errors import BudgetUsed

router = APIRouter(prefix="/v1/overlaps", tags=["overlaps"], route_class=SignedInRoute)


@router.get("", response_model=OverlapPage)
async def read_overlaps(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List overlaps, newest release first."""
    async with edge.database.transaction(viewer.context) as session:
        found = await overlaps.page(session, limit, key_of(after), edge.deployment.terms.level)
        facts = await facts_for_overlaps(session, found)
    shown = [disclose_overlap(viewer, item, facts) for item in found]
    keys = [(item.released_at, item.id) for item in found]
    page = OverlapPage(overlaps=[OverlapOut.of(item) for item in shown])
    return answer(page, headers=next_link("/v1/overlaps", keys, limit))


@router.get("/{overlap_id}", response_model=OverlapOut)
async def read_overlap(overlap_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one overlap."""
    async with edge.database.transaction(viewer.context) as session:
        overlap = await overlaps.overlap_with(session, overlap_id, edge.deployment.terms.level)
        if overlap is None:
            raise NotFound()
        facts = await facts_for_overlaps(session, [overlap])
    return answer(OverlapOut.of(disclose_overlap(viewer, overlap, facts)))


@router.post(
    "/{overlap_id}/acknowledge",
    response_model=OverlapOut,
    openapi_extra=refusals(RoleRefused, OverlapEnded),
)
async def acknowledge(overlap_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Acknowledge an overlap and every alert about it, for the party. Never consent (ALR-03)."""
    async with edge.database.transaction(viewer.context) as session:
        shown = await acknowledge_overlap(session, viewer, overlap_id, edge.deployment, edge.clock.now())
    edge.acknowledged()
    return answer(OverlapOut.of(shown))


@router.post(
    "/{overlap_id}/shift",
    status_code=202,
    response_model=ShiftOut,
    openapi_extra=refusals(RoleRefused, OverlapEnded, BudgetUsed),
)
async def ask_shift(overlap_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Ask by how much one's patrol would have to shift to be clear of what one was told; answered at the tick."""
    async with edge.database.transaction(viewer.context) as session:
        asked = await ask_overlap_shift(session, viewer, overlap_id, edge.deployment, edge.clock.now())
    return answer(ShiftOut.of(asked), 202)


@router.get("/{overlap_id}/shift", response_model=ShiftOut)
async def read_shift(overlap_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read what was asked last, and the answer once there is one."""
    async with edge.database.transaction(viewer.context) as session:
        asked = await asked_of_overlap(session, viewer, overlap_id, edge.deployment)
    return answer(ShiftOut.of(asked))
