"""Which end may say what to a proposal, and until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.resolving.model import BECOMES, Answer, Mover, Proposal, ProposalId, ProposalState

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
RECEIVED = Proposal(
    ProposalId(uuid4()),
    None,
    None,
    True,
    Mover.OTHER,
    600,
    (uuid4(),),
    None,
    ProposalState.PROPOSED,
    AT,
    AT + timedelta(minutes=30),
)
SENT = replace(RECEIVED, received=False)


@pytest.mark.rule("CON-05")
def test_who_received_it_answers_and_who_made_it_withdraws() -> None:
    may = {answer: (RECEIVED.answerable(answer, AT), SENT.answerable(answer, AT)) for answer in Answer}
    assert may == {
        Answer.ACCEPT: (True, False),
        Answer.REFUSE: (True, False),
        Answer.WITHDRAW: (False, True),
    }


@pytest.mark.rule("CON-05")
def test_once_and_in_time() -> None:
    assert not RECEIVED.answerable(Answer.ACCEPT, RECEIVED.expires_at)
    assert not replace(RECEIVED, said=Answer.REFUSE).answerable(Answer.ACCEPT, AT)
    for state in set(ProposalState) - {ProposalState.PROPOSED}:
        assert not replace(RECEIVED, state=state).answerable(Answer.ACCEPT, AT)


def test_every_answer_becomes_a_state() -> None:
    assert set(BECOMES) == set(Answer)
