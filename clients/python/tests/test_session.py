"""The feed's state machine: every alert once and in order, whatever the line does."""

import json
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict_client.alerts import AlertPage, BaseAlert, Cursor, Receipt
from deconflict_client.effects import (
    AskReceipts,
    Deliver,
    Effect,
    HangUp,
    NeedAlerts,
    NeedPicture,
    Send,
    Stop,
)
from deconflict_client.errors import NotDelivered, ProtocolRefused, SignedOut
from deconflict_client.events import Live, Missing, Offline, Refreshed, RefreshReason, StaleFeed
from deconflict_client.models import Picture
from deconflict_client.reading_alerts import read_alert
from deconflict_client.session import RINGING_LIMIT, FeedSession, Phase
from deconflict_client.statements import Fact
from deconflict_client.wire import Record

STALE_AFTER_S = 15.0


def begin(cursor: Cursor | None = None) -> FeedSession:
    return FeedSession(cursor, stale_after_s=STALE_AFTER_S, now=0.0)


def picture(epoch: str = "e1", seq: int = 0) -> Picture:
    return Picture(epoch, seq, at=None, patrols=(), overlaps=(), conflicts=(), shared_plans=(), zones=())  # type: ignore[arg-type]  # unread


def hear(session: FeedSession, now: float = 0.0, **message: object) -> list[Effect]:
    return session.heard(json.dumps(message), now)


def welcome(
    session: FeedSession, epoch: str = "e1", recovered: bool = True, now: float = 0.0
) -> list[Effect]:
    session.connected(now)
    return hear(session, now, type="welcome", epoch=epoch, recovered=recovered, seq=0)


def live(wire: Callable, upto: int = 0, cursor: Cursor | None = None) -> FeedSession:
    """Return a live session that has handed on the alerts up to `upto`."""
    session = begin(cursor)
    welcome(session)
    for seq in range(1, upto + 1):
        hear(session, **wire(seq))
    return session


def delivered(effects: Iterable[Effect]) -> list[object]:
    return [effect.event for effect in effects if isinstance(effect, Deliver)]


def sent(effects: Iterable[Effect]) -> list[tuple[object, object]]:
    messages = [effect.message for effect in effects if isinstance(effect, Send)]
    return [(message["type"], message.get("seq")) for message in messages]


def seqs(events: Iterable[object]) -> list[int]:
    return [event.seq for event in events if isinstance(event, BaseAlert)]


def page(
    alert: Callable, numbers: Iterable[int], after: int, epoch: str = "e1", **fields: object
) -> AlertPage:
    alerts = tuple(alert(seq, epoch, **fields) for seq in numbers)
    return AlertPage(epoch, after, alerts, last=max((a.seq for a in alerts), default=after))


# Greeting


def test_a_new_feed_says_hello_from_its_beginning() -> None:
    assert begin().connected(0.0) == [Send({"type": "hello", "epoch": None, "after": 0})]


def test_a_kept_place_is_where_the_hello_begins() -> None:
    session = begin(Cursor("e1", 7))
    assert session.connected(0.0) == [Send({"type": "hello", "epoch": "e1", "after": 7})]
    assert session.cursor == Cursor("e1", 7)


def test_a_welcome_makes_the_feed_live_and_fresh() -> None:
    session = begin()
    assert not session.fresh
    assert session.cursor is None
    assert delivered(welcome(session)) == [Live(Cursor("e1", 0))]
    assert session.fresh


def test_an_alert_before_the_welcome_ends_the_connection(wire: Callable) -> None:
    session = begin()
    session.connected(0.0)
    assert hear(session, **wire(1)) == [HangUp("alert before welcome")]
    assert session.phase is Phase.OFFLINE


# Alerts


@pytest.mark.rule("ALR-01")
def test_alerts_are_handed_on_in_order_and_their_receipt_is_stated(wire: Callable) -> None:
    session = live(wire)
    effects = hear(session, **wire(1)) + hear(session, **wire(2))
    assert seqs(delivered(effects)) == [1, 2]
    assert sent(effects) == [("received", 1), ("received", 2)]
    assert session.cursor == Cursor("e1", 2)


@pytest.mark.rule("ALR-01")
def test_a_repeat_is_dropped(wire: Callable) -> None:
    session = live(wire, upto=2)
    assert hear(session, **wire(2)) == []
    assert hear(session, **wire(1)) == []


@pytest.mark.rule("ALR-01")
def test_a_gap_ends_the_connection_and_nothing_after_it_is_handed_on(wire: Callable) -> None:
    session = live(wire, upto=1)
    assert hear(session, **wire(3)) == [HangUp("alert 3 came after 1")]
    assert hear(session, **wire(4)) == []
    assert delivered(session.closed(1000, "")) == [Offline(1000, "alert 3 came after 1")]
    assert session.connected(0.0) == [Send({"type": "hello", "epoch": "e1", "after": 1})]


