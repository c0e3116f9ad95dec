"""A recipient reads its feed from its last number on, each alert rendered at the level that holds now (ALR-01)."""

from dataclasses import dataclass

from deconflict.alerts import store as alerts
from deconflict.alerts.errors import EpochChanged
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.release import disclose_alert
from deconflict.disclosure.views import AlertView
from deconflict.flows.deployment import Deployment
from deconflict.flows.gather_facts import facts_for_alerts
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession


@dataclass(frozen=True)
class FeedPage:
    """A run of a feed without gaps. `last` is the feed's newest number, which may be beyond this page."""

    epoch: str
    alerts: tuple[Disclosed[AlertView], ...]
    last: int


async def read_feed(
    session: PartySession, viewer: Viewer, epoch: str | None, after: int, limit: int, deployment: Deployment
) -> FeedPage:
    """Return at most `limit` alerts after that number. EpochChanged when the cursor is of another epoch (IDN-05)."""
    present = await require_epoch(session, epoch)
    feed, last = await alerts.feed_of(session)
    found = await alerts.after(session, feed, after, limit) if after < last else []
    facts = await facts_for_alerts(session, viewer, found, deployment.terms.level)
    return FeedPage(present, tuple(disclose_alert(viewer, present, item, facts) for item in found), last)


async def require_epoch(session: PartySession, epoch: str | None) -> str:
    """Return the present epoch; EpochChanged when `epoch` is given and is another (IDN-05)."""
    present = await alerts.epoch(session)
    if epoch is not None and epoch != present:
        raise EpochChanged(epoch=present)
    return present
