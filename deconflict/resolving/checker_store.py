"""The only SQL about who moves that reaches across parties: for the checker alone, which no network reaches.

Never commits.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Uuid, bindparam, delete, exists, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.parties.model import PartyId
from deconflict.resolving.model import Advice, Assignment, ShiftOffer
from deconflict.resolving.store import to_assignment, to_shift_offer
from deconflict.resolving.tables import advice, assignment, shift_offer
from deconflict.runtime.database import CheckerSession

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
    return bool(await checker.scalar(select(untold_yet | unanswered)))


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