def test_the_same_gap_twice_is_read_by_rest_and_what_is_gone_is_said(wire: Callable, alert: Callable) -> None:
    session = live(wire, upto=1)
    hear(session, **wire(3))
    session.closed(1000, "")
    welcome(session)
    hear(session, **wire(3))
    session.closed(1000, "")
    assert session.need == NeedPicture()
    assert delivered(session.pictured(picture(seq=4)))[0].reason is RefreshReason.GAP
    assert session.need == NeedAlerts(Cursor("e1", 1))
    events = delivered(session.caught_up(page(alert, [3, 4], after=1)))
    assert events[0] == Missing("e1", 2, 2)
    assert seqs(events) == [3, 4]
    session.caught_up(page(alert, [], after=4))
    assert session.need is None


def test_a_gap_that_the_service_fills_leaves_no_mark(wire: Callable) -> None:
    session = live(wire, upto=1)
    hear(session, **wire(3))
    session.closed(1000, "")
    welcome(session)
    assert seqs(delivered(hear(session, **wire(2)) + hear(session, **wire(3)))) == [2, 3]
    assert hear(session, **wire(5)) == [HangUp("alert 5 came after 3")]
    assert session.phase is Phase.OFFLINE


@pytest.mark.parametrize("raw", ["", "[]", "{}", '{"type": 5}', '{"type": "alert", "epoch": "e1"}', b"\xff"])
def test_a_message_that_cannot_be_read_ends_the_connection(raw: str | bytes, wire: Callable) -> None:
    session = live(wire)
    effects = session.heard(raw, 0.0)
    assert [type(effect) for effect in effects] == [HangUp]
    assert session.phase is Phase.OFFLINE


def test_a_message_of_an_unknown_type_is_a_sign_of_life(wire: Callable) -> None:
    session = live(wire)
    assert hear(session, now=10.0, type="position", lon=13.2) == []
    assert session.passed(STALE_AFTER_S) == []


# Closing


@pytest.mark.parametrize("code", [4001, 4401])
def test_a_signed_out_feed_stops(code: int, wire: Callable) -> None:
    session = live(wire)
    (effect,) = session.closed(code, "")
    assert isinstance(effect, Stop)
    assert isinstance(effect.problem, SignedOut)
    assert session.phase is Phase.STOPPED


def test_a_feed_whose_message_is_refused_stops_and_says_why(wire: Callable) -> None:
    session = live(wire)
    assert hear(session, type="error", code="bad_message_type") == []
    (effect,) = session.closed(4400, "bad")
    assert isinstance(effect, Stop)
    assert isinstance(effect.problem, ProtocolRefused)
    assert effect.problem.detail == "bad_message_type"


@pytest.mark.rule("IDN-05")
def test_a_statement_that_meets_a_new_epoch_means_a_new_picture(wire: Callable) -> None:
    session = live(wire, upto=1)
    session.state(Fact.ACKNOWLEDGE, Cursor("e1", 1))
    hear(session, type="error", code="epoch_changed")
    assert delivered(session.closed(4400, "")) == [Offline(4400, "epoch_changed")]
    assert session.need == NeedPicture()


def test_an_error_instead_of_the_welcome_is_the_reason_told() -> None:
    session = begin()
    session.connected(0.0)
    hear(session, type="error", code="too_many_sockets")
    assert delivered(session.closed(1013, "")) == [Offline(1013, "too_many_sockets")]


def test_a_feed_that_was_too_slow_resumes_where_it_was(wire: Callable) -> None:
    session = live(wire, upto=3)
    assert delivered(session.closed(4008, "too slow")) == [Offline(4008, "too slow")]
    assert session.need is None
    assert session.connected(0.0) == [Send({"type": "hello", "epoch": "e1", "after": 3})]


def test_a_changed_agreement_means_a_new_picture_and_no_alert_twice(wire: Callable, alert: Callable) -> None:
    session = live(wire, upto=3)
    session.closed(4003, "")
    assert session.need == NeedPicture()
    (event,) = delivered(session.pictured(picture(seq=4)))
    assert event == Refreshed(picture(seq=4), RefreshReason.AGREEMENT_CHANGED)
    assert seqs(delivered(session.caught_up(page(alert, [3, 4], after=3)))) == [4]


def test_being_offline_is_told_once_until_live_again(wire: Callable) -> None:
    session = live(wire)
    assert delivered(session.closed(None, "refused")) == [Offline(None, "refused")]
    assert session.closed(None, "refused") == []
    welcome(session)
    assert delivered(session.closed(1006, "cut")) == [Offline(1006, "cut")]


