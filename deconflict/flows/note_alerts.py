"""A device received alerts, or a person saw them: kept for many at once, since one page brings many (ALR-03)."""

from collections.abc import Collection
from datetime import datetime

from deconflict.alerts import store as alerts
from deconflict.alerts.model import Fact
from deconflict.errors import NotFound
from deconflict.flows.read_feed import own_head
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession


async def note_alerts(
    session: PartySession, viewer: Viewer, epoch: str, seqs: Collection[int], fact: Fact, now: datetime
) -> None:
    """Note the fact about each; NotFound, and nothing noted, when one is not of the viewer's own feed.

    Acknowledging is more than a note: that is `acknowledge_alert`.
    """
    head = await own_head(session, epoch)
    found = await alerts.with_seqs(session, head.feed, seqs)
    if len(found) != len(set(seqs)):
        raise NotFound()
    await alerts.note(session, viewer, found, fact, now)
