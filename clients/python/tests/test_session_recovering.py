"""What a feed does about a new epoch and about what it has missed: every alert once and in order."""

from collections.abc import Callable

import pytest

from clients.python.tests.feeding import begin, delivered, hear, live, page, picture, sent, seqs, welcome
from deconflict_client.base_alert import Cursor
from deconflict_client.effects import (
    HangUp,
    NeedAlerts,
    NeedPicture,
    Send,
)
from deconflict_client.events import RefreshReason


@pytest.mark.rule("IDN-05")
def test_a_new_epoch_is_read_from_its_beginning(wire: Callable, alert: Callable) -> None:
    session = live(wire, upto=5)
    session.closed(1012, "restart")
    assert session.connected(0.0) == [Send({"type": "hello", "epoch": "e1", "after": 5})]
    assert hear(session, type="welcome", epoch="e2", recovered=False, seq=3) == [
        HangUp("the feed has to be read again")
    ]
    session.closed(1000, "")
    assert session.need == NeedPicture()
    (event,) = delivered(session.pictured(picture("e2", 3)))
    assert event.reason is RefreshReason.NEW_EPOCH
    assert session.need == NeedAlerts(Cursor("e2", 0))
    assert seqs(delivered(session.caught_up(page(alert, [1, 2, 3], after=0, epoch="e2")))) == [1, 2, 3]
    assert session.caught_up(page(alert, [], after=3, epoch="e2")) == []
    assert session.connected(0.0) == [Send({"type": "hello", "epoch": "e2", "after": 3})]


def test_a_welcome_in_another_epoch_is_never_believed(wire: Callable) -> None:
    session = live(wire, upto=1)
    session.closed(1006, "")
    welcome(session, epoch="e2", recovered=True)
    assert session.need == NeedPicture()


def test_an_alert_of_another_epoch_is_not_handed_on(wire: Callable) -> None:
    session = live(wire, upto=1)
    assert hear(session, **wire(2, "e2")) == [HangUp("the epoch changed")]
    assert session.need == NeedPicture()


def test_a_feed_that_the_service_cannot_resume_is_filled_by_rest(wire: Callable, alert: Callable) -> None:
    session = live(wire, upto=2)
    session.closed(1006, "")
    welcome(session, recovered=False)
    session.closed(1000, "")
    (event,) = delivered(session.pictured(picture(seq=4)))
    assert event.reason is RefreshReason.NOT_RECOVERED
    assert seqs(delivered(session.caught_up(page(alert, [3, 4], after=2)))) == [3, 4]


def test_catching_up_goes_on_until_a_page_brings_nothing_new(wire: Callable, alert: Callable) -> None:
    session = live(wire)
    session.closed(4003, "")
    session.pictured(picture(seq=3))
    session.caught_up(page(alert, [1, 2], after=0))
    assert session.need == NeedAlerts(Cursor("e1", 2))
    session.caught_up(page(alert, [3], after=2))
    assert session.need == NeedAlerts(Cursor("e1", 3))
    session.caught_up(page(alert, [], after=3))
    assert session.need is None


def test_a_feed_that_went_back_within_its_epoch_is_read_again(wire: Callable, alert: Callable) -> None:
    session = live(wire, upto=5)
    session.closed(1006, "")
    welcome(session, recovered=False)
    session.closed(1000, "")
    (event,) = delivered(session.pictured(picture(seq=2)))
    assert event.reason is RefreshReason.WENT_BACK
    assert seqs(delivered(session.caught_up(page(alert, [1, 2], after=0)))) == [1, 2]


def test_a_new_viewer_who_is_not_recovered_takes_the_picture_first(alert: Callable) -> None:
    session = begin()
    welcome(session, recovered=False)
    assert session.need == NeedPicture()
    session.pictured(picture(seq=1))
    assert seqs(delivered(session.caught_up(page(alert, [1], after=0)))) == [1]


def test_an_epoch_that_changes_while_catching_up_is_noticed(wire: Callable, alert: Callable) -> None:
    session = live(wire, upto=2)
    session.closed(4003, "")
    session.pictured(picture(seq=2))
    session.epoch_changed()
    assert session.need == NeedPicture()
    session.pictured(picture("e2", 1))
    assert session.caught_up(page(alert, [3], after=2, epoch="e1")) == []
    assert session.need == NeedPicture()


def test_a_cut_while_catching_up_changes_nothing_that_is_needed(wire: Callable) -> None:
    session = live(wire)
    session.closed(4003, "")
    session.closed(None, "the picture could not be read")
    assert session.need == NeedPicture()


def test_what_came_by_rest_is_stated_as_received_once_live(wire: Callable, alert: Callable) -> None:
    session = live(wire)
    session.closed(4003, "")
    session.pictured(picture(seq=1))
    assert sent(session.caught_up(page(alert, [1], after=0))) == []
    session.caught_up(page(alert, [], after=1))
    assert ("received", 1) in sent(welcome(session))
