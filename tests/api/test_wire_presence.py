"""Who is connected, on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

from deconflict.api.wire_presence import PresenceOut
from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.presence.model import Presence


def test_somebody_is_shown_by_name_and_role_and_no_person_s_id() -> None:
    at = datetime(2026, 12, 1, 8, tzinfo=UTC)
    shown = Presence(PersonId(uuid4()), PartyId(uuid4()), "Huda", Role.LIAISON, None, None, at)
    said = PresenceOut.of(shown).model_dump()
    assert set(said) == {"party", "name", "role", "unit", "since", "seen_at"}
    assert str(shown.person) not in str(said)
