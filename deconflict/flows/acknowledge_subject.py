"""An overlap or a conflict is acknowledged, through its alert or by itself; the desk may accept a conflict (CON-04)."""

from datetime import datetime
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.model import Fact, Subject
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.model import Conflict, ConflictState, Resolution
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.release import disclose_conflict, disclose_overlap
from deconflict.disclosure.views import ConflictView, OverlapView
from deconflict.errors import NotFound
from deconflict.flows.deployment import Deployment
from deconflict.flows.gather_facts import facts_for_conflicts, facts_for_overlaps
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.model import Overlap, OverlapState
from deconflict.parties.model import OFFICERS, Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.patrols import store as patrols
from deconflict.patrols.model import PatrolId
from deconflict.runtime.database import PartySession


async def acknowledge_overlap(
    session: PartySession, viewer: Viewer, overlap_id: UUID, deployment: Deployment, now: datetime
) -> Disclosed[OverlapView]:
    """Acknowledge a party's own overlap and every alert about it in the officer's feed; it is the party's (IDN-03)."""
    overlap = await overlaps.overlap_to_change(session, overlap_id, deployment.terms.level)
    if overlap is None or overlap.party != viewer.party:
        raise NotFound()
    require_role(viewer, *OFFICERS)
    acknowledged = await _acknowledge(session, viewer, overlap, now)
    head = await alerts.head_of(session)
    about = await alerts.of_subject(session, head.feed, overlap=overlap.id)
    await alerts.note(session, viewer, about, Fact.ACKNOWLEDGED, now)
    facts = await facts_for_overlaps(session, [acknowledged])
    return disclose_overlap(viewer, acknowledged, facts)


async def acknowledge_conflict(
    session: PartySession, viewer: Viewer, conflict_id: UUID, now: datetime
) -> Disclosed[ConflictView]:
    """Acknowledge a conflict as the neutral desk, with every alert about it in the desk's feed (CON-04)."""
    conflict = await _for_desk(session, viewer, conflict_id)
    return await _settle(session, viewer, conflict.acknowledged(now), now)


async def accept_conflict(
    session: PartySession, viewer: Viewer, conflict_id: UUID, now: datetime
) -> Disclosed[ConflictView]:
    """Accept a conflict as it is, as the neutral desk: resolved until it becomes worse (CON-04)."""
    conflict = await _for_desk(session, viewer, conflict_id)
    accepted = conflict.acknowledged(now).resolved(Resolution.ACCEPTED, now)
    return await _settle(session, viewer, accepted, now)


async def acknowledge_overlap_of(
    session: PartySession, viewer: Viewer, of: Subject, deployment: Deployment, now: datetime
) -> None:
    """Acknowledge the overlap an alert speaks of, unless a newer revision was released since."""
    if of.overlap is None:
        return
    overlap = await overlaps.overlap_to_change(session, of.overlap, deployment.terms.level)
    if overlap is not None and overlap.revision == of.revision and overlap.state is OverlapState.OPEN:
        await _acknowledge(session, viewer, overlap, now)


async def acknowledge_conflict_of(session: PartySession, viewer: Viewer, of: Subject, now: datetime) -> None:
    """Acknowledge the conflict an alert of the desk speaks of, unless it has a newer finding since."""
    if of.conflict is None or viewer.role is not Role.DESK:
        return
    conflict = await conflicts.conflict_to_change(session, of.conflict)
    if conflict is not None and conflict.finding_id == of.finding and conflict.state is ConflictState.OPEN:
        await _set_state(session, conflict.acknowledged(now), now)
        await _record(session, viewer, conflict.id, now)


async def _acknowledge(session: PartySession, viewer: Viewer, overlap: Overlap, now: datetime) -> Overlap:
    acknowledged = overlap.acknowledged()
    await overlaps.set_state(session, acknowledged)
    await _record(session, viewer, overlap.id, now)
    return acknowledged


async def _for_desk(session: PartySession, viewer: Viewer, conflict_id: UUID) -> Conflict:
    if await conflicts.conflict_with(session, conflict_id) is None:
        raise NotFound()
    require_role(viewer, Role.DESK)
    conflict = await conflicts.conflict_to_change(session, conflict_id)
    if conflict is None:
        raise NotFound()
    return conflict


async def _settle(
    session: PartySession, viewer: Viewer, conflict: Conflict, now: datetime
) -> Disclosed[ConflictView]:
    await _set_state(session, conflict, now)
    head = await alerts.head_of(session)
    about = await alerts.of_subject(session, head.feed, conflict=conflict.id)
    await alerts.note(session, viewer, about, Fact.ACKNOWLEDGED, now)
    await _record(session, viewer, conflict.id, now)
    return disclose_conflict(viewer, conflict, await facts_for_conflicts(session, [conflict]))


async def _set_state(session: PartySession, conflict: Conflict, now: datetime) -> None:
    """Store the desk's word, and leave the checker to tell it to those sides that may know of the conflict."""
    await conflicts.set_state(session, conflict)
    a = conflict.pair.a
    if conflict.pair.b is not None:
        await session.insert(patrols.to_do(now, owner=a.party, patrol_id=PatrolId(a.patrol)))


async def _record(session: PartySession, viewer: Viewer, subject: UUID, now: datetime) -> None:
    entry = Entry(EntryKind.ACKNOWLEDGEMENT, viewer.party, viewer.person, subject, {}, now)
    await ledger.append(session, [entry])
