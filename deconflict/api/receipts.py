"""How far each side of the desk's matters was reached: for the neutral desk alone."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.errors import InvalidParameter
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_receipts import ReceiptsOut
from deconflict.errors import NotFound
from deconflict.flows.read_receipts import read_receipts

router = APIRouter(prefix="/v1/receipts", tags=["alerts"], route_class=SignedInRoute)

MOST: Final = 50
ID_CHARS: Final = 36

Wanted = Annotated[
    str,
    Query(
        min_length=1,
        max_length=MOST * (ID_CHARS + 1),
        description="Up to 50 ids of conflicts, encounters, calls for help or halts, separated by commas.",
    ),
]


@router.get("", response_model=ReceiptsOut, openapi_extra=refusals(NotFound))
async def read(viewer: SignedIn, edge: Served, of: Wanted) -> Response:
    """Read how far each side of those matters was reached by what it is told now. What is none is left out."""
    matters = _ids(of)
    async with edge.database.transaction(viewer.context) as session:
        found = await read_receipts(session, viewer, matters)
    return answer(ReceiptsOut.of(found))


def _ids(said: str) -> list[UUID]:
    try:
        ids = [UUID(one) for one in said.split(",")]
    except ValueError:
        raise InvalidParameter(parameter="of") from None
    if len(ids) > MOST:
        raise InvalidParameter(parameter="of")
    return ids
