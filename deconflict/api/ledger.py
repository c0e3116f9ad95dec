"""The ledger, as far as it is about one's own party: what was done, and what was disclosed to whom (DIS-07)."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_ledger import EntryOut, LedgerPage
from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import EntryKind

router = APIRouter(prefix="/v1/ledger", tags=["ledger"], route_class=SignedInRoute)

Kind = Annotated[EntryKind | None, Query(description="Only entries of this kind.")]


@router.get("", response_model=LedgerPage, openapi_extra=refusals(NotFound))
async def read_ledger(
    viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50, kind: Kind = None
) -> Response:
    """List the entries about one's own party, oldest first, each with its salt and commitment (LOG-01)."""
    if viewer.party is None:
        raise NotFound()
    async with edge.database.transaction(viewer.context) as session:
        found = await ledger.page(session, limit, key_of(after), kind)
    page = LedgerPage(entries=[EntryOut.of(item) for item in found])
    keys = [(item.entry.at, item.id) for item in found]
    chosen = {} if kind is None else {"kind": kind.value}
    return answer(page, headers=next_link("/v1/ledger", keys, limit, **chosen))
