"""A recipient received, saw or acknowledged an alert: three facts, each kept once (ALR-03). Never consent."""

from datetime import datetime

from deconflict.alerts import store as alerts
from deconflict.alerts.model import Alert, Fact, FeedId
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.release import disclose_alert
from deconflict.disclosure.views import AlertView
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_subject import acknowledge_conflict_of, acknowledge_overlap_of
from deconflict.flows.answer_segment import acknowledge_segment_of
from deconflict.flows.deployment import Deployment
from deconflict.flows.gather_facts import facts_for_alerts
from deconflict.flows.read_feed import own_head
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession


async def acknowledge_alert(
    session: PartySession,
    viewer: Viewer,
    epoch: str,
    seq: int,
    fact: Fact,
    deployment: Deployment,
    now: datetime,
) -> Disclosed[AlertView]:
    """Note the fact and return the alert as it now is. NotFound for a number that the viewer's own feed has not.

    An acknowledgement of an older revision acknowledges that alert, not what became of its subject since (IDN-05).
    """
    head = await own_head(session, epoch)
    alert = await _alert(session, head.feed, seq)
    if (
        fact is Fact.ACKNOWLEDGED and alert.acknowledged is None
    ):  # the subject first: everybody locks in this order
        await acknowledge_overlap_of(session, viewer, alert.subject, deployment, now)
        await acknowledge_conflict_of(session, viewer, alert.subject, now)
        await acknowledge_segment_of(session, viewer, alert.subject, now)
    await alerts.note(session, viewer, [alert], fact, now)
    alert = await _alert(session, head.feed, seq)
    facts = await facts_for_alerts(session, viewer, [alert], deployment.terms.level)
    return disclose_alert(viewer, head.epoch, alert, facts)


async def _alert(session: PartySession, feed: FeedId, seq: int) -> Alert:
    found = await alerts.with_seqs(session, feed, [seq])
    if not found:
        raise NotFound()
    return found[0]
