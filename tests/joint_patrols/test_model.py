"""Where a joint patrol stands follows from what is stored and from the time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from deconflict.joint_patrols.model import Countersignature, JointPatrol, JointPatrolId, JointState, Text
from deconflict.parties.model import PartyId

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
A, B = PartyId(uuid4()), PartyId(uuid4())
TIMES = (NOON, NOON + timedelta(hours=1))
TEXT = Text((A, B), "K7-2M4Q", 1, ((15.0, 32.0), (15.1, 32.0)), TIMES, 0.0, 0.0, "escort", "")
JOINT = JointPatrol(
    JointPatrolId(uuid4()), "K7-2M4Q", A, (A, B), JointState.PROPOSED, 0, 1, False, NOON, {1: TEXT}
)


def test_all_names_make_it_agreed_and_its_time_makes_it_lapse() -> None:
    assert JOINT.standing(NOON) is JointState.PROPOSED
    assert replace(JOINT, due=True).standing(NOON) is JointState.AGREED
    assert JOINT.standing(TIMES[-1] + timedelta(seconds=1)) is JointState.LAPSED


def test_the_latest_text_is_the_one_being_countersigned_else_the_one_in_force() -> None:
    both = replace(JOINT, version=1, pending=2, texts={1: TEXT, 2: replace(TEXT, version=2)})
    assert both.latest.version == 2
    assert replace(both, pending=None).latest.version == 1
    assert replace(JOINT, pending=None).latest.version == 1


def test_names_count_for_the_text_they_are_under() -> None:
    signed = replace(JOINT, countersignatures=(Countersignature(A, 1, NOON), Countersignature(B, 2, NOON)))
    assert signed.countersigned(1) == {A}