def test_the_reason_of_one_cut_is_not_told_of_the_next(wire: Callable) -> None:
    session = live(wire, upto=1)
    hear(session, **wire(3))
    session.closed(1000, "")
    welcome(session)
    assert delivered(session.closed(1006, "cut")) == [Offline(1006, "cut")]


def test_failures_count_until_the_service_shows_life(wire: Callable) -> None:
    session = begin()
    for expected in (1, 2, 3):
        session.closed(None, "refused")
        assert session.failures == expected
    welcome(session)
    assert session.failures == 3
    hear(session, type="tick", at="2026-12-01T12:00:00Z")
    assert session.failures == 0
    session.closed(1006, "")
    welcome(session)
    hear(session, **wire(1))
    assert session.failures == 0


# Catching up


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


# Statements


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


# Receipts that were missed


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


# Silence


@pytest.mark.rule("ALR-07")
def test_silence_is_told_once_and_ends_the_connection(wire: Callable) -> None:
    session = live(wire)
    assert session.passed(STALE_AFTER_S - 0.1) == []
    assert session.passed(STALE_AFTER_S) == [
        Deliver(StaleFeed(STALE_AFTER_S)),
        HangUp("the line fell silent"),
    ]
    assert not session.fresh
    assert session.passed(STALE_AFTER_S + 5) == []


@pytest.mark.rule("ALR-07")
def test_a_feed_that_never_connects_becomes_stale(wire: Callable) -> None:
    session = begin()
    session.closed(None, "refused")
    assert session.passed(STALE_AFTER_S) == [Deliver(StaleFeed(STALE_AFTER_S))]


def test_a_heartbeat_keeps_the_feed_fresh(wire: Callable) -> None:
    session = live(wire)
    for now in (5.0, 10.0, 15.0, 20.0):
        hear(session, now=now, type="tick")
        assert session.passed(now + 1) == []
    assert session.fresh


def test_a_welcome_ends_staleness(wire: Callable) -> None:
    session = live(wire)
    session.passed(STALE_AFTER_S)
    session.closed(1006, "")
    welcome(session, now=20.0)
    assert session.fresh
    assert session.passed(21.0) == []


def test_a_connection_that_never_welcomes_is_ended() -> None:
    session = begin()
    session.passed(STALE_AFTER_S)
    session.connected(20.0)
    assert session.passed(30.0) == []
    assert session.passed(20.0 + STALE_AFTER_S) == [HangUp("the line fell silent")]


def test_a_second_welcome_is_no_harm(wire: Callable) -> None:
    session = live(wire, upto=1)
    assert delivered(hear(session, type="welcome", epoch="e1", recovered=True)) == [Live(Cursor("e1", 1))]


# The law: whatever happens, within an epoch each alert once, in order, none skipped


