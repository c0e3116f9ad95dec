"""The shift log: calls, notes and handovers of the desk and the facilitator. For a party there is none."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer, kept_answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.headers import IdempotencyKey, fingerprint
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_log import LogPage, NoteIn, NoteOut
from deconflict.errors import NotFound
from deconflict.flows.answer_once import answer_once
from deconflict.flows.write_note import write_note
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Role
from deconflict.patrols.errors import IdempotencyKeyReused
from deconflict.shiftlog import store as log
from deconflict.shiftlog.errors import EmptyNote, NoSuchParty

router = APIRouter(prefix="/v1/log", tags=["log"], route_class=SignedInRoute)


@router.get("", response_model=LogPage, openapi_extra=refusals(NotFound))
async def read_log(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List what was noted, newest first."""
    if viewer.role not in {Role.DESK, Role.FACILITATOR}:
        raise NotFound()
    async with edge.database.transaction(viewer.context) as session:
        found = await log.page(session, limit, key_of(after))
    page = LogPage(notes=[NoteOut.of(item) for item in found])
    return answer(page, headers=next_link("/v1/log", [(item.at, item.id) for item in found], limit))


@router.post(
    "",
    status_code=201,
    response_model=NoteOut,
    openapi_extra=refusals(RoleRefused, EmptyNote, NoSuchParty, IdempotencyKeyReused),
)
async def write(body: NoteIn, viewer: SignedIn, edge: Served, key: IdempotencyKey = None) -> Response:
    """Note something. What stands in the log is never changed: a correction is a note of its own."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:

        async def act() -> dict[str, Any]:
            note = await write_note(session, viewer, body.noting(now), now)
            return NoteOut.of(note).model_dump(mode="json")

        said = await answer_once(session, viewer, key, fingerprint("note", body), now, act)
    return kept_answer(said, 201, {})
