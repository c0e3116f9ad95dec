"""The only SQL about who moves that reaches across parties: for the checker alone, which no network reaches.

Never commits.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Uuid,
    bindparam,
    delete,
    exists,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.parties.model import PartyId
from deconflict.resolving.model import Advice, Assignment, Proposal, ProposalState, ShiftOffer, Slot
from deconflict.resolving.store import proposal_row, to_assignment, to_proposal, to_shift_offer
from deconflict.resolving.tables import advice, assignment, proposal, reservation, shift_offer
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id
from deconflict.runtime.one_of import one_of
from deconflict.separation.path import Track

_open = proposal.c.state == ProposalState.PROPOSED.value

AT_ONCE: Final = 200
"""How many questions are answered in one transaction: each may take a second of the checker's time."""


FORGET: Final = text(
    """
    DELETE FROM assignment USING unnest(:conflicts, :episodes) AS found (conflict, episode)
    WHERE assignment.conflict = found.conflict
        AND (assignment.episode < found.episode OR (assignment.by_agreement AND assignment.conflict = ANY (:gone)))
    """
).bindparams(
    bindparam("conflicts", type_=ARRAY(Uuid)),
    bindparam("episodes", type_=ARRAY(Integer)),
    bindparam("gone", type_=ARRAY(Uuid)),
)
"""Nobody adjusts any more: it was said of an earlier episode, or follows from no agreement now."""


async def assign_by_agreement(
    checker: CheckerSession, whoever: Sequence[tuple[UUID, int, PartyId | None]], at: datetime
) -> None:
    """Store for conflicts, with their episode, who adjusts because the other has the right of way; None: nobody does.

    What the desk said in the same episode stands. Below level 3 nobody is told: it would tell of the conflict (DIS-04).
    """
    if whoever:
        gone = [conflict for conflict, _, party in whoever if party is None]
        episodes = {"conflicts": [item[0] for item in whoever], "episodes": [item[1] for item in whoever]}
        await checker.execute(FORGET, {"gone": gone, **episodes})
    rows = [
        {
            "conflict": conflict,
            "episode": episode,
            "party": party,
            "by_agreement": True,
            "at": at,
            "told_at": at,
        }
        for conflict, episode, party in whoever
        if party is not None
    ]
    if rows:
        added = insert_or(assignment)
        new = added.excluded
        changes = {name: new[name] for name in ("episode", "party", "by_agreement", "at", "told_at")} | {
            "person": None
        }
        different = assignment.c.by_agreement & (assignment.c.party != new.party)
        await checker.execute(
            added.on_conflict_do_update(index_elements=["conflict"], set_=changes, where=different),
            rows,
        )


async def anything_waits(checker: CheckerSession) -> bool:
    """Tell whether anything was said that is still to be carried to somebody."""
    untold_yet = exists().where(assignment.c.told_at.is_(None))
    unanswered = exists().where(shift_offer.c.answered_at.is_(None), shift_offer.c.party.is_(None))
    proposed = exists().where(_open)
    kept_free = exists().where(reservation.c.ended_at.is_(None))
    return bool(await checker.scalar(select(untold_yet | unanswered | proposed | kept_free)))


async def untold(checker: CheckerSession) -> list[Assignment]:
    """Return what the desk assigned and neither side was told yet, oldest first."""
    rows = await checker.rows(
        select(assignment).where(assignment.c.told_at.is_(None)).order_by(assignment.c.at)
    )
    return [to_assignment(row) for row in rows]


async def mark_told(checker: CheckerSession, done: Sequence[Assignment], at: datetime) -> None:
    """Note that both sides were told what there is to tell; what the desk said meanwhile is still to be told."""
    for item in done:
        same = (assignment.c.conflict == item.conflict) & (assignment.c.at == item.at)
        await checker.execute(update(assignment).where(same).values(told_at=at))


async def advise(
    checker: CheckerSession, conflict: UUID, given: Sequence[Advice], at: datetime
) -> list[UUID]:
    """Store what the sides of a conflict are advised now; return the overlaps on which they were advised before."""
    before = await checker.scalars(
        delete(advice).where(advice.c.conflict == conflict).returning(advice.c.overlap)
    )
    rows = [
        {
            "overlap": item.overlap,
            "conflict": item.conflict,
            "party": item.party,
            "rival": item.rival,
            "says": item.given.says.value,
            "version": item.given.version,
            "at": at,
        }
        for item in given
    ]
    await checker.insert_all(advice, rows)
    return list(before)


async def asked(checker: CheckerSession, *, by_desk: bool, until: datetime) -> list[ShiftOffer]:
    """Return the unanswered questions of the desk, or of parties asked before a tick, oldest first."""
    whose = shift_offer.c.party.is_(None) if by_desk else shift_offer.c.party.is_not(None)
    due = select(shift_offer).where(
        whose, shift_offer.c.answered_at.is_(None), shift_offer.c.asked_at <= until
    )
    rows = await checker.rows(due.order_by(shift_offer.c.asked_at, shift_offer.c.id).limit(AT_ONCE))
    return [to_shift_offer(row) for row in rows]


