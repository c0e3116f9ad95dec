"""The picture: everything this viewer may see, with the feed number that it is true at."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.edge import Served
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_picture import PictureOut
from deconflict.flows.take_picture import Picture, take_picture

router = APIRouter(prefix="/v1/picture", tags=["picture"], route_class=SignedInRoute)


@router.get("", response_model=PictureOut)
async def read_picture(viewer: SignedIn, edge: Served) -> Response:
    """Read the picture, all of it of one moment."""
    async with edge.database.transaction(viewer.context, snapshot=True) as session:
        picture = await take_picture(session, viewer, edge.deployment, edge.clock.now())
    # The desk's may hold 2 000 patrols: a tenth of a second and more that no socket should wait for.
    return await asyncio.to_thread(_written, picture)


def _written(picture: Picture) -> Response:
    return answer(PictureOut.of(picture))
