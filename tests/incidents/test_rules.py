"""What of incidents rings, when they happened, and how much room photos have."""

from datetime import UTC, datetime

import pytest

from deconflict.incidents.errors import PhotoBudgetUsed, TooManyPhotos
from deconflict.incidents.model import Confidence, IncidentKind, Kept, Observation, Severity
from deconflict.incidents.rules import (
    PHOTOS_PER_INCIDENT,
    PHOTOS_PER_PARTY_BYTES,
    RINGING_PER_HOUR,
    may_ring,
    require_room,
    rings,
)

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.mark.rule("ALR-04")
@pytest.mark.parametrize(
    ("severity", "loud"),
    [(Severity.LOW, False), (Severity.MODERATE, False), (Severity.HIGH, True), (Severity.CRITICAL, True)],
)
def test_what_is_grave_rings(severity: Severity, loud: bool) -> None:
    assert rings(Observation(IncidentKind.CROWD, severity, Confidence.CERTAIN, "", None, NOW)) is loud


@pytest.mark.rule("SEC-02")
def test_so_many_ring_and_no_more() -> None:
    assert may_ring(RINGING_PER_HOUR - 1)
    assert not may_ring(RINGING_PER_HOUR)


@pytest.mark.rule("SEC-02")
def test_photos_have_room_up_to_their_number_and_the_partys_budget() -> None:
    require_room(Kept(PHOTOS_PER_INCIDENT - 1, PHOTOS_PER_PARTY_BYTES - 10), 10)
    with pytest.raises(TooManyPhotos):
        require_room(Kept(PHOTOS_PER_INCIDENT, 0), 10)
    with pytest.raises(PhotoBudgetUsed):
        require_room(Kept(0, PHOTOS_PER_PARTY_BYTES - 9), 10)
