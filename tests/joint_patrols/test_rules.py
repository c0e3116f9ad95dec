"""Who may take part in a joint patrol, and what may be done where it stands (PAT-10)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.joint_patrols.errors import JointMoveRefused, JointPartiesInvalid
from deconflict.joint_patrols.model import (
    MOVES,
    Countersignature,
    JointPatrol,
    JointPatrolId,
    JointState,
    Text,
)
from deconflict.joint_patrols.rules import all_countersigned, members, require_move
from deconflict.parties.model import PartyId

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
A, B = PartyId(uuid4()), PartyId(uuid4())
TIMES = (NOON, NOON + timedelta(hours=1))
TEXT = Text((A, B), "K7-2M4Q", 1, ((15.0, 32.0), (15.1, 32.0)), TIMES, 0.0, 0.0, "escort", "")
JOINT = JointPatrol(
    JointPatrolId(uuid4()), "K7-2M4Q", A, (A, B), JointState.PROPOSED, 0, 1, False, NOON, {1: TEXT}
)


def test_two_to_eight_different_parties_take_part() -> None:
    assert set(members(A, [B])) == {A, B}
    eight = [PartyId(uuid4()) for _ in range(8)]
    for others in ([], [A], [B, B], eight):
        with pytest.raises(JointPartiesInvalid):
            members(A, others)


@pytest.mark.parametrize(
    ("state", "joint", "now"),
    [
        (JointState.PROPOSED, JOINT, NOON),
        (JointState.AGREED, replace(JOINT, due=True), NOON),
        (JointState.REGISTERED, replace(JOINT, state=JointState.REGISTERED), NOON),
        (JointState.WITHDRAWN, replace(JOINT, state=JointState.WITHDRAWN), NOON),
        (JointState.LAPSED, JOINT, NOON + timedelta(hours=2)),
    ],
)
@pytest.mark.parametrize("move", ["attach", "countersign", "amend", "withdraw"])
def test_every_move_is_made_or_refused_as_the_table_says(
    state: JointState, joint: JointPatrol, now: datetime, move: str
) -> None:
    if move in MOVES[state]:
        require_move(joint, move, now)
    else:
        with pytest.raises(JointMoveRefused):
            require_move(joint, move, now)


def test_without_a_new_text_there_is_nothing_to_countersign() -> None:
    with pytest.raises(JointMoveRefused):
        require_move(
            replace(JOINT, state=JointState.REGISTERED, version=1, pending=None), "countersign", NOON
        )


def test_all_have_countersigned_when_every_party_has_this_text() -> None:
    one = replace(JOINT, countersignatures=(Countersignature(A, 1, NOON), Countersignature(B, 2, NOON)))
    assert not all_countersigned(one, 1)
    both = replace(one, countersignatures=(*one.countersignatures, Countersignature(B, 1, NOON)))
    assert all_countersigned(both, 1)
