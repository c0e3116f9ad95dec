"""Whom a demonstration lets everybody sign in as: what its first page offers, passwords included.

Where real people sign in no such file is named, and the address is absent like any other.
"""

import asyncio
from pathlib import Path

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import OpenRoute
from deconflict.api.wire_people import DemonstrationOut
from deconflict.errors import NotFound

router = APIRouter(prefix="/v1/demonstration", tags=["session"], route_class=OpenRoute)


@router.get("", response_model=DemonstrationOut, openapi_extra=refusals(NotFound))
async def read_demonstration(edge: Served) -> Response:
    """List whom a visitor of a demonstration may be; absent where real people sign in."""
    if edge.demonstration is None:
        raise NotFound()
    return answer(await asyncio.to_thread(_read, edge.demonstration))


def _read(file: Path) -> DemonstrationOut:
    """Read what the demonstration wrote; until it has, there is nobody."""
    try:
        return DemonstrationOut.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        raise NotFound() from None
