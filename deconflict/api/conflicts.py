"""Conflicts: exact for the neutral desk and (to read) the facilitator; for a party its own view of those that the level
shows (DIS-03). Below level 3 a party has none: the list is empty, and an id is one that never existed.
"""

from typing import TypeAlias
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Key, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_disclosed import ConflictOut, ConflictPage
from deconflict.api.wire_resolving import AssignIn, ShiftsOut
from deconflict.conflicts import segment_store as segments
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.errors import ConflictClosed
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.facts import EXACT_VIEW
from deconflict.disclosure.release import disclose_conflict, disclose_segment
from deconflict.disclosure.views import ConflictView, SegmentView
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_subject import accept_conflict, acknowledge_conflict
from deconflict.flows.answer_segment import answer_segment
from deconflict.flows.ask_shift import ask_conflict_shift, asked_of_conflict
from deconflict.flows.assign_conflict import assign_conflict
from deconflict.flows.gather_facts import facts_for_conflicts, facts_for_segments
from deconflict.flows.speak_of_segment import ask_segment_shift, asked_of_segment
from deconflict.overlaps.errors import OverlapEnded
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Viewer
from deconflict.probing.errors import BudgetUsed
from deconflict.resolving.errors import NotASide
from deconflict.runtime.database import PartySession

AnyConflict: TypeAlias = Disclosed[ConflictView] | Disclosed[SegmentView]

router = APIRouter(prefix="/v1/conflicts", tags=["conflicts"], route_class=SignedInRoute)


@router.get("", response_model=ConflictPage, openapi_extra=refusals(NotFound))
async def read_conflicts(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List conflicts, newest first."""
    async with edge.database.transaction(viewer.context) as session:
        shown, keys = await _page(session, viewer, limit, key_of(after))
    page = ConflictPage(conflicts=[ConflictOut.of(item) for item in shown])
    return answer(page, headers=next_link("/v1/conflicts", keys, limit))


async def _page(
    session: PartySession, viewer: Viewer, limit: int, after: Key | None
) -> tuple[list[AnyConflict], list[Key]]:
    if viewer.role in EXACT_VIEW:
        found = await conflicts.page(session, limit, after)
        facts = await facts_for_conflicts(session, found)
        shown: list[AnyConflict] = [disclose_conflict(viewer, item, facts) for item in found]
        return shown, [(item.opened_at, item.id) for item in found]
    if viewer.party is None:
        raise NotFound()
    own = await segments.page(session, limit, after)
    facts = await facts_for_segments(session, own)
    shown = [disclose_segment(viewer, item, facts) for item in own]
    return shown, [(item.opened_at, item.id) for item in own]


@router.get("/{conflict_id}", response_model=ConflictOut)
async def read_conflict(conflict_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one conflict."""
    async with edge.database.transaction(viewer.context) as session:
        if viewer.party is None:
            shown = await _exact(session, viewer, conflict_id)
        else:
            shown = await _own(session, viewer, conflict_id)
    return answer(ConflictOut.of(shown))


async def _exact(session: PartySession, viewer: Viewer, conflict_id: UUID) -> AnyConflict:
    conflict = await conflicts.conflict_with(session, conflict_id)
    if conflict is None:
        raise NotFound()
    return disclose_conflict(viewer, conflict, await facts_for_conflicts(session, [conflict]))


async def _own(session: PartySession, viewer: Viewer, segment_id: UUID) -> AnyConflict:
    segment = await segments.segment_with(session, segment_id)
    if segment is None:
        raise NotFound()
    return disclose_segment(viewer, segment, await facts_for_segments(session, [segment]))


@router.post(
    "/{conflict_id}/acknowledge",
    response_model=ConflictOut,
    openapi_extra=refusals(RoleRefused, ConflictClosed),
)
async def acknowledge(conflict_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Acknowledge a conflict and every alert about it: the neutral desk for both sides, a party for its own."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown: AnyConflict
        if viewer.party is None:
            shown = await acknowledge_conflict(session, viewer, conflict_id, now)
        else:
            shown = await answer_segment(session, viewer, conflict_id, now, accepted=False)
    edge.acknowledged()
    return answer(ConflictOut.of(shown))


@router.post(
    "/{conflict_id}/accept",
    response_model=ConflictOut,
    openapi_extra=refusals(RoleRefused, ConflictClosed),
)
async def accept(conflict_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Accept a conflict as it is: resolved until it becomes worse, once the desk or both sides have (CON-04)."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown: AnyConflict
        if viewer.party is None:
            shown = await accept_conflict(session, viewer, conflict_id, now)
        else:
            shown = await answer_segment(session, viewer, conflict_id, now, accepted=True)
    edge.acknowledged()
    return answer(ConflictOut.of(shown))


@router.post(
    "/{conflict_id}/assign",
    response_model=ConflictOut,
    openapi_extra=refusals(RoleRefused, ConflictClosed, NotASide),
)
async def assign(conflict_id: UUID, body: AssignIn, viewer: SignedIn, edge: Served) -> Response:
    """Say which side adjusts, as the neutral desk; both are told on their own overlaps. Null takes it back (CON-05)."""
    async with edge.database.transaction(viewer.context) as session:
        shown = await assign_conflict(session, viewer, conflict_id, body.adjusting, edge.clock.now())
    return answer(ConflictOut.of(shown))


@router.post(
    "/{conflict_id}/shift",
    status_code=202,
    response_model=ShiftsOut,
    openapi_extra=refusals(RoleRefused, ConflictClosed, NotASide, OverlapEnded, BudgetUsed),
)
async def ask_shift(conflict_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Ask by how much either side would have to shift to be clear, as the desk; as a party by how much one's own."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        if viewer.party is None:
            asked = await ask_conflict_shift(session, viewer, conflict_id, now)
        else:
            asked = [await ask_segment_shift(session, viewer, conflict_id, edge.deployment, now)]
    return answer(ShiftsOut.of(asked), 202)


@router.get("/{conflict_id}/shift", response_model=ShiftsOut)
async def read_shift(conflict_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read what was asked last, and the answer once there is one."""
    async with edge.database.transaction(viewer.context) as session:
        if viewer.party is None:
            asked = await asked_of_conflict(session, conflict_id)
        else:
            asked = [await asked_of_segment(session, viewer, conflict_id, edge.deployment)]
    return answer(ShiftsOut.of(asked))
