"""A rendezvous makes the moves of its table and no others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.parties.model import PartyId
from deconflict.rendezvous.errors import RendezvousMoveRefused
from deconflict.rendezvous.model import MOVES, Meant, Rendezvous, RendezvousId, RendezvousState, Where

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
A, B = PartyId(uuid4()), PartyId(uuid4())
WHERE = Where(15.0, 32.0, 500.0, NOON, NOON + timedelta(hours=1))
PROPOSED = Rendezvous(RendezvousId(uuid4()), "K7-2M4Q", A, B, A, WHERE, RendezvousState.PROPOSED, NOON)


@pytest.mark.parametrize("state", [state for state in RendezvousState if state is not RendezvousState.OVER])
@pytest.mark.parametrize("to", list(RendezvousState))
def test_every_move_is_made_or_refused_as_the_table_says(state: RendezvousState, to: RendezvousState) -> None:
    item = replace(PROPOSED, state=state)
    if to in MOVES[state]:
        assert item.moved(to, NOON).state is to
    else:
        with pytest.raises(RendezvousMoveRefused):
            item.moved(to, NOON)


def test_an_open_one_is_over_once_its_window_has_closed() -> None:
    assert PROPOSED.standing(WHERE.end) is RendezvousState.PROPOSED
    later = WHERE.end + timedelta(seconds=1)
    assert PROPOSED.standing(later) is RendezvousState.OVER
    assert replace(PROPOSED, state=RendezvousState.REFUSED).standing(later) is RendezvousState.REFUSED


def test_there_is_one_side_until_the_desk_has_passed_it_on() -> None:
    assert PROPOSED.sides == (A, B)
    assert replace(PROPOSED, other=None).sides == (A,)


def test_a_side_that_named_no_patrol_means_all_of_its_own() -> None:
    own, another = uuid4(), uuid4()
    meant = Meant(frozenset({A, B}), WHERE, {A: own})
    assert meant.is_for(A, own)
    assert not meant.is_for(A, another)
    assert meant.is_for(B, another)
    assert not meant.is_for(PartyId(uuid4()), another)
