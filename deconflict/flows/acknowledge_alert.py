"""A recipient received, saw or acknowledged an alert: three facts, each kept once (ALR-03). Never consent."""

from collections.abc import Collection
from datetime import datetime

from deconflict.alerts import ladder_store as ladders
from deconflict.alerts import store as alerts
from deconflict.alerts.model import Alert, Fact, FeedId, Subject
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
    about = [alert]
    if fact is Fact.ACKNOWLEDGED and alert.acknowledged is None:
        about = await _answered_with(session, head.feed, alert)
        for subject in _subjects(about):  # the subject first: everybody locks in this order
            await acknowledge_overlap_of(session, viewer, subject, deployment, now)
            await acknowledge_conflict_of(session, viewer, subject, now)
            await acknowledge_segment_of(session, viewer, subject, now)
    await alerts.note(session, viewer, about, fact, now)
    alert = await _alert(session, head.feed, seq)
    facts = await facts_for_alerts(session, viewer, [alert], deployment.terms.level)
    return disclose_alert(viewer, head.epoch, alert, facts)


async def _answered_with(session: PartySession, feed: FeedId, alert: Alert) -> list[Alert]:
    """Return what this acknowledgement answers: what a call is for, and what was told before of the same (IDN-03).

    Whoever knows the newest need not be called for the oldest.
    """
    of = alert.subject
    called = await ladders.seqs_in(session, [of.escalation]) if of.escalation else {}
    seqs = {seq for each in called.values() for seq in each}
    about = [alert, *(await alerts.with_seqs(session, feed, seqs) if seqs else ())]
    if of.overlap or of.conflict or of.segment:
        same = await alerts.of_subject(
            session, feed, overlap=of.overlap, conflict=of.conflict, segment=of.segment
        )
        about += [item for item in same if item.seq < alert.seq]
    return [item for item in about if item.acknowledged is None]


def _subjects(about: Collection[Alert]) -> list[Subject]:
    """Return what those alerts speak of, each once and for everybody in the same order."""
    return sorted({item.subject for item in about}, key=lambda of: (str(of.matter), of.revision or 0))


async def _alert(session: PartySession, feed: FeedId, seq: int) -> Alert:
    found = await alerts.with_seqs(session, feed, [seq])
    if not found:
        raise NotFound()
    return found[0]
