"""Duty rosters: a party's officers keep their own, the desk reads all (ALR-04)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer, no_content
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_duty import DutyIn, DutyOut, RosterOut
from deconflict.duty import store as rosters
from deconflict.duty.errors import EmptyShift, NoSuchOfficer, ShiftOver, ShiftTooLong, TooManyShifts
from deconflict.flows.keep_roster import add_shift, remove_shift
from deconflict.parties.errors import RoleRefused

router = APIRouter(prefix="/v1/duty", tags=["alerts"], route_class=SignedInRoute)


@router.get("", response_model=RosterOut)
async def read_roster(viewer: SignedIn, edge: Served) -> Response:
    """Read who is on duty now and later, of one's own party; as the desk of all."""
    async with edge.database.transaction(viewer.context) as session:
        found = await rosters.ahead(session, edge.clock.now())
    return answer(RosterOut(shifts=[DutyOut.of(item) for item in found]))


@router.post(
    "",
    status_code=201,
    response_model=DutyOut,
    openapi_extra=refusals(RoleRefused, NoSuchOfficer, EmptyShift, ShiftTooLong, ShiftOver, TooManyShifts),
)
async def add(body: DutyIn, viewer: SignedIn, edge: Served) -> Response:
    """Put an officer of one's own party on duty: who is called first for what nobody acknowledges."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shift = await add_shift(session, viewer, body.login, body.start, body.end, now)
    return answer(DutyOut.of(shift), 201)


@router.delete("/{shift_id}", status_code=204, response_class=Response, openapi_extra=refusals(RoleRefused))
async def remove(shift_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Take a shift off the roster."""
    async with edge.database.transaction(viewer.context) as session:
        await remove_shift(session, viewer, shift_id, edge.clock.now())
    return no_content()
