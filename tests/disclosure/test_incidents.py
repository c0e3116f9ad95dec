"""Who is shown what of an incident: its own party and the desk all of it, nobody else that there is one."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from deconflict.disclosure.incidents import IncidentFacts, disclose_incident
from deconflict.errors import NotFound
from deconflict.incidents.model import (
    Confidence,
    Incident,
    IncidentId,
    IncidentKind,
    IncidentState,
    Observation,
    Severity,
)
from deconflict.parties.model import PartyId, PersonId, Role, SessionId, UnitId, Viewer

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
OURS, THEIRS = PartyId(uuid4()), PartyId(uuid4())
SALEM = PersonId(uuid4())
ITEM = Incident(
    IncidentId(uuid4()),
    "N3-8KQD",
    OURS,
    UnitId(uuid4()),
    "Falcon 2",
    SALEM,
    None,
    None,
    IncidentState.REPORTED,
    Observation(IncidentKind.CROWD, Severity.LOW, Confidence.POSSIBLE, "market", None, AT),
    AT,
)
FACTS = IncidentFacts({ITEM.id: ITEM}, {OURS: "Eastern Command", THEIRS: "Western Command", SALEM: "Salem"})


def viewer(role: Role, party: PartyId | None) -> Viewer:
    return Viewer(SessionId(uuid4()), PersonId(uuid4()), party, role, None, AT)


@pytest.mark.rule("INC-01", "DIS-08")
@pytest.mark.parametrize(
    ("role", "party"),
    [(Role.DESK, None), (Role.LIAISON, OURS), (Role.DUTY_OFFICER, OURS), (Role.CREW, OURS)],
)
def test_its_own_party_and_the_desk_see_it_whole(role: Role, party: PartyId | None) -> None:
    shown = disclose_incident(viewer(role, party), ITEM, FACTS).value
    assert (shown.observation, shown.photos, shown.state) == (ITEM.observation, (), IncidentState.REPORTED)
    assert (shown.party_name, shown.reported_by, shown.callsign) == ("Eastern Command", "Salem", "Falcon 2")


@pytest.mark.rule("DIS-06")
@pytest.mark.parametrize(
    ("role", "party"),
    [(Role.LIAISON, THEIRS), (Role.CREW, THEIRS), (Role.FACILITATOR, None), (Role.OVERSIGHT, None)],
)
def test_for_others_there_is_none(role: Role, party: PartyId | None) -> None:
    with pytest.raises(NotFound):
        disclose_incident(viewer(role, party), ITEM, FACTS)


@pytest.mark.rule("DIS-06")
def test_of_a_party_that_cannot_be_named_nothing_is_shown() -> None:
    with pytest.raises(NotFound):
        disclose_incident(viewer(Role.DESK, None), ITEM, replace(FACTS, names={}))
