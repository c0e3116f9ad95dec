"""Facts stated about alerts are owed until the service has them."""

import pytest

from deconflict_client.statements import Fact, Statements


@pytest.fixture
def statements() -> Statements:
    return Statements()


def test_a_fact_is_sent_once_and_in_order(statements: Statements) -> None:
    statements.state(Fact.RECEIVED, 1)
    statements.state(Fact.ACKNOWLEDGE, 1)
    statements.state(Fact.RECEIVED, 1)
    assert statements.take_owed() == [(Fact.RECEIVED, 1), (Fact.ACKNOWLEDGE, 1)]
    assert statements.take_owed() == []


@pytest.mark.rule("ALR-03")
def test_what_was_sent_on_a_lost_line_is_owed_again(statements: Statements) -> None:
    statements.state(Fact.SEEN, 4)
    statements.take_owed()
    statements.line_lost()
    assert statements.take_owed() == [(Fact.SEEN, 4)]


def test_received_is_certain_at_the_second_heartbeat_after_it_was_sent(statements: Statements) -> None:
    statements.state(Fact.RECEIVED, 1)
    statements.tick()
    statements.take_owed()
    statements.tick()
    statements.line_lost()
    assert statements.take_owed() == [(Fact.RECEIVED, 1)]
    statements.tick()
    statements.tick()
    statements.line_lost()
    assert statements.take_owed() == []


def test_an_acknowledgement_is_certain_only_when_confirmed(statements: Statements) -> None:
    statements.state(Fact.ACKNOWLEDGE, 1)
    statements.take_owed()
    for _ in range(5):
        statements.tick()
    assert statements.acknowledged == {1}
    statements.confirm(1)
    statements.confirm(2)
    statements.state(Fact.ACKNOWLEDGE, 3)
    statements.confirm(3)
    statements.line_lost()
    assert statements.acknowledged == set()
    assert statements.take_owed() == []


def test_nothing_is_owed_after_the_numbers_lost_their_meaning(statements: Statements) -> None:
    statements.state(Fact.ACKNOWLEDGE, 1)
    statements.clear()
    assert statements.take_owed() == []
