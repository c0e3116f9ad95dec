"""One person's feed in this process: read once for all of that person's live sockets, and handed to each in order.

Reads as the viewer, so the database and the disclosure package decide what it says. Never waits for a socket.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from deconflict.alerts import store as alerts
from deconflict.alerts.model import FeedId, Snooze
from deconflict.api.edge import Edge
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.views import AlertView
from deconflict.flows.deployment import Deployment
from deconflict.flows.read_feed import FeedPage, read_feed
from deconflict.live import messages
from deconflict.live.errors import FeedBroken
from deconflict.live.outbox import Letter, Outbox
from deconflict.live.protocol import MAX_SEQ, CloseCode, LiveProtocol, Phase
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession

PAGE: Final = 100
WATCHED: Final = 256
"""How many unanswered alerts, the newest, are watched for somebody else's acknowledgement."""


@dataclass(eq=False)
class Follower:
    """A live socket: what it may say and hear, whose session it is, and what waits to be written to it."""

    viewer: Viewer
    protocol: LiveProtocol = field(default_factory=LiveProtocol)
    outbox: Outbox = field(default_factory=Outbox)
    times_agreed: int | None = None

    @property
    def known(self) -> bool:
        """Whether it has read anything yet."""
        return self.times_agreed is not None

    def notice(self, times_agreed: int) -> None:
        """Note how often was signed or taken back as of the first reading; end it when it was since (DIS-02)."""
        if self.known and times_agreed != self.times_agreed:
            self.outbox.end(CloseCode.AGREEMENT_CHANGED, at_once=True)
        self.times_agreed = times_agreed

    def hand(self, seq: int, alert: Letter) -> None:
        """Let an alert leave if it is this socket's next."""
        if self.protocol.next(seq):
            self.outbox.put(alert)


@dataclass(eq=False)
class Audience:
    """A person's live sockets, which share one feed and one right to read it."""

    feed: FeedId
    epoch: str
    viewer: Viewer
    followers: set[Follower] = field(default_factory=set)
    unanswered: set[int] = field(default_factory=set)
    snooze: Snooze | None = None
    heard: set[Follower] = field(default_factory=set)

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

    def keep_still(self, snooze: Snooze | None) -> None:
        """Tell every socket that has not heard it yet until when the person's devices keep still (ALR-05)."""
        if snooze != self.snooze:
            self.snooze = snooze
            self.heard.clear()
            told = self.followers
        else:
            told = self.followers - self.heard if snooze is not None else set()
        for follower in told:
            follower.outbox.put(Letter(messages.snooze(self.epoch, snooze)))
        self.heard = set(self.followers)

    def end(self, code: CloseCode) -> None:
        """Close every socket."""
        for follower in self.followers:
            follower.outbox.end(code, at_once=True)


async def read_on(edge: Edge, viewer: Viewer, epoch: str | None, after: int) -> FeedPage:
    """Read a page of the viewer's feed; FeedBroken when a number is missing."""
    async with edge.database.transaction(viewer.context, snapshot=True) as session:
        return await read_within(session, viewer, epoch, after, edge.deployment)


async def read_within(
    session: PartySession, viewer: Viewer, epoch: str | None, after: int, deployment: Deployment
) -> FeedPage:
    """Do the same within a transaction."""
    page = await read_feed(session, viewer, epoch, after, PAGE, deployment)
    numbers = [shown.value.seq for shown in page.alerts]
    if numbers != list(range(after + 1, after + 1 + len(numbers))) or (not numbers and after < page.last):
        raise FeedBroken(after=after)
    return page


async def deliver(edge: Edge, audience: Audience, head: int) -> None:
    """Read what has been added up to `head` and hand it to every socket that is not beyond it."""
    while audience.reached < head:
        page = await read_on(edge, audience.viewer, audience.epoch, audience.reached)
        audience.watch(page.alerts)
        for shown in page.alerts:
            alert = Letter(messages.alert(shown), shown.value.released_at)
            for follower in audience.followers:
                follower.hand(shown.value.seq, alert)


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
