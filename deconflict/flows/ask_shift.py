"""Somebody asks by how much a patrol would have to shift to be clear (SEP-11); the checker answers.

The desk asks about both sides of a conflict. A party asks about its own overlap: it is answered at the tick, from what
it was told and from the plans of those at level 3 and above with it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from deconflict.conflicts import store as conflicts
from deconflict.conflicts.errors import ConflictClosed
from deconflict.conflicts.model import Conflict, ConflictState
from deconflict.errors import NotFound
from deconflict.flows.deployment import Deployment
from deconflict.flows.draw_on_budget import draw_for_question
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.errors import OverlapEnded
from deconflict.overlaps.model import CLOSED, Overlap
from deconflict.parties.model import OFFICERS, Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.patrols import store as patrols
from deconflict.resolving import store as resolving
from deconflict.resolving.errors import NotASide
from deconflict.resolving.model import ShiftOffer, ShiftOfferId
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id


async def ask_overlap_shift(
    session: PartySession, viewer: Viewer, overlap_id: UUID, deployment: Deployment, now: datetime
) -> ShiftOffer:
    """Ask for one's own patrol, drawn on its unit's budget (PRB-02); asked again before the answer, it is the same."""
    overlap = await _own_overlap(session, viewer, overlap_id, deployment)
    require_role(viewer, *OFFICERS)
    if overlap.state in CLOSED:
        raise OverlapEnded()
    waiting = (await resolving.shifts_of_overlap(session, overlap.id)).get(overlap.patrol)
    if waiting is not None and waiting.answered_at is None:
        return waiting
    asked = ShiftOffer(
        ShiftOfferId(new_id()), viewer.party, viewer.person, overlap.id, None, overlap.patrol, now
    )
    unit = (await patrols.with_ids(session, [overlap.patrol]))[overlap.patrol].unit
    await session.insert(
        await draw_for_question(session, overlap.party, unit, asked.id, deployment.budget, now)
    )
    await resolving.ask_shifts(session, [asked])
    return asked


async def asked_of_overlap(
    session: PartySession, viewer: Viewer, overlap_id: UUID, deployment: Deployment
) -> ShiftOffer:
    """Return what was asked last about one's own overlap."""
    overlap = await _own_overlap(session, viewer, overlap_id, deployment)
    asked = (await resolving.shifts_of_overlap(session, overlap.id)).get(overlap.patrol)
    if asked is None:
        raise NotFound()
    return asked


async def ask_conflict_shift(
    session: PartySession, viewer: Viewer, conflict_id: UUID, now: datetime
) -> Sequence[ShiftOffer]:
    """Ask for both sides of a conflict, as the desk."""
    conflict = await _conflict(session, conflict_id)
    require_role(viewer, Role.DESK)
    if conflict.state is ConflictState.RESOLVED:
        raise ConflictClosed()
    if conflict.pair.b is None:
        raise NotASide()
    asked = [
        ShiftOffer(ShiftOfferId(new_id()), None, viewer.person, None, conflict.id, side.patrol, now)
        for side in (conflict.pair.a, conflict.pair.b)
    ]
    await resolving.ask_shifts(session, asked)
    return asked


async def asked_of_conflict(session: PartySession, conflict_id: UUID) -> Sequence[ShiftOffer]:
    """Return what the desk asked last about each side of a conflict."""
    conflict = await _conflict(session, conflict_id)
    asked = await resolving.shifts_of_conflict(session, conflict.id)
    sides = [side.patrol for side in (conflict.pair.a, conflict.pair.b) if side is not None]
    if not all(patrol in asked for patrol in sides):
        raise NotFound()
    return [asked[patrol] for patrol in sides]


async def _own_overlap(
    session: PartySession, viewer: Viewer, overlap_id: UUID, deployment: Deployment
) -> Overlap:
    overlap = await overlaps.overlap_with(session, overlap_id, deployment.terms.level)
    if overlap is None or overlap.party != viewer.party:
        raise NotFound()
    return overlap


async def _conflict(session: PartySession, conflict_id: UUID) -> Conflict:
    conflict = await conflicts.conflict_with(session, conflict_id)
    if conflict is None:
        raise NotFound()
    return conflict
