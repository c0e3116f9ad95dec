"""What may leave of calls for help and of halts: whole to those whose they are, in part to whom the level allows."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.alerts.model import Subject
from deconflict.disclosure.distress import DistressFacts, disclose_halt, disclose_sos, distress_body
from deconflict.distress.model import Answer, Halt, HaltId, HaltTold, Place, Sos, SosId, SosTold
from deconflict.errors import NotFound
from deconflict.parties.model import PartyId, PersonId, Role, SessionId, UnitId, Viewer

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
A, B = PartyId(uuid4()), PartyId(uuid4())
RING = ((15.0, 32.0), (15.1, 32.0), (15.1, 32.1))
NAMES = {A: "Party a", B: "Party b"}


def viewer(role: Role, party: PartyId | None = None) -> Viewer:
    return Viewer(SessionId(uuid4()), PersonId(uuid4()), party, role, None, NOW + timedelta(hours=1))


CREW, RIVAL, DESK = viewer(Role.CREW, A), viewer(Role.LIAISON, B), viewer(Role.DESK)
FACILITATOR = viewer(Role.FACILITATOR)
WHERE = Place(15.0, 32.0, NOW)
CALL = Sos(SosId(uuid4()), "K7-2M4Q", A, UnitId(uuid4()), "U1", CREW.person, None, NOW, WHERE, "ambush")
TOLD = SosTold(uuid4(), "RX-9C3H", B, A, "U1", WHERE, NOW, joint=False)
HALT = Halt(HaltId(uuid4()), "T4-7WPB", Role.FACILITATOR, FACILITATOR.person, RING, "convoy", NOW)
HALT_TOLD = HaltTold(uuid4(), "X2-7WPB", HALT.id, A, RING, "convoy", NOW, uuid4(), (CREW.person,))
OTHER = PersonId(uuid4())
FACTS = DistressFacts(
    {CALL.id: CALL, TOLD.id: TOLD},
    {HALT.id: HALT, HALT_TOLD.id: HALT_TOLD},
    {HALT.id: [Answer(A, CREW.person, NOW), Answer(A, OTHER, None)]},
    NAMES | {CREW.person: "Salem", OTHER: "Omar"},
)


@pytest.mark.rule("LIV-07", "DIS-03")
def test_its_own_party_and_the_desk_see_a_call_whole_and_others_none() -> None:
    for who in (CREW, DESK):
        view = disclose_sos(who, CALL, FACTS).value
        assert (view.unit, view.note, view.by_desk, view.level) == (CALL.unit, "ambush", False, None)
    for who in (RIVAL, FACILITATOR, viewer(Role.OVERSIGHT)):
        with pytest.raises(NotFound):
            disclose_sos(who, CALL, FACTS)


@pytest.mark.rule("LIV-07", "DIS-03")
def test_a_rival_who_was_told_sees_whose_unit_calls_from_where_and_no_more() -> None:
    view = disclose_sos(RIVAL, TOLD, FACTS).value
    assert (view.party_name, view.callsign, view.place, view.level) == ("Party a", "U1", WHERE, 3)
    assert (view.unit, view.note, view.by_desk) == (None, None, None)
    with pytest.raises(NotFound):
        disclose_sos(DESK, TOLD, FACTS)


@pytest.mark.rule("LIV-07")
def test_the_desk_sees_who_acknowledged_a_halt_and_nobody_else_does() -> None:
    [answers] = disclose_halt(DESK, HALT, FACTS).value.answers or ()
    assert (answers.party_name, answers.acknowledged, answers.outstanding) == (
        "Party a",
        (("Salem", NOW),),
        ("Omar",),
    )
    assert disclose_halt(FACILITATOR, HALT, FACTS).value.answers is None
    own = disclose_halt(CREW, HALT_TOLD, FACTS).value
    assert (own.id, own.by, own.answers) == (HALT_TOLD.id, None, None)
    for who, halt in ((RIVAL, HALT_TOLD), (DESK, HALT_TOLD), (CREW, HALT), (viewer(Role.FACILITATOR), HALT)):
        with pytest.raises(NotFound):
            disclose_halt(who, halt, FACTS)


@pytest.mark.rule("LIV-07", "DIS-06")
def test_an_alert_about_what_cannot_be_read_any_more_shows_nothing() -> None:
    assert distress_body(RIVAL, Subject(sos=uuid4()), FACTS) is None
    assert distress_body(RIVAL, Subject(halt=uuid4()), FACTS) is None
    shown = distress_body(RIVAL, Subject(sos=TOLD.id), FACTS)
    assert shown is not None
    assert shown.id == TOLD.id
