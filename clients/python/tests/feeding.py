"""A feed's state machine as a test feeds it: what it hears, and what comes of that."""

import json
from collections.abc import Callable, Iterable

from deconflict_client.alerts import AlertPage
from deconflict_client.base_alert import BaseAlert, Cursor
from deconflict_client.effects import (
    Deliver,
    Effect,
    Send,
)
from deconflict_client.models import Picture
from deconflict_client.session import FeedSession

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
