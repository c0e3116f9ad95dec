"""What a client may say when, and what follows: the whole protocol without a socket, a clock or a database."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.alerts.model import Fact
from deconflict.live.protocol import (
    CloseCode,
    Fault,
    Follow,
    LiveProtocol,
    Note,
    Phase,
    Place,
    Refuse,
    Report,
    Welcome,
)

BAD = CloseCode.BAD_MESSAGE


def hello(epoch: str | None = "e1", after: object = 3, **more: object) -> str:
    """A hello."""
    return json.dumps({"type": "hello", "epoch": epoch, "after": after, **more})


def stated(kind: str = "seen", epoch: object = "e1", seq: object = 2, **more: object) -> str:
    """A statement about an alert."""
    return json.dumps({"type": kind, "epoch": epoch, "seq": seq, **more})


@pytest.fixture
def live() -> LiveProtocol:
    """A connection that follows its feed from number 3 of epoch e1 on."""
    protocol = LiveProtocol()
    protocol.heard(hello())
    protocol.placed("e1", 5)
    return protocol


@pytest.mark.rule("ALR-01")
def test_a_client_resumes_from_its_last_number() -> None:
    protocol = LiveProtocol()
    assert protocol.heard(hello("e1", 3)) == [Place(3)]
    assert protocol.phase is Phase.PLACING
    assert protocol.placed("e1", 5) == [Welcome("e1", recovered=True, seq=5), Follow(3)]
    assert [protocol.next(seq) for seq in (4, 5, 6)] == [True] * 3


def test_a_new_client_has_no_epoch_and_begins_at_the_beginning() -> None:
    protocol = LiveProtocol()
    assert protocol.heard(hello(None, 0)) == [Place(0)]
    assert protocol.placed("e1", 0) == [Welcome("e1", recovered=True, seq=0), Follow(0)]


@pytest.mark.rule("IDN-05")
@pytest.mark.parametrize(("epoch", "after"), [("e0", 3), ("e1", 6)])
def test_a_place_that_no_longer_holds_is_not_recovered_and_may_be_said_again(epoch: str, after: int) -> None:
    protocol = LiveProtocol()
    protocol.heard(hello(epoch, after))
    assert protocol.placed("e1", 5) == [Welcome("e1", recovered=False, seq=5)]
    assert not protocol.next(after + 1)
    assert protocol.heard(hello("e1", 5)) == [Place(5)]
    assert protocol.placed("e1", 5) == [Welcome("e1", recovered=True, seq=5), Follow(5)]


@pytest.mark.rule("ALR-01")
@given(st.lists(st.integers(0, 12), max_size=60))
def test_alerts_leave_in_order_without_gaps_and_once(numbers: list[int]) -> None:
    protocol = LiveProtocol()
    protocol.heard(hello("e1", 3))
    protocol.placed("e1", 5)
    left = [seq for seq in numbers if protocol.next(seq)]
    assert left == list(range(4, 4 + len(left)))
    assert protocol.sent == 3 + len(left)


def test_nothing_leaves_before_the_welcome_and_after_the_end(live: LiveProtocol) -> None:
    assert not LiveProtocol().next(1)
    live.heard(b"")
    assert not live.next(4)


@pytest.mark.rule("ALR-03")
@pytest.mark.parametrize(
    ("kind", "fact"),
    [("received", Fact.RECEIVED), ("seen", Fact.SEEN), ("acknowledge", Fact.ACKNOWLEDGED)],
)
def test_three_facts_can_be_stated(live: LiveProtocol, kind: str, fact: Fact) -> None:
    assert live.heard(stated(kind)) == [Note(fact, "e1", 2)]


@pytest.mark.rule("IDN-05")
def test_no_statement_lands_on_an_alert_of_another_epoch(live: LiveProtocol) -> None:
    assert live.heard(stated(epoch="e0")) == [Refuse(Fault.EPOCH_CHANGED, BAD)]


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (b'{"type":"hello"}', Fault.TEXT_EXPECTED),
        ("", Fault.MALFORMED_JSON),
        ("{", Fault.MALFORMED_JSON),
        ('{"type":"hello","type":"hello"}', Fault.MALFORMED_JSON),
        ('{"type":"hello","epoch":null,"after":NaN}', Fault.MALFORMED_JSON),
        ("[" * 40 + "]" * 40, Fault.MALFORMED_JSON),
        ("\ud800", Fault.MALFORMED_JSON),
        ("[]", Fault.UNKNOWN_MESSAGE),
        ("3", Fault.UNKNOWN_MESSAGE),
        ("{}", Fault.UNKNOWN_MESSAGE),
        ('{"type":["hello"]}', Fault.UNKNOWN_MESSAGE),
        ('{"type":"positions"}', Fault.UNKNOWN_MESSAGE),
        ('{"type":"position"}', Fault.HELLO_EXPECTED),
        ('{"type":"hello"}', Fault.MALFORMED_MESSAGE),
        (hello(after=-1), Fault.MALFORMED_MESSAGE),
        (hello(after=True), Fault.MALFORMED_MESSAGE),
        (hello(after=1.0), Fault.MALFORMED_MESSAGE),
        (hello(after="1"), Fault.MALFORMED_MESSAGE),
        (hello(after=None), Fault.MALFORMED_MESSAGE),
        (hello(after=2**63), Fault.MALFORMED_JSON),
        (hello(epoch=""), Fault.MALFORMED_MESSAGE),
        (hello(epoch="e" * 65), Fault.MALFORMED_MESSAGE),
        (hello(epoch=None, after=1), Fault.MALFORMED_MESSAGE),
        (hello(colour="red"), Fault.MALFORMED_MESSAGE),
        (stated(), Fault.HELLO_EXPECTED),
    ],
)
def test_what_is_not_understood_ends_the_connection(said: str | bytes, fault: Fault) -> None:
    protocol = LiveProtocol()
    assert protocol.heard(said) == [Refuse(fault, BAD)]
    assert protocol.phase is Phase.OVER
    assert protocol.heard(hello()) == []
    assert protocol.placed("e1", 5) == []


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (hello(), Fault.HELLO_TWICE),
        (stated(seq=0), Fault.MALFORMED_MESSAGE),
        (stated(seq=True), Fault.MALFORMED_MESSAGE),
        (stated(seq="1"), Fault.MALFORMED_MESSAGE),
        (stated(epoch=None), Fault.MALFORMED_MESSAGE),
        (stated(consent=True), Fault.MALFORMED_MESSAGE),
        ('{"type":"seen","seq":1}', Fault.MALFORMED_MESSAGE),
        ('{"type":"consent","epoch":"e1","seq":1}', Fault.UNKNOWN_MESSAGE),
    ],
)
def test_what_is_wrong_while_live_ends_the_connection(live: LiveProtocol, said: str, fault: Fault) -> None:
    assert live.heard(said) == [Refuse(fault, BAD)]


def test_a_hello_that_does_not_come_may_be_tried_again() -> None:
    assert LiveProtocol().hello_overdue() == [Refuse(Fault.HELLO_EXPECTED, CloseCode.TOO_SLOW)]


def test_a_hello_that_came_is_not_overdue(live: LiveProtocol) -> None:
    assert live.hello_overdue() == []
    assert live.phase is Phase.LIVE


def test_the_shell_may_refuse_what_only_it_could_find_out(live: LiveProtocol) -> None:
    assert live.refuse(Fault.NOT_FOUND) == [Refuse(Fault.NOT_FOUND, BAD)]
    assert live.heard(stated()) == []


@given(st.text() | st.binary())
def test_nothing_a_client_says_breaks_it(said: str | bytes) -> None:
    for protocol in (LiveProtocol(), LiveProtocol()):
        protocol.heard(hello())
        protocol.placed("e1", 5)
        protocol.heard(said)
        protocol.heard(said)


@pytest.mark.rule("SEC-03")
def test_what_a_device_says_of_positions_is_handed_on_once_it_is_placed(live: LiveProtocol) -> None:
    said = {"type": "position", "unit": "Falcon 2"}
    assert live.heard(json.dumps(said)) == [Report(said)]
    assert LiveProtocol().heard(json.dumps(said)) == [Refuse(Fault.HELLO_EXPECTED, BAD)]
