"""What a sighting tells is stored as it was, and nothing that was not told."""

from datetime import UTC, datetime
from uuid import uuid4

import orjson
import pytest

from deconflict.agreements.model import Level
from deconflict.encounters.facts import from_facts, to_facts
from deconflict.encounters.model import Closeness, Octant, Shown, UnitSeen
from deconflict.parties.model import PartyId

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
RIVAL = PartyId(uuid4())
EVERY = (
    Shown(Level.NOTICE),
    Shown(Level.AREA, party=RIVAL, cells=((8874, 6600), (8875, 6600))),
    Shown(Level.SEALED, octant=Octant.NORTH_EAST, within_m=300),
    Shown(
        Level.SEGMENT,
        Closeness.PREDICTED,
        430,
        NOON,
        late=True,
        own=UnitSeen(RIVAL, "صقر ١", NOON, 15.0, 32.0),
        other=UnitSeen(RIVAL, "U1", bearing_deg=0),
    ),
)


@pytest.mark.parametrize("shown", EVERY, ids=lambda shown: shown.level.name)
def test_what_was_told_reads_as_it_was_written(shown: Shown) -> None:
    stored = orjson.loads(orjson.dumps(to_facts(shown)))
    assert from_facts(int(shown.level), stored) == shown


def test_at_level_1_nothing_at_all_is_stored() -> None:
    assert to_facts(Shown(Level.NOTICE)) == {}
