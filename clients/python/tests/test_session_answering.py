"""What is seen and acknowledged reaches the service, whatever the line does."""

from collections.abc import Callable

import pytest

from clients.python.tests.feeding import delivered, hear, live, page, picture, sent, welcome
from deconflict_client.alerts import AlertPage, Receipt
from deconflict_client.base_alert import Cursor
from deconflict_client.effects import (
    AskReceipts,
    Send,
)
from deconflict_client.errors import NotDelivered
from deconflict_client.session import RINGING_LIMIT
from deconflict_client.statements import Fact


@pytest.mark.rule("ALR-03")
def test_seen_and_acknowledged_are_sent_at_once_when_live(wire: Callable) -> None:
    session = live(wire, upto=2)
    assert sent(session.state(Fact.SEEN, Cursor("e1", 2))) == [("seen", 2)]
    assert session.state(Fact.ACKNOWLEDGE, Cursor("e1", 1)) == [
        Send({"type": "acknowledge", "epoch": "e1", "seq": 1})
    ]


@pytest.mark.parametrize("cursor", [Cursor("e1", 0), Cursor("e1", 3), Cursor("e0", 1)])
def test_an_alert_that_was_not_handed_on_cannot_be_acknowledged(cursor: Cursor, wire: Callable) -> None:
    session = live(wire, upto=2)
    with pytest.raises(NotDelivered):
        session.state(Fact.ACKNOWLEDGE, cursor)


def test_an_acknowledgement_without_a_line_waits_for_the_next(wire: Callable) -> None:
    session = live(wire, upto=1)
    session.closed(1006, "")
    assert session.state(Fact.ACKNOWLEDGE, Cursor("e1", 1)) == []
    assert ("acknowledge", 1) in sent(welcome(session))


def test_an_acknowledgement_is_repeated_until_it_is_confirmed(wire: Callable) -> None:
    session = live(wire, upto=1)
    session.state(Fact.ACKNOWLEDGE, Cursor("e1", 1))
    session.closed(1006, "")
    assert ("acknowledge", 1) in sent(welcome(session))
    receipt = {"type": "receipt", "epoch": "e1", "seq": 1, "fact": "acknowledged", "by": "salem"}
    (event,) = delivered(hear(session, **receipt, at="2026-12-01T12:01:00Z"))
    assert isinstance(event, Receipt)
    session.closed(1006, "")
    assert ("acknowledge", 1) not in sent(welcome(session))


@pytest.mark.rule("IDN-05")
def test_no_acknowledgement_lands_in_another_epoch(wire: Callable, alert: Callable) -> None:
    session = live(wire, upto=2)
    session.closed(1006, "")
    session.state(Fact.ACKNOWLEDGE, Cursor("e1", 2))
    welcome(session, epoch="e2", recovered=False)
    session.closed(1000, "")
    session.pictured(picture("e2", 2))
    session.caught_up(page(alert, [1, 2], after=0, epoch="e2", rings=False))
    session.caught_up(page(alert, [], after=2, epoch="e2"))
    assert sent(welcome(session, epoch="e2")) == [("received", 1), ("received", 2)]


def test_what_the_service_must_have_read_is_not_stated_again(wire: Callable) -> None:
    session = live(wire, upto=1)
    hear(session, type="tick")
    hear(session, type="tick")
    session.closed(1006, "")
    assert sent(welcome(session)) == []


def test_a_receipt_that_is_no_acknowledgement_is_handed_on(wire: Callable) -> None:
    session = live(wire, upto=1)
    message = {"type": "receipt", "epoch": "e1", "seq": 1, "fact": "seen", "by": "salem"}
    assert len(delivered(hear(session, **message, at="2026-12-01T12:01:00Z"))) == 1
    message["epoch"] = "e0"
    assert hear(session, **message, at="2026-12-01T12:01:00Z") == []


@pytest.mark.rule("ALR-05")
def test_what_others_acknowledged_while_the_line_was_cut_is_told(wire: Callable, alert: Callable) -> None:
    session = live(wire, upto=3)
    session.closed(1006, "")
    assert AskReceipts(Cursor("e1", 0)) in welcome(session)
    by = {"by": "huda", "at": "2026-12-01T12:02:00Z"}
    quiet, answered = alert(1), alert(2, acknowledged=by)
    effects = session.asked(AlertPage("e1", 0, (quiet, answered), last=3))
    assert delivered(effects) == [Receipt("e1", 2, "acknowledged", "huda", answered.acknowledged.at)]
    assert AskReceipts(Cursor("e1", 2)) in effects
    assert session.asked(AlertPage("e1", 2, (alert(3),), last=3)) == []


def test_what_was_answered_is_not_asked_about(wire: Callable) -> None:
    session = live(wire, upto=1)
    receipt = {"type": "receipt", "epoch": "e1", "seq": 1, "fact": "acknowledged", "by": "salem"}
    hear(session, **receipt, at="2026-12-01T12:01:00Z")
    session.closed(1006, "")
    assert not [effect for effect in welcome(session) if isinstance(effect, AskReceipts)]


def test_an_acknowledgement_that_was_not_confirmed_is_asked_about(wire: Callable) -> None:
    session = live(wire)
    hear(session, **wire(1, rings=False))
    session.state(Fact.ACKNOWLEDGE, Cursor("e1", 1))
    session.closed(1006, "")
    assert AskReceipts(Cursor("e1", 0)) in welcome(session)


def test_nothing_of_an_old_epoch_is_asked_about(wire: Callable, alert: Callable) -> None:
    session = live(wire, upto=1)
    session.closed(1006, "")
    assert AskReceipts(Cursor("e1", 0)) in welcome(session)
    session.closed(4003, "")
    session.pictured(picture("e2", 0))
    session.caught_up(page(alert, [], after=0, epoch="e2"))
    assert not [effect for effect in welcome(session, epoch="e2") if isinstance(effect, AskReceipts)]
    assert hear(session, type="tick") == []


def test_missed_receipts_are_asked_for_again_until_answered(wire: Callable, alert: Callable) -> None:
    session = live(wire, upto=1)
    session.closed(1006, "")
    welcome(session)
    assert hear(session, type="tick") == [AskReceipts(Cursor("e1", 0))]
    assert session.asked(AlertPage("e1", 0, (), last=1)) == []
    assert hear(session, type="tick") == []


def test_a_late_answer_about_receipts_is_ignored(alert: Callable, wire: Callable) -> None:
    session = live(wire, upto=1)
    by = {"by": "huda", "at": "2026-12-01T12:02:00Z"}
    assert session.asked(AlertPage("e1", 0, (alert(1, acknowledged=by),), last=1)) == []


def test_only_the_newest_unanswered_alerts_are_asked_about(wire: Callable) -> None:
    session = live(wire, upto=RINGING_LIMIT + 10)
    session.closed(1006, "")
    assert AskReceipts(Cursor("e1", 10)) in welcome(session)
