"""Who takes part, as values."""

from datetime import UTC, datetime
from uuid import uuid4

from deconflict.parties.model import OFFICERS, PARTY_ROLES, Role, Viewer


def test_a_viewer_tells_the_database_who_and_whose_it_is() -> None:
    person, party = uuid4(), uuid4()
    viewer = Viewer(uuid4(), person, party, Role.LIAISON, None, datetime(2026, 12, 1, tzinfo=UTC))
    context = viewer.context
    assert (context.person, context.party, context.role, context.purpose) == (
        person,
        party,
        "liaison",
        "viewer",
    )


def test_officers_belong_to_a_party_and_neutral_staff_do_not() -> None:
    assert OFFICERS < PARTY_ROLES
    assert set(Role) - PARTY_ROLES == {Role.DESK, Role.FACILITATOR, Role.OVERSIGHT, Role.OPERATOR}
