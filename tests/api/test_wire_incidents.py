"""Incidents on the wire: what is handed in is bounded, what leaves keeps the observation apart (INC-01)."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_incidents import EXAMPLE_OBSERVATION, IncidentIn, IncidentOut
from deconflict.disclosure.disclosed import disclosed
from deconflict.disclosure.incident_views import IncidentView
from deconflict.incidents.model import (
    Confidence,
    IncidentKind,
    IncidentState,
    MediaType,
    Photo,
    PhotoId,
    Severity,
    Spot,
)

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def said(**other: Any) -> dict[str, Any]:
    return {"unit": "U1", "observation": EXAMPLE_OBSERVATION | other}


@pytest.mark.rule("INC-01")
def test_a_report_is_an_observation() -> None:
    seen = IncidentIn.model_validate(said()).observation.seen()
    assert (seen.kind, seen.severity) == (IncidentKind.CHECKPOINT_DISPUTE, Severity.MODERATE)
    assert (seen.confidence, seen.spot) == (Confidence.CERTAIN, Spot(13.19, 32.88, 12.0))
    assert IncidentIn.model_validate(said(place=None)).observation.seen().spot is None


@pytest.mark.rule("SEC-02", "INC-01")
@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gossip"},
        {"severity": "5"},
        {"confidence": None},
        {"words": "x" * 501},
        {"words": "two\nlines"},
        {"words": "\u202eturned round"},
        {"place": {"lon": 13.19, "lat": 91}},
        {"place": {"lon": float("nan"), "lat": 32.88}},
        {"place": {"lon": 13.19, "lat": 32.88, "accuracy_m": -1}},
        {"happened_at": "2026-12-01T08:00:00"},
        {"verified": True},
        {"attributed_to": "Western Command"},
    ],
)
def test_what_is_out_of_bounds_or_no_observation_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        IncidentIn.model_validate(said(**wrong))


@pytest.mark.rule("INC-01")
def test_what_leaves_has_the_observation_by_itself_and_photos_without_their_images() -> None:
    photo = Photo(PhotoId(uuid4()), MediaType.WEBP, 7, 24, 16, b"digest", AT)
    seen = IncidentIn.model_validate(said()).observation.seen()
    view = IncidentView(
        uuid4(), "N3-8KQD", uuid4(), "Party a", uuid4(), "U1", None, IncidentState.REPORTED, seen, "Salem", AT, (photo,)
    )  # fmt: skip
    shown = IncidentOut.of(disclosed(view)).model_dump(mode="json")
    assert shown["observation"] == EXAMPLE_OBSERVATION
    assert shown["photos"] == [
        {
            "id": str(photo.id),
            "media_type": "image/webp",
            "size_bytes": 7,
            "width": 24,
            "height": 16,
            "added_at": "2026-12-01T08:00:00Z",
        }
    ]
