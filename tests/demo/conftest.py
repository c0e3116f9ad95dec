"""What the demonstration's tests lean on: alerts as the service sends them, and people whose clients are pretended."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from deconflict_client import Alert
from deconflict_client.reading_alerts import read_alert
from deconflict_client.wire import Record

HEAD = {
    "type": "alert",
    "epoch": "e1",
    "kind": "overlap",
    "change": "opened",
    "rings": True,
    "level": 1,
    "reference": "RX-9C3H",
    "released_at": "2026-12-01T08:00:00Z",
    "received": False,
    "seen": False,
    "acknowledged": None,
}
OVERLAP = {
    "overlap": "o1",
    "patrol": "p1",
    "patrol_reference": "K7-2M4Q",
    "hours": ["2026-12-01T08:00:00Z"],
    "state": "open",
    "revision": 1,
    "advice": "hold_or_adjust",
}


def make_alert(seq: int = 1, **fields: Any) -> Alert:
    """An alert as the client reads it; an overlap's unless said otherwise."""
    return read_alert(Record({**HEAD, **OVERLAP, "seq": seq, **fields}))


@pytest.fixture
def alert() -> Callable[..., Alert]:
    """Makes alerts."""
    return make_alert


@dataclass
class PretendedFeed:
    """A feed that brings what it was given, then waits for ever."""

    events: list[Any]
    acknowledged: list[int] = field(default_factory=list)

    async def __aiter__(self) -> AsyncIterator[Any]:
        for event in self.events:
            yield event

    async def acknowledge(self, alert: Alert) -> None:
        self.acknowledged.append(alert.seq)


@dataclass
class PretendedClient:
    """A client that notes what is asked of it and answers with something of the right shape."""

    feed: PretendedFeed = field(default_factory=lambda: PretendedFeed([]))
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    on_record: Sequence[Any] = ()
    in_feed: Sequence[Alert] = ()
    calls: Sequence[Any] = ()

    @asynccontextmanager
    async def watch(self, start: Any) -> AsyncIterator[PretendedFeed]:
        yield self.feed

    async def picture(self) -> Any:
        return SimpleNamespace(epoch="e1", seq=0)

    async def alerts(self, epoch: str, after: int) -> Any:
        found = [alert for alert in self.in_feed if alert.seq > after][:2]
        return SimpleNamespace(alerts=tuple(found))

    async def register(self, plan: Any) -> Any:
        patrol = SimpleNamespace(id=f"id of {plan.unit}", version=1, callsign=plan.unit)
        return self._note("register", plan.unit, patrol)

    async def amend(self, patrol: str, plan: Any, version: int) -> Any:
        return self._note("amend", (patrol, version), SimpleNamespace(id=patrol, version=version + 1))

    async def start(self, patrol: str) -> Any:
        return self._note("start", patrol, SimpleNamespace(id=patrol, version=1))

    async def withdraw(self, patrol: str) -> Any:
        return self._note("withdraw", patrol, None)

    async def end(self, patrol: str) -> Any:
        return self._note("end", patrol, None)

    async def calls_for_help(self) -> Any:
        return self.calls

    async def end_call(self, call: str) -> Any:
        return self._note("end_call", call, None)

    async def add_zone(self, zone: Any) -> Any:
        return self._note("add_zone", zone.name, zone)

    async def zones(self) -> Any:
        return self.on_record

    async def patrols(self) -> Any:
        return self.on_record

    async def conflicts(self) -> Any:
        return self.on_record

    async def shared_plans(self) -> Any:
        return self.on_record

    def _note(self, what: str, about: Any, answer: Any) -> Any:
        self.asked.append((what, about))
        return answer


@pytest.fixture
def pretended() -> SimpleNamespace:
    """The pretended client and feed."""
    return SimpleNamespace(Client=PretendedClient, Feed=PretendedFeed)
