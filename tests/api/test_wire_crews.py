"""Who is with which unit, as it is shown."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from deconflict.api.wire_crews import CrewOut
from deconflict.parties.model import PartyId, Person, PersonId, Role, UnitId


def test_the_unit_is_shown_with_its_callsign_and_none_without() -> None:
    unit = UnitId(uuid4())
    omar = Person(PersonId(uuid4()), PartyId(uuid4()), "omar", "Omar", Role.CREW)
    free = CrewOut.of(omar, {unit: "U1"})
    assert (free.unit, free.callsign, free.since) == (None, None, None)
    since = datetime(2026, 12, 1, 7, 40, tzinfo=UTC)
    bound = CrewOut.of(replace(omar, bound=unit, bound_since=since), {unit: "U1"})
    assert (bound.unit, bound.callsign, bound.since) == (unit, "U1", since)
