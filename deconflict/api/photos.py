"""Photos of incidents: taken in as they arrive, taken for what their bytes are, handed out so that they run nothing."""

from typing import Any, Final
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import SignedInRoute, UploadRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_incidents import PhotoOut
from deconflict.errors import NotFound
from deconflict.flows.add_photo import add_photo, require_reporter
from deconflict.incidents import store as incidents
from deconflict.incidents.errors import PhotoBudgetUsed, PhotoRefused, TooManyPhotos, TooManyUploads
from deconflict.incidents.images import HEAD_BYTES, bare, media_type
from deconflict.incidents.model import MediaType, Photo
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import UnitNotYours

IMAGES: Final = {kind.value: {"schema": {"type": "string", "format": "binary"}} for kind in MediaType}
BODY: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": IMAGES}}
SUFFIXES: Final = {MediaType.JPEG: "jpg", MediaType.PNG: "png", MediaType.WEBP: "webp"}
RUNS_NOTHING: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


class PhotoRoute(UploadRoute):
    """A signed-in route whose body is a photo."""

    media_types = tuple(IMAGES)


uploads = APIRouter(prefix="/v1/incidents", tags=["incidents"], route_class=PhotoRoute)
router = APIRouter(prefix="/v1/incidents", tags=["incidents"], route_class=SignedInRoute)


@uploads.post(
    "/{incident_id}/photos",
    status_code=201,
    response_model=PhotoOut,
    openapi_extra=BODY
    | refusals(RoleRefused, UnitNotYours, PhotoRefused, TooManyPhotos, PhotoBudgetUsed, TooManyUploads),
)
async def add(incident_id: UUID, request: Request, viewer: SignedIn, edge: Served) -> Response:
    """Add a photo to an incident of one's own party; the same one again is answered with 200 and changes nothing.

    Kept is the picture alone, without what the camera wrote into the file: place, time, device.
    """
    async with edge.database.transaction(viewer.context) as session:
        await require_reporter(session, viewer, incident_id)  # before anything is taken in
    with edge.uploads.one_of(viewer.party):
        picture = await to_thread.run_sync(bare, await received(request))
        async with edge.database.transaction(viewer.context) as session:
            photo, new = await add_photo(session, viewer, incident_id, picture, edge.clock.now())
    address = f"/v1/incidents/{incident_id}/photos/{photo.id}"
    return answer(PhotoOut.of(photo), 201 if new else 200, {"Location": address})


@router.get(
    "/{incident_id}/photos/{photo_id}",
    response_class=Response,
    responses={200: {"description": "The image.", "content": IMAGES}},
)
async def read(incident_id: UUID, photo_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read a photo's image."""
    async with edge.database.transaction(viewer.context) as session:
        found = await incidents.image_of(session, incident_id, photo_id)
    if found is None:
        raise NotFound()
    photo, content = found
    return Response(content, headers=headers_of(photo), media_type=photo.media_type.value)


def headers_of(photo: Photo) -> dict[str, str]:
    """Return what lets a browser show an image, and do nothing else with it. That nothing is guessed is said to all."""
    name = f"{photo.id}.{SUFFIXES[photo.media_type]}"
    return {
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Security-Policy": RUNS_NOTHING,
    }


async def received(request: Request) -> bytes:
    """Return the body; given up as soon as its first bytes are no photo's. `limits.py` bounds its size and its time."""
    file, known = bytearray(), False
    async for piece in request.stream():
        file += piece
        if not known and len(file) >= HEAD_BYTES:
            known = bool(media_type(bytes(file[:HEAD_BYTES])))
    return bytes(file)