async def answer(checker: CheckerSession, answered: Collection[ShiftOffer]) -> None:
    """Store answers."""
    rows = [
        {
            "id": item.id,
            "answered_at": item.answered_at,
            "exact": item.exact,
            "later_s": item.later_s,
            "earlier_s": item.earlier_s,
        }
        for item in answered
    ]
    await checker.update_all(shift_offer, "id", rows)


async def matters(checker: CheckerSession) -> list[UUID]:
    """Return which proposals are open, unread."""
    return list(await checker.scalars(select(proposal.c.matter).where(_open).distinct()))


async def to_carry(checker: CheckerSession, only: UUID | None = None) -> list[Proposal]:
    """Return what was proposed and is still to be carried to its other end, oldest first; `only`: of that matter."""
    uncarried = select(proposal).where(_open, proposal.c.carried_at.is_(None), _is(only))
    rows = await checker.rows(uncarried.order_by(proposal.c.at, proposal.c.id))
    return [to_proposal(row) for row in rows]


async def carry(checker: CheckerSession, sent: Proposal, copy: Proposal | None, at: datetime) -> None:
    """Store the other end's copy of a proposal; without one it is undelivered, for good."""
    state = {"state": ProposalState.UNDELIVERED.value, "settled_at": at} if copy is None else {}
    carried = {"carried_at": sent.carried_at or at, **state}
    await checker.execute(update(proposal).where(proposal.c.id == sent.id).values(carried))
    if copy is not None:
        await checker.insert_all(proposal, [proposal_row(copy, sent.id)])


async def hold(checker: CheckerSession, sent: Proposal, at: datetime) -> None:
    """Let a proposal stand as if its other end had it."""
    await checker.execute(update(proposal).where(proposal.c.id == sent.id).values(carried_at=at))


async def held(checker: CheckerSession, now: datetime, only: UUID | None = None) -> list[Proposal]:
    """Return what stands unanswered between parties and has not reached its other end, oldest first.

    `only`: of that matter.
    """
    copy = proposal.alias()
    reached = exists().where(copy.c.matter == proposal.c.matter, copy.c.received)
    standing = (
        _open & proposal.c.carried_at.is_not(None) & proposal.c.said.is_(None) & (proposal.c.expires_at > now)
    )
    rows = await checker.rows(
        select(proposal)
        .where(standing, ~proposal.c.received, ~reached, _is(only))
        .order_by(proposal.c.at, proposal.c.id)
    )
    return [to_proposal(row) for row in rows]


async def to_settle(
    checker: CheckerSession, now: datetime, only: UUID | None = None
) -> list[tuple[UUID, Proposal]]:
    """Return what an end has answered, in the order of the answers, then what expired; each with its matter.

    `only`: of that matter.
    """
    due = proposal.c.said.is_not(None) | (proposal.c.expires_at <= now)
    order = (proposal.c.said_at.nulls_last(), proposal.c.expires_at, proposal.c.id)
    rows = await checker.rows(select(proposal).where(_open, due, _is(only)).order_by(*order))
    return [(row.matter, to_proposal(row)) for row in rows]


async def settle(checker: CheckerSession, matter: UUID, state: ProposalState, at: datetime) -> list[Proposal]:
    """Settle both ends of a proposal alike and return them; nothing when they are settled already."""
    ends = update(proposal).where(_open, proposal.c.matter == matter)
    rows = await checker.rows(ends.values(state=state.value, settled_at=at).returning(proposal))
    return [to_proposal(row) for row in rows]


async def set_aside(checker: CheckerSession, matter: UUID, at: datetime) -> list[UUID]:
    """Let go, unread, of both ends of a proposal that cannot be carried; return the overlaps it was about."""
    ends = update(proposal).where(_open, proposal.c.matter == matter)
    undelivered = {"state": ProposalState.UNDELIVERED.value, "settled_at": at}
    rows = await checker.rows(ends.values(undelivered).returning(proposal.c.about))
    return [overlap for row in rows for overlap in row.about]


def _is(only: UUID | None) -> ColumnElement[bool]:
    return true() if only is None else proposal.c.matter == only


async def keep(checker: CheckerSession, slot: Slot, at: datetime) -> None:
    """Keep a slot for a patrol, in the place of any it had."""
    await release(checker, [slot.patrol], at)
    row = {
        "id": new_id(),
        "patrol": slot.patrol,
        "party": slot.party,
        "version": slot.version,
        "shift_s": slot.shift_s,
        "track": slot.track.pack(),
        "cover": slot.cover,
        "at": at,
        "until": slot.until,
    }
    await checker.insert_all(reservation, [row])


async def kept(checker: CheckerSession) -> list[Slot]:
    """Return the slots that are kept, in order of their patrols' ids: few at any time."""
    rows = await checker.rows(
        select(reservation).where(reservation.c.ended_at.is_(None)).order_by(reservation.c.patrol)
    )
    return [
        Slot(
            row.patrol,
            PartyId(row.party),
            row.version,
            row.shift_s,
            Track.unpack(row.track),
            row.cover,
            row.until,
        )
        for row in rows
    ]


async def release(checker: CheckerSession, patrols: Collection[UUID], at: datetime) -> None:
    """Keep no slot any more for those patrols."""
    kept_still = reservation.c.ended_at.is_(None) & one_of(reservation.c.patrol, patrols)
    await checker.execute(update(reservation).where(kept_still).values(ended_at=at))
