"""At level 3 and above a party speaks to its rival in a conflict, and asks for its own patrol in it (DIS-03).

Whatever it says is about the overlap of its patrol, on which the checker carries it: both sides know that already.
"""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from deconflict.conflicts import segment_store as segments
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.errors import ConflictClosed
from deconflict.conflicts.model import OVER, Segment
from deconflict.errors import NotFound
from deconflict.flows.ask_shift import ask_overlap_shift, asked_of_overlap
from deconflict.flows.deployment import Deployment
from deconflict.flows.propose_shift import Proposing, propose_of_overlap
from deconflict.flows.send_message import Saying, say_of_overlap
from deconflict.messages.errors import NotInTouch
from deconflict.messages.model import Message
from deconflict.overlaps import store as overlaps
from deconflict.parties.model import PartyId, Role, Viewer
from deconflict.parties.rules import require_officer
from deconflict.resolving.model import Proposal, ShiftOffer
from deconflict.runtime.database import PartySession


class About(NamedTuple):
    """What something was said about: an overlap of one's own, with one other end, or a conflict."""

    overlap: UUID | None = None
    conflict: UUID | None = None
    other: PartyId | None = None


async def say_of_segment(
    session: PartySession, viewer: Viewer, wanted: UUID, saying: Saying, deployment: Deployment, now: datetime
) -> Message:
    """Say something to the rival in a conflict of one's own."""
    overlap, rival = await _open_subject(session, viewer, wanted, saying.to, deployment)
    return await say_of_overlap(session, viewer, overlap, replace(saying, to=rival), deployment, now)


async def propose_of_segment(
    session: PartySession,
    viewer: Viewer,
    wanted: UUID,
    proposing: Proposing,
    deployment: Deployment,
    now: datetime,
) -> Proposal:
    """Propose a shift to the rival in a conflict of one's own."""
    overlap, rival = await _open_subject(session, viewer, wanted, proposing.to, deployment)
    meant = replace(proposing, to=rival)
    return await propose_of_overlap(session, viewer, overlap, meant, deployment, now)


async def ask_segment_shift(
    session: PartySession, viewer: Viewer, wanted: UUID, deployment: Deployment, now: datetime
) -> ShiftOffer:
    """Ask for one's own patrol in a conflict; before its overlap was told there is nothing to ask about."""
    segment = await segment_of(session, viewer, wanted)
    require_officer(viewer)
    if segment.state in OVER:
        raise ConflictClosed()
    overlap = await _overlap(session, segment, deployment)
    if overlap is None:
        raise NotFound()
    return await ask_overlap_shift(session, viewer, overlap, deployment, now)


async def asked_of_segment(
    session: PartySession, viewer: Viewer, wanted: UUID, deployment: Deployment
) -> ShiftOffer:
    """Return what was asked last for one's own patrol in a conflict."""
    overlap = await _overlap(session, await segment_of(session, viewer, wanted), deployment)
    if overlap is None:
        raise NotFound()
    return await asked_of_overlap(session, viewer, overlap, deployment)


async def about_conflict(
    session: PartySession, viewer: Viewer, wanted: UUID, deployment: Deployment
) -> About | None:
    """Return under what is kept whatever the viewer's end said of a conflict: the desk's, or a party's own view of it.

    None: before its overlap was told nothing can have been said. Nobody else takes part, whatever else it may see.
    """
    if viewer.role is Role.DESK:
        if await conflicts.conflict_with(session, wanted) is None:
            raise NotFound()
        return About(conflict=wanted)
    segment = await segment_of(session, viewer, wanted)
    overlap = await _overlap(session, segment, deployment)
    return None if overlap is None else About(overlap=overlap, other=segment.rival)


async def segment_of(session: PartySession, viewer: Viewer, wanted: UUID) -> Segment:
    """Return a conflict as the viewer's own party sees it."""
    segment = await segments.segment_with(session, wanted)
    if segment is None or segment.shown is None or segment.party != viewer.party:
        raise NotFound()
    return segment


async def _open_subject(
    session: PartySession, viewer: Viewer, wanted: UUID, to: PartyId | None, deployment: Deployment
) -> tuple[UUID, PartyId]:
    segment = await segment_of(session, viewer, wanted)
    require_officer(viewer)
    if segment.state in OVER:
        raise ConflictClosed()
    overlap = await _overlap(session, segment, deployment)
    if overlap is None or to not in {None, segment.rival}:
        raise NotInTouch()
    return overlap, segment.rival


async def _overlap(session: PartySession, segment: Segment, deployment: Deployment) -> UUID | None:
    """Return the overlap of one's own patrol; before the first tick after the conflict there is none yet."""
    overlap = await overlaps.standing_of(session, segment.patrol, deployment.terms.level)
    return None if overlap is None else overlap.id
