"""Whatever happens to the line, in whichever order: every alert once, and no acknowledgement lost."""

import json
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clients.python.tests.feeding import (
    begin,
    picture,
)
from deconflict_client.alerts import AlertPage
from deconflict_client.base_alert import BaseAlert, Cursor
from deconflict_client.effects import (
    Deliver,
    Effect,
    HangUp,
    NeedAlerts,
    NeedPicture,
    Send,
)
from deconflict_client.reading_alerts import read_alert
from deconflict_client.session import Phase
from deconflict_client.statements import Fact
from deconflict_client.wire import Record


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
