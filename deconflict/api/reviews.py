"""Reviews: what the neutral desk looks at after the fact. For everybody else there are none (DIS-06)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_reviews import OutcomeIn, ReviewOut, ReviewsOut
from deconflict.errors import NotFound
from deconflict.flows.close_review import close_review
from deconflict.parties.model import Role
from deconflict.patrols import store as patrols

router = APIRouter(prefix="/v1/reviews", tags=["reviews"], route_class=SignedInRoute)


@router.get("", response_model=ReviewsOut, openapi_extra=refusals(NotFound))
async def read_reviews(viewer: SignedIn, edge: Served) -> Response:
    """List reviews, newest first."""
    if viewer.role is not Role.DESK:
        raise NotFound()
    async with edge.database.transaction(viewer.context) as session:
        return answer(ReviewsOut.of(await patrols.reviews(session)))


@router.post("/{review_id}/close", response_model=ReviewOut)
async def close(review_id: UUID, body: OutcomeIn, viewer: SignedIn, edge: Served) -> Response:
    """Close a review with what was found."""
    async with edge.database.transaction(viewer.context) as session:
        closed = await close_review(session, viewer, review_id, body.outcome, edge.clock.now())
    return answer(ReviewOut.of(closed))
