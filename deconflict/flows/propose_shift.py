"""One end proposes to the other that one of them shifts its patrol, and the other answers (CON-05).

To whom and about what: as with messages. The checker carries proposals and answers; until it has, nothing is settled.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from deconflict.conflicts import store as conflicts
from deconflict.conflicts.errors import ConflictClosed
from deconflict.conflicts.model import ConflictState
from deconflict.errors import NotFound
from deconflict.flows.deployment import Deployment
from deconflict.flows.send_message import addressee
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.messages.errors import NotInTouch
from deconflict.parties.model import OFFICERS, PartyId, Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.resolving import store as resolving
from deconflict.resolving.errors import NotASide, ProposalClosed, WhichOverlap
from deconflict.resolving.model import Answer, Mover, Proposal, ProposalId, ProposalState
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id

STANDS_FOR: Final = timedelta(minutes=30)
"""How long an answer is waited for."""


@dataclass(frozen=True)
class Proposing:
    """Who would shift by how many seconds (whole minutes, negative: earlier), said to which party (None: the desk)."""

    to: PartyId | None
    mover: Mover
    shift_s: int


async def propose_of_overlap(
    session: PartySession,
    viewer: Viewer,
    overlap_id: UUID,
    proposing: Proposing,
    deployment: Deployment,
    now: datetime,
) -> Proposal:
    """Propose a shift about one's own overlap; as the desk, to the party whose overlap it is: that it moves."""
    to = await addressee(session, viewer, overlap_id, proposing.to, deployment)
    if viewer.party is None and proposing.mover is Mover.SELF:
        raise NotASide()
    return await _propose(session, viewer, to, proposing, (overlap_id,), None, now)


async def propose_of_conflict(
    session: PartySession, viewer: Viewer, conflict_id: UUID, proposing: Proposing, now: datetime
) -> Proposal:
    """Propose to one side of a conflict that it shifts, as the desk: it hears of it on its own overlap."""
    conflict = await conflicts.conflict_with(session, conflict_id)
    if conflict is None:
        raise NotFound()
    require_role(viewer, Role.DESK)
    if conflict.state is ConflictState.RESOLVED:
        raise ConflictClosed()
    b = conflict.pair.b
    if b is None or proposing.to not in {conflict.pair.a.party, b.party}:
        raise NotInTouch()
    if proposing.mover is Mover.SELF:
        raise NotASide()
    return await _propose(session, viewer, proposing.to, proposing, (), conflict_id, now)


async def answer_proposal(
    session: PartySession,
    viewer: Viewer,
    proposal_id: UUID,
    answer: Answer,
    overlap: UUID | None,
    now: datetime,
) -> Proposal:
    """Accept, refuse or withdraw; whoever accepts to move says with which patrol where several could be meant."""
    found = (await resolving.proposals_with(session, [proposal_id])).get(proposal_id)
    if found is None:
        raise NotFound()
    require_role(viewer, *OFFICERS, Role.DESK)
    if not found.answerable(answer, now):
        raise ProposalClosed(state=found.state.value)
    chosen = None
    if answer is Answer.ACCEPT and found.mover is Mover.SELF:
        chosen = overlap or (found.overlaps[0] if len(found.overlaps) == 1 else None)
        if chosen not in found.overlaps:
            raise WhichOverlap()
    if not await resolving.say(session, found, answer, chosen, now):
        raise ProposalClosed(state=found.state.value)
    await _record(session, viewer, found, answer.value, now)
    return (await resolving.proposals_with(session, [proposal_id]))[proposal_id]


async def _propose(
    session: PartySession,
    viewer: Viewer,
    to: PartyId | None,
    proposing: Proposing,
    about: tuple[UUID, ...],
    conflict: UUID | None,
    now: datetime,
) -> Proposal:
    proposal = Proposal(
        id=ProposalId(new_id()),
        party=viewer.party,
        other=to,
        received=False,
        mover=proposing.mover,
        shift_s=proposing.shift_s,
        overlaps=about,
        conflict=conflict,
        state=ProposalState.PROPOSED,
        at=now,
        expires_at=now + STANDS_FOR,
    )
    await resolving.propose(session, proposal, viewer.person)
    await _record(session, viewer, proposal, "propose", now)
    return proposal


async def _record(session: PartySession, viewer: Viewer, of: Proposal, said: str, now: datetime) -> None:
    entry = Entry(EntryKind.PROPOSAL, viewer.party, viewer.person, of.id, {"said": said}, now)
    await ledger.append(session, [entry])
