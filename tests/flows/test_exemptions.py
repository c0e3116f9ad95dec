"""What two plans are exempt from holds for those two, at the versions that were agreed, there and then (SEP-10)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest

from deconflict.flows.exemptions import Exemptions
from deconflict.parties.model import PartyId
from deconflict.patrols.model import PatrolId, Standing
from deconflict.rendezvous.model import Meant, Where
from deconflict.separation.frame import ecef
from deconflict.separation.path import Track
from deconflict.separation.units import Metres, epoch_s

pytestmark = pytest.mark.rule("SEP-10")

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERE = Where(15.0, 32.0, 500.0, NOON, NOON + HOUR)


def standing(party: PartyId) -> Standing:
    """A post of an hour at the centre."""
    place = ecef(np.array([[15.0, 32.0]]))[0]
    track = Track(np.array([[*place, epoch_s(NOON)], [*place, epoch_s(NOON + HOUR)]]), 0.0, 0.0)
    return Standing(PatrolId(uuid4()), party, "U1", "K7-2M4Q", 1, False, track, b"")


A, B, C = (standing(PartyId(uuid4())) for _ in range(3))
MEANT = Meant(frozenset({A.party, B.party}), HERE, {})
D = Metres(1000.0)


def test_a_rendezvous_is_between_its_two_sides_alone() -> None:
    exempt = Exemptions({MEANT.sides: [MEANT]})
    (with_b, without_b), (with_c, without_c) = exempt.find(A, [B, C], [D, D])
    assert (with_b, without_b is None) == (None, False)
    assert with_c == without_c is not None


def test_a_rendezvous_meant_for_one_patrol_exempts_no_other() -> None:
    exempt = Exemptions({MEANT.sides: [replace(MEANT, only={A.party: A.patrol})]})
    assert exempt.find(B, [A], [D])[0][0] is None
    another = replace(A, patrol=PatrolId(uuid4()))
    assert exempt.find(B, [another], [D])[0][0] is not None


def test_units_of_one_joint_patrol_are_together_at_the_versions_agreed() -> None:
    joint = uuid4()
    exempt = Exemptions({}, {A.patrol: (joint, 1), B.patrol: (joint, 1), C.patrol: (uuid4(), 1)})
    assert exempt.are_together(A, B)
    assert exempt.are_together(B, A)
    assert not exempt.are_together(A, C)
    assert not exempt.are_together(A, replace(B, version=2))
    assert not exempt.are_together(A, replace(B, patrol=PatrolId(uuid4())))


@pytest.mark.rule("SEP-10", "PAT-07")
def test_they_keep_together_as_long_as_both_are_where_their_text_says() -> None:
    joint = uuid4()
    of_joint = {A.patrol: (joint, 1), B.patrol: (joint, 1)}
    assert Exemptions({}, of_joint, {C.patrol}).keep_together(A, B)
    assert not Exemptions({}, of_joint).keep_together(A, C)
    for astray in (A, B):
        exempt = Exemptions({}, of_joint, {astray.patrol})
        assert exempt.are_together(A, B)
        assert not exempt.keep_together(A, B)
