"""What parties agree on is shown whole to its sides, and to nobody who has no part in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from deconflict.disclosure.together import joint_patrol_view, rendezvous_view
from deconflict.disclosure.together_views import Together
from deconflict.errors import NotFound
from deconflict.joint_patrols.model import JointPatrol, JointPatrolId, JointState, Sent, Text
from deconflict.parties.model import PartyId, PersonId, Role, SessionId, UnitId, Viewer
from deconflict.rendezvous.model import Rendezvous, RendezvousId, RendezvousState, Where

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
TIMES = (NOON, NOON + timedelta(hours=1))
A, B, C = (PartyId(uuid4()) for _ in range(3))
NAMES: dict[UUID, str] = {A: "East", B: "West"}
MEETING = Rendezvous(
    RendezvousId(uuid4()),
    "K7-2M4Q",
    A,
    B,
    A,
    Where(15.0, 32.0, 500.0, *TIMES),
    RendezvousState.PROPOSED,
    NOON,
    frozenset({A}),
    asked=RendezvousId(uuid4()),
)
TEXT = Text((A, B), "K7-2M4Q", 1, ((15.0, 32.0), (15.1, 32.0)), TIMES, 0.0, 0.0, "escort", "")
JOINT = JointPatrol(
    JointPatrolId(uuid4()), "K7-2M4Q", A, (A, B), JointState.PROPOSED, 0, 1, False, NOON, {1: TEXT}, {A: "U1"}
)


def viewer(party: PartyId | None, role: Role = Role.LIAISON) -> Viewer:
    return Viewer(SessionId(uuid4()), PersonId(uuid4()), party, role, None, NOON)


DESK, FACILITATOR = viewer(None, Role.DESK), viewer(None, Role.FACILITATOR)


@pytest.mark.rule("SEP-10", "DIS-06")
def test_a_rendezvous_is_for_its_sides_and_those_who_witness() -> None:
    facts = Together(names=NAMES)
    for who in (viewer(A), viewer(B), DESK, FACILITATOR):
        sides = rendezvous_view(who, MEETING, facts).sides
        assert [(side.party_name, side.confirmed) for side in sides] == [("East", True), ("West", False)]
    for who in (viewer(C), viewer(None, Role.OVERSIGHT), viewer(None, Role.OPERATOR)):
        with pytest.raises(NotFound):
            rendezvous_view(who, MEETING, facts)


def test_the_side_that_asked_sees_nothing_until_the_other_has_confirmed() -> None:
    hidden = replace(MEETING, hidden_from=A)
    with pytest.raises(NotFound):
        rendezvous_view(viewer(A), hidden, Together(names=NAMES))
    assert rendezvous_view(viewer(B), hidden, Together(names=NAMES)).asked is None
    assert rendezvous_view(DESK, hidden, Together(names=NAMES)).asked == MEETING.asked


def test_one_that_is_over_is_called_so_when_it_is_asked_about() -> None:
    later = TIMES[-1] + timedelta(seconds=1)
    assert rendezvous_view(viewer(A), MEETING, Together(), later).state is RendezvousState.OVER
    assert rendezvous_view(viewer(A), MEETING, Together()).state is RendezvousState.PROPOSED


@pytest.mark.rule("PAT-10", "DIS-06", "DIS-08")
def test_a_joint_patrol_is_for_its_parties_and_the_desk_but_not_for_the_facilitator() -> None:
    own = Sent(JOINT.id, A, UnitId(uuid4()), None, None)
    shown = joint_patrol_view(viewer(A), JOINT, Together(names=NAMES, sent={JOINT.id: own}))
    assert (shown.unit, shown.state) == (own.unit, JointState.PROPOSED)
    assert [(member.party_name, member.callsign) for member in shown.members] == [
        ("East", "U1"),
        ("West", None),
    ]
    assert joint_patrol_view(DESK, JOINT, Together(names=NAMES)).unit is None
    for who in (viewer(C), FACILITATOR, viewer(None, Role.OPERATOR)):
        with pytest.raises(NotFound):
            joint_patrol_view(who, JOINT, Together(names=NAMES))
