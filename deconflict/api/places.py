"""Finding a typed town, and the maps that need no network. The same for everybody: nothing here asks the database."""

import asyncio
import re
from typing import Annotated, Final

from fastapi import APIRouter, Header, Query
from starlette.responses import FileResponse, Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.errors import RangeRefused
from deconflict.api.routes import SignedInRoute
from deconflict.api.wire_places import MapsOut, PlacesOut
from deconflict.errors import NotFound

places = APIRouter(prefix="/v1/places", tags=["places"], route_class=SignedInRoute)
maps = APIRouter(prefix="/v1/maps", tags=["maps"], route_class=SignedInRoute)

PMTILES: Final = "application/vnd.pmtiles"
RANGE: Final = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))")

Typed = Annotated[
    str, Query(min_length=1, max_length=64, description="A name or its beginning, in either language.")
]
Limit = Annotated[int, Query(ge=1, le=20, description="How many at the most.")]
Range = Annotated[
    str | None, Header(alias="Range", description="One range of bytes, as PMTiles readers ask for it.")
]


@places.get("", response_model=PlacesOut)
async def find_places(edge: Served, q: Typed, limit: Limit = 10) -> Response:
    """Find towns, districts and airfields by what somebody types, Arabic or English, the likeliest first."""
    return answer(PlacesOut.of(edge.gazetteer.find(q, limit), edge.gazetteer.attribution))


@maps.get("", response_model=MapsOut)
async def read_maps(edge: Served) -> Response:
    """List the maps: the basemap, and the layers that the operator added."""
    return answer(MapsOut.of(await asyncio.to_thread(edge.maps.all)))


@maps.get(
    "/{name}",
    response_class=FileResponse,
    responses={200: {"content": {PMTILES: {}}}, 206: {"content": {PMTILES: {}}}},
    openapi_extra=refusals(NotFound, RangeRefused),
)
async def read_map(name: str, edge: Served, span: Range = None) -> Response:
    """Read a map, whole or one range of its bytes."""
    wanted = await asyncio.to_thread(edge.maps.named, name)
    if wanted is None:
        raise NotFound()
    if span is not None:
        require_range(span, wanted.size)
    kept = {"ETag": f'"{wanted.version}"', "Cache-Control": "private, no-cache"}
    return FileResponse(wanted.file, media_type=PMTILES, headers=kept)


def require_range(span: str, size: int) -> None:
    """Refuse all but one range that begins inside the file."""
    found = RANGE.fullmatch(span.strip())
    first, last, rest = found.groups() if found else (None, None, "0")
    inside = int(first) < size if first is not None else int(rest or 0) > 0
    if not inside or (first is not None and last and int(last) < int(first)):
        raise RangeRefused(size=size)
