"""The neutral desk closes a review with its outcome (PAT-06)."""

from datetime import datetime
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.parties.model import Role, Viewer
from deconflict.patrols import store as patrols
from deconflict.patrols.model import Review, ReviewId
from deconflict.runtime.database import PartySession


async def close_review(
    session: PartySession, viewer: Viewer, review_id: UUID, outcome: str, now: datetime
) -> Review:
    """Close an open review; for everybody but the desk there are none (DIS-06)."""
    if viewer.role is not Role.DESK:
        raise NotFound()
    if not await patrols.close_review(session, ReviewId(review_id), viewer.person, outcome, now):
        raise NotFound()
    return (await patrols.reviews(session, [review_id]))[0]
