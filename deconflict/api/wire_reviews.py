"""Reviews on the wire: what the neutral desk looks at after the fact."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import UUID

from deconflict.api.wire import In, Note, Out, example
from deconflict.patrols.model import Review, ReviewReason


class OutcomeIn(In):
    """What the desk found."""

    model_config = example({"outcome": "Pursuit confirmed by both sides."})

    outcome: Note = ""


class ReviewOut(Out):
    """A review task."""

    id: UUID
    reference: str
    party: UUID
    patrol: UUID
    reason: ReviewReason
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None

    @classmethod
    def of(cls, review: Review) -> Self:
        """Show a review."""
        return cls.model_validate(review)


class ReviewsOut(Out):
    """Reviews, newest first."""

    reviews: list[ReviewOut]

    @classmethod
    def of(cls, reviews: Iterable[Review]) -> Self:
        """Show reviews."""
        return cls(reviews=[ReviewOut.of(review) for review in reviews])
