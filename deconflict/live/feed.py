"""One person's feed in this process: read once for all of that person's live sockets, and handed to each in order.

Reads as the viewer, so the database and the disclosure package decide what it says. Never waits for a socket.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from deconflict.alerts import store as alerts
from deconflict.alerts.model import FeedId
from deconflict.api.edge import Edge
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.views import AlertView
from deconflict.flows.read_feed import FeedPage, read_feed
from deconflict.live import messages
from deconflict.live.errors import FeedBroken
from deconflict.live.outbox import Letter, Outbox
from deconflict.live.protocol import MAX_SEQ, CloseCode, LiveProtocol, Phase
from deconflict.parties.model import Viewer

PAGE: Final = 100
WATCHED: Final = 256
"""How many unanswered alerts, the newest, are watched for somebody else's acknowledgement."""


@dataclass(eq=False)
class Follower:
    """A live socket: what it may say and hear, whose session it is, and what waits to be written to it."""

    viewer: Viewer
    protocol: LiveProtocol = field(default_factory=LiveProtocol)
    outbox: Outbox = field(default_factory=Outbox)

    def hand(self, seq: int, text: str, released_at: datetime | None) -> None:
        """Let an alert leave if it is this socket's next."""
        if self.protocol.next(seq):
            self.outbox.put(Letter(text, released_at))


@dataclass(eq=False)
class Audience:
    """A person's live sockets, which share one feed and one right to read it."""

    feed: FeedId
    epoch: str
    viewer: Viewer
    followers: set[Follower] = field(default_factory=set)
    unanswered: set[int] = field(default_factory=set)
    agreed_at: datetime | None = None
    known: bool = False

    def notice(self, agreed_at: datetime | None) -> bool:
        """Remember when something was last signed or taken back; True when that is news."""
        news = self.known and agreed_at != self.agreed_at
        self.agreed_at, self.known = agreed_at, True
        return news

    @property
    def reached(self) -> int:
        """The number up to which every socket that still listens has the feed."""
        live = (follower.protocol for follower in self.followers if follower.protocol.phase is Phase.LIVE)
        return min((protocol.sent for protocol in live), default=MAX_SEQ)

    def watch(self, shown: Iterable[Disclosed[AlertView]]) -> None:
        """Remember which alerts nobody has answered yet."""
        views = [item.value for item in shown]
        self.unanswered -= {view.seq for view in views if view.acknowledged is not None}
        self.unanswered |= {view.seq for view in views if view.acknowledged is None}
        self.unanswered = set(sorted(self.unanswered)[-WATCHED:])

    def settle(self, seq: int, by: str, at: datetime) -> None:
        """Tell every socket that an alert was acknowledged (ALR-05)."""
        self.unanswered.discard(seq)
        receipt = Letter(messages.receipt(self.epoch, seq, by, at))
        for follower in self.followers:
            if seq <= follower.protocol.sent:
                follower.outbox.put(receipt)

    def end(self, code: CloseCode) -> None:
        """Close every socket."""
        for follower in self.followers:
            follower.outbox.end(code, at_once=True)


async def read_on(edge: Edge, viewer: Viewer, epoch: str | None, after: int) -> tuple[FeedId, FeedPage]:
    """Read a page of the viewer's feed, and which feed that is; FeedBroken when a number is missing."""
    async with edge.database.transaction(viewer.context, snapshot=True) as session:
        page = await read_feed(session, viewer, epoch, after, PAGE, edge.deployment)
    numbers = [shown.value.seq for shown in page.alerts]
    if numbers != list(range(after + 1, after + 1 + len(numbers))) or (not numbers and after < page.last):
        raise FeedBroken(after=after)
    return page.feed, page


async def deliver(edge: Edge, audience: Audience, head: int) -> None:
    """Read what has been added up to `head` and hand it to every socket that is not beyond it."""
    while audience.reached < head:
        _, page = await read_on(edge, audience.viewer, audience.epoch, audience.reached)
        audience.watch(page.alerts)
        for shown in page.alerts:
            text, view = messages.alert(shown), shown.value
            for follower in audience.followers:
                follower.hand(view.seq, text, view.released_at)


async def tell_receipts(edge: Edge, audience: Audience) -> None:
    """Tell the sockets which unanswered alerts somebody acknowledged, on whichever device or socket."""
    async with edge.database.transaction(audience.viewer.context, snapshot=True) as session:
        answered = await alerts.acknowledged_among(session, audience.feed, audience.unanswered)
    for alert in answered:
        if alert.acknowledged is not None and alert.seq in audience.unanswered:
            audience.settle(alert.seq, alert.acknowledged.by, alert.acknowledged.at)


def unanswered(page: FeedPage) -> set[int]:
    """Return which alerts of a page nobody has acknowledged."""
    return {shown.value.seq for shown in page.alerts if shown.value.acknowledged is None}


async def unanswered_before(edge: Edge, viewer: Viewer, feed: FeedId, seq: int) -> set[int]:
    """Return the newest alerts up to that number that nobody has acknowledged."""
    async with edge.database.transaction(viewer.context, snapshot=True) as session:
        newest = await alerts.after(session, feed, max(0, seq - WATCHED), WATCHED)
    return {alert.seq for alert in newest if alert.acknowledged is None and alert.seq <= seq}
