"""What is to be compared with what: each pair once, whoever of the two changed."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.flows.neighbourhood import Neighbourhood
from deconflict.parties.model import PartyId
from deconflict.patrols.model import PatrolId, Standing
from deconflict.separation.path import Track

ANYWHERE = Track(np.zeros((2, 4)), 0.0, 0.0)


def standing(number: int) -> Standing:
    """A plan whose patrol has that number; the odd ones are of one party, the even ones of the other."""
    patrol, party = PatrolId(UUID(int=number)), PartyId(UUID(int=number % 2))
    return Standing(patrol, party, f"U{number}", f"R{number}", 1, False, ANYWHERE, b"")


@pytest.mark.rule("CON-01", "IDN-02")
@given(
    everyone=st.sets(st.integers(1, 9)),
    changed=st.sets(st.integers(1, 9)),
    near=st.sets(st.frozensets(st.integers(1, 9), min_size=2, max_size=2)),
)
def test_every_near_pair_with_a_changed_patrol_comes_once_and_no_other_does(
    everyone: set[int], changed: set[int], near: set[frozenset[int]]
) -> None:
    """Patrols of one party are never near each other here: the store does not return them."""
    plans = {number: standing(number) for number in everyone}
    near = {pair for pair in near if len({number % 2 for number in pair}) == 2 and pair <= everyone}
    present = changed & everyone
    around = Neighbourhood(
        changed=frozenset(PatrolId(UUID(int=number)) for number in changed),
        standing={plans[number].patrol: plans[number] for number in present},
        candidates={
            plans[number].patrol: [
                plans[other] for pair in near if number in pair for other in pair - {number}
            ]
            for number in present
        },
        zones={},
    )
    found = [
        frozenset({subject.patrol.int, other.patrol.int})
        for subject, others in around.pairs(exact=True)
        for other in others
    ]
    assert len(found) == len(set(found))
    assert set(found) == {pair for pair in near if pair & present}
