"""How what a viewer is shown of an encounter moves on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.encounters.model import (
    EncounterId,
    Sight,
    Sighting,
    SightingChange,
    SightingId,
    SightingState,
)
from deconflict.parties.model import PartyId, UnitId

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
OPENED = Sighting(
    id=SightingId(uuid4()),
    reference="K7-2M4Q",
    party=PartyId(uuid4()),
    unit=UnitId(uuid4()),
    encounter=EncounterId(uuid4()),
    sight=Sight.EXACT,
    state=SightingState.OPEN,
    revision=1,
    change=SightingChange.OPENED,
    opened_at=NOON,
    updated_at=NOON,
)


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (SightingChange.WORSE, SightingState.OPEN),
        (SightingChange.UPDATED, SightingState.OPEN),
        (SightingChange.RESOLVED, SightingState.ENDED),
        (SightingChange.LOST, SightingState.ENDED),
        (SightingChange.WITHHELD, SightingState.WITHHELD),
    ],
)
def test_each_change_is_a_revision_and_an_end_ends_it(change: SightingChange, state: SightingState) -> None:
    later = NOON + timedelta(seconds=1)
    revised = OPENED.revised(change, later)
    assert revised == replace(OPENED, state=state, revision=2, change=change, updated_at=later)