class World:
    """A service with a feed, a line that does what it likes, and a client that records what it was handed.

    The feed of each epoch is 1, 2, 3 …; a restore begins a new epoch with a prefix of the old feed.
    """

    def __init__(self, start: Cursor | None) -> None:
        self.epoch, self.top, self.epochs = "e1", 3, {"e1": 3}
        self.session = begin(start)
        self.connected = False
        self.next_out = 0
        self.got: dict[str, list[int]] = {}
        self.acknowledged: list[tuple[str, int]] = []
        self.now = 0.0

    def perform(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Deliver(event) if isinstance(event, BaseAlert):
                    self.got.setdefault(event.epoch, []).append(event.seq)
                case Send(message) if message["type"] == "acknowledge":
                    assert message["epoch"] == self.session.cursor.epoch
                    self.acknowledged.append((message["epoch"], message["seq"]))
                case HangUp():
                    self.hung_up()

    def hung_up(self) -> None:
        if self.connected:
            self.connected = False
            self.perform(self.session.closed(1000, "hung up"))

    def release(self, count: int) -> None:
        self.top += count
        self.epochs[self.epoch] = self.top

    def restore(self, keep: int) -> None:
        self.cut(1012)
        self.epoch = f"e{len(self.epochs) + 1}"
        self.top = min(keep, self.top)
        self.epochs[self.epoch] = self.top

    def cut(self, code: int) -> None:
        if self.connected:
            self.connected = False
            self.perform(self.session.closed(code, "cut"))

    def connect(self, resumes: bool) -> None:
        if self.connected or self.session.need is not None:
            return
        self.connected = True
        (hello,) = self.session.connected(self.now)
        epoch, after = hello.message["epoch"], hello.message["after"]
        known = epoch in {None, self.epoch} and after <= self.top and resumes
        self.next_out = after + 1
        self.say(type="welcome", epoch=self.epoch, recovered=known, seq=self.top)

    def say(self, **message: object) -> None:
        if self.connected:
            self.perform(self.session.heard(json.dumps(message), self.now))

    def push(self, step: int) -> None:
        """Send an alert: the next one, one from before (a repeat) or one too far (a gap)."""
        seq = max(1, self.next_out + step)
        if self.connected and self.session.phase is Phase.LIVE and seq <= self.top:
            self.say(type="alert", epoch=self.epoch, seq=seq, kind="overlap", rings=seq % 2 == 0)
            self.next_out = max(self.next_out, seq + 1) if step == 0 else self.next_out

    def fetch(self, limit: int) -> None:
        """Answer one thing that is needed by REST."""
        match self.session.need:
            case NeedPicture():
                self.perform(self.session.pictured(picture(self.epoch, self.top)))
            case NeedAlerts(after) if after.epoch != self.epoch:
                self.session.epoch_changed()
            case NeedAlerts(after):
                self.perform(self.session.caught_up(self.page(after.seq, limit)))

    def page(self, after: int, limit: int) -> AlertPage:
        numbers = range(after + 1, min(after + limit, self.top) + 1)
        wires = ({"epoch": self.epoch, "seq": seq, "kind": "overlap"} for seq in numbers)
        return AlertPage(self.epoch, after, tuple(read_alert(Record(wire)) for wire in wires), self.top)

    def old_page(self, after: int, limit: int) -> None:
        """A page that was asked for long ago arrives out of order."""
        if self.session.phase is Phase.BEHIND and isinstance(self.session.need, NeedAlerts):
            cursor = self.session.cursor
            if cursor.epoch == self.epoch and after <= cursor.seq:
                self.perform(self.session.caught_up(self.page(after, limit)))

    def acknowledge(self) -> None:
        cursor = self.session.cursor
        if cursor is not None and cursor.seq > 0:
            self.perform(self.session.state(Fact.ACKNOWLEDGE, cursor))

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.perform(self.session.passed(self.now))

    def drain(self) -> None:
        """From here on the line is good."""
        self.cut(1006)
        for _ in range(100):
            while self.session.need is not None:
                self.fetch(limit=50)
            self.connect(resumes=True)
            while self.connected and self.session.phase is Phase.LIVE and self.next_out <= self.top:
                self.push(0)
            if self.connected:
                return
        raise AssertionError("the feed never came to rest")


MOVES = st.one_of(
    st.tuples(st.just("release"), st.integers(1, 4)),
    st.tuples(st.just("restore"), st.integers(0, 8)),
    st.tuples(st.just("cut"), st.sampled_from([1000, 1006, 4003, 4008])),
    st.tuples(st.just("connect"), st.booleans()),
    st.tuples(st.just("push"), st.sampled_from([0, 0, 0, 0, -1, -2, 1, 3])),
    st.tuples(st.just("fetch"), st.integers(1, 3)),
    st.tuples(st.just("old_page"), st.integers(0, 5), st.integers(1, 5)),
    st.tuples(st.just("acknowledge")),
    st.tuples(st.just("wait"), st.sampled_from([1.0, 20.0])),
    st.tuples(st.just("say_tick")),
)


@pytest.mark.rule("ALR-01", "IDN-05")
@settings(max_examples=400, deadline=None)
@given(start=st.sampled_from([None, Cursor("e1", 0), Cursor("e1", 2)]), moves=st.lists(MOVES, max_size=60))
def test_every_alert_is_handed_on_exactly_once_and_in_order(start: Cursor | None, moves: list) -> None:
    world = World(start)
    for name, *arguments in moves:
        if name == "say_tick":
            world.say(type="tick", at="2026-12-01T12:00:00Z")
        else:
            getattr(world, name)(*arguments)
    world.drain()
    for epoch, numbers in world.got.items():
        first = start.seq + 1 if start and epoch == start.epoch else 1
        assert numbers == list(range(first, first + len(numbers)))
        assert not numbers or numbers[-1] <= world.epochs[epoch]
    begun = start.seq if start and world.epoch == start.epoch else 0
    assert world.got.get(world.epoch, []) == list(range(begun + 1, world.top + 1))
    assert world.session.cursor == Cursor(world.epoch, world.top)


@settings(max_examples=100, deadline=None)
@given(moves=st.lists(MOVES, max_size=40))
def test_an_acknowledgement_given_in_the_present_epoch_reaches_the_service(moves: list) -> None:
    world = World(None)
    world.drain()
    for name, *arguments in moves:
        if name not in {"say_tick", "restore"}:
            getattr(world, name)(*arguments)
    world.acknowledge()
    wanted = world.session.cursor
    world.drain()
    assert (wanted.epoch, wanted.seq) in world.acknowledged
