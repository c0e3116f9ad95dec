"""A party at level 3 and above answers a conflict: acknowledges it, or accepts it as it is (CON-04). Never consent."""

from datetime import datetime
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.model import Fact, Subject
from deconflict.conflicts import segment_store as segments
from deconflict.conflicts.model import OVER, Segment
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.release import disclose_segment
from deconflict.disclosure.views import SegmentView
from deconflict.errors import NotFound
from deconflict.flows.gather_facts import facts_for_segments
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import OFFICERS, Viewer
from deconflict.parties.rules import require_role
from deconflict.patrols import store as patrols
from deconflict.runtime.database import PartySession


async def answer_segment(
    session: PartySession, viewer: Viewer, segment_id: UUID, now: datetime, *, accepted: bool
) -> Disclosed[SegmentView]:
    """Acknowledge a party's own view of a conflict and every alert about it, and maybe accept it.

    What both sides say together is worked out by the checker, which alone sees both.
    """
    segment = await segments.segment_to_change(session, segment_id)
    if segment is None or segment.party != viewer.party:
        raise NotFound()
    require_role(viewer, *OFFICERS)
    answered = await _answer(session, viewer, segment, now, accepted=accepted)
    head = await alerts.head_of(session)
    about = await alerts.of_subject(session, head.feed, segment=segment.id)
    await alerts.note(session, viewer, about, Fact.ACKNOWLEDGED, now)
    return disclose_segment(viewer, answered, await facts_for_segments(session, [answered]))


async def acknowledge_segment_of(session: PartySession, viewer: Viewer, of: Subject, now: datetime) -> None:
    """Acknowledge the conflict an alert speaks of, unless a newer revision was told since."""
    if of.segment is None:
        return
    segment = await segments.segment_to_change(session, of.segment)
    if segment is None or segment.state in OVER or segment.acknowledged or segment.revision != of.revision:
        return
    await _answer(session, viewer, segment, now, accepted=False)


async def _answer(
    session: PartySession, viewer: Viewer, segment: Segment, now: datetime, *, accepted: bool
) -> Segment:
    answered = segment.answered(accepted=accepted)
    await segments.set_answer(session, answered)
    said: dict[str, str | int | list[str]] = {"said": "accepted" if accepted else "acknowledged"}
    entry = Entry(EntryKind.ACKNOWLEDGEMENT, segment.party, viewer.person, segment.id, said, now)
    to_do = patrols.to_do(now, owner=segment.party, patrol_id=segment.patrol)
    await session.insert(ledger.addition([entry]), to_do)
    return answered
