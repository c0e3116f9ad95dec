"""A recipient reads its feed from its last number on, each alert rendered at the level that holds now (ALR-01)."""

from dataclasses import dataclass

from deconflict.alerts import store as alerts
from deconflict.alerts.errors import EpochChanged
from deconflict.alerts.model import FeedId
from deconflict.alerts.store import Head
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.release import disclose_alert
from deconflict.disclosure.views import AlertView
from deconflict.flows.deployment import Deployment
from deconflict.flows.gather_facts import facts_for_alerts
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession


@dataclass(frozen=True)
class FeedPage:
    """A run of that feed without gaps. `last` is the feed's newest number, which may be beyond this page."""

    feed: FeedId
    epoch: str
    alerts: tuple[Disclosed[AlertView], ...]
    last: int


async def read_feed(
    session: PartySession, viewer: Viewer, epoch: str | None, after: int, limit: int, deployment: Deployment
) -> FeedPage:
    """Return at most `limit` alerts after that number. EpochChanged when the cursor is of another epoch (IDN-05)."""
    head = await own_head(session, epoch)
    found = await alerts.after(session, head.feed, after, limit) if after < head.last else []
    facts = await facts_for_alerts(session, viewer, found, deployment.terms.level)
    shown = tuple(disclose_alert(viewer, head.epoch, item, facts) for item in found)
    return FeedPage(head.feed, head.epoch, shown, head.last)


async def own_head(session: PartySession, epoch: str | None) -> Head:
    """Return the head of the viewer's feed; EpochChanged when `epoch` is given and is not the present one (IDN-05)."""
    head = await alerts.head_of(session)
    if epoch is not None and epoch != head.epoch:
        raise EpochChanged(epoch=head.epoch)
    return head
