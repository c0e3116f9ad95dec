"""Conflicts: the exact view, for the neutral desk and (to read) the facilitator. For others there are none."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_disclosed import ConflictOut, ConflictPage
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.errors import ConflictClosed
from deconflict.disclosure.release import EXACT_VIEW, disclose_conflict
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_subject import accept_conflict, acknowledge_conflict
from deconflict.flows.gather_facts import facts_for_conflicts
from deconflict.parties.errors import RoleRefused

router = APIRouter(prefix="/v1/conflicts", tags=["conflicts"], route_class=SignedInRoute)


@router.get("", response_model=ConflictPage, openapi_extra=refusals(NotFound))
async def read_conflicts(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List conflicts, newest first."""
    if viewer.role not in EXACT_VIEW:
        raise NotFound()
    async with edge.database.transaction(viewer.context) as session:
        found = await conflicts.page(session, limit, key_of(after))
        facts = await facts_for_conflicts(session, found)
    page = ConflictPage(conflicts=[ConflictOut.of(disclose_conflict(viewer, item, facts)) for item in found])
    keys = [(item.opened_at, item.id) for item in found]
    return answer(page, headers=next_link("/v1/conflicts", keys, limit))


@router.get("/{conflict_id}", response_model=ConflictOut)
async def read_conflict(conflict_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one conflict."""
    async with edge.database.transaction(viewer.context) as session:
        conflict = await conflicts.conflict_with(session, conflict_id)
        if conflict is None:
            raise NotFound()
        facts = await facts_for_conflicts(session, [conflict])
    return answer(ConflictOut.of(disclose_conflict(viewer, conflict, facts)))


@router.post(
    "/{conflict_id}/acknowledge",
    response_model=ConflictOut,
    openapi_extra=refusals(RoleRefused, ConflictClosed),
)
async def acknowledge(conflict_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Acknowledge a conflict and every alert about it, as the neutral desk."""
    async with edge.database.transaction(viewer.context) as session:
        shown = await acknowledge_conflict(session, viewer, conflict_id, edge.clock.now())
    edge.acknowledged()
    return answer(ConflictOut.of(shown))


@router.post(
    "/{conflict_id}/accept",
    response_model=ConflictOut,
    openapi_extra=refusals(RoleRefused, ConflictClosed),
)
async def accept(conflict_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Accept a conflict as it is, as the neutral desk: resolved until it becomes worse (CON-04)."""
    async with edge.database.transaction(viewer.context) as session:
        shown = await accept_conflict(session, viewer, conflict_id, edge.clock.now())
    edge.acknowledged()
    return answer(ConflictOut.of(shown))
