"""Reviews on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_reviews import OutcomeIn, ReviewsOut
from deconflict.patrols.model import Review, ReviewReason

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_a_review_is_shown_with_its_reason() -> None:
    review = Review(uuid4(), "K7-2M4Q", uuid4(), uuid4(), ReviewReason.HOT_PURSUIT, AT, None, None)
    shown = ReviewsOut.of([review]).model_dump(mode="json")["reviews"]
    assert shown == [
        {
            "id": str(review.id),
            "reference": "K7-2M4Q",
            "party": str(review.party),
            "patrol": str(review.patrol),
            "reason": "hot_pursuit",
            "opened_at": "2026-12-01T08:00:00Z",
            "closed_at": None,
            "outcome": None,
        }
    ]


def test_an_outcome_may_be_left_out_but_not_be_endless() -> None:
    assert OutcomeIn().outcome == ""
    with pytest.raises(ValidationError):
        OutcomeIn(outcome="x" * 2001)
