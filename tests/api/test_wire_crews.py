"""Who is with which unit, as it is shown."""

from uuid import uuid4

from deconflict.api.wire_crews import CrewOut
from deconflict.parties.model import PartyId, Person, PersonId, Role, UnitId


def test_the_unit_is_shown_with_its_callsign_and_none_without() -> None:
    unit = UnitId(uuid4())
    omar = Person(PersonId(uuid4()), PartyId(uuid4()), "omar", "Omar", Role.CREW)
    free = CrewOut.of(omar, {unit: "U1"})
    assert (free.unit, free.callsign) == (None, None)
    bound = CrewOut.of(Person(omar.id, omar.party, "omar", "Omar", Role.CREW, bound=unit), {unit: "U1"})
    assert (bound.unit, bound.callsign) == (unit, "U1")
