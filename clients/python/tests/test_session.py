"""The feed's state machine: every alert once and in order, whatever the line does."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from clients.python.tests.feeding import (
    STALE_AFTER_S,
    begin,
    delivered,
    hear,
    live,
    page,
    picture,
    sent,
    seqs,
    welcome,
)
from deconflict_client.base_alert import Cursor
from deconflict_client.effects import (
    Deliver,
    HangUp,
    NeedAlerts,
    NeedPicture,
    Send,
    Stop,
)
from deconflict_client.errors import ProtocolRefused, SignedOut
from deconflict_client.events import (
    Live,
    Missing,
    NotStored,
    Offline,
    Refreshed,
    RefreshReason,
    Snoozed,
    StaleFeed,
)
from deconflict_client.positions import Reported, SetAside
from deconflict_client.session import FeedSession, Phase
from deconflict_client.statements import Fact


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


def test_where_units_are_is_told_to_those_who_ask_for_it(wire) -> None:
    for positions, told in ((True, ["Falcon 2"]), (False, [])):
        session = FeedSession(None, stale_after_s=STALE_AFTER_S, now=0.0, positions=positions)
        welcome(session)
        effects = hear(session, type="position", **PLACE, **UNKNOWN)
        assert [event.position.callsign for event in delivered(effects)] == told


PLACE = {"unit": "u1", "party": "p1", "callsign": "Falcon 2", "at": "2026-12-01T08:00:00Z"}
PLACE |= {"received_at": "2026-12-01T08:00:03Z", "lon": 13.19, "lat": 32.88}
UNKNOWN = {"accuracy_m": None, "speed_m_s": None, "course_deg": None}


@pytest.mark.rule("LIV-01")
def test_fixes_are_sent_while_the_line_is_live_and_their_answer_is_told(wire) -> None:
    upload = {"unit": "Falcon 2", "sent_at": "2026-12-01T08:00:03Z", "fixes": []}
    assert begin().report(1, upload) == []
    session = live(wire)
    assert session.report(1, upload) == [Send({"type": "position", "id": 1, **upload})]
    answer = {"stored": 1, "clock_offset_s": 0.0, "set_aside": [{"index": 1, "reason": "future"}]}
    [stored] = delivered(hear(session, type="stored", id=1, **answer))
    assert (stored.number, stored.reported) == (1, Reported(1, 0.0, (SetAside(1, "future"),)))
    [refused] = delivered(hear(session, type="refused", id=None, code="clock_off"))
    assert refused == NotStored(None, "clock_off")


@pytest.mark.rule("ALR-05", "IDN-05")
def test_that_ones_devices_keep_still_is_told_but_not_of_an_epoch_that_has_passed(wire: Callable) -> None:
    session = live(wire, upto=3)
    until = "2026-12-01T12:10:00Z"
    [told] = hear(session, type="snooze", epoch="e1", up_to=3, until=until)
    assert told == Deliver(Snoozed("e1", 3, datetime(2026, 12, 1, 12, 10, tzinfo=UTC)))
    assert hear(session, type="snooze", epoch="e1", up_to=0, until=None) == [Deliver(Snoozed("e1", 0, None))]
    assert hear(session, type="snooze", epoch="e0", up_to=3, until=until) == []
