"""The only SQL about suspensions of parties. Never commits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, or_, select, update

from deconflict.parties import scope
from deconflict.parties.errors import AlreadySuspended
from deconflict.parties.model import PartyId, Suspension, SuspensionId
from deconflict.parties.tables import suspension
from deconflict.runtime.database import CheckerSession, Insertion, OwnerSession, PartySession, Session
from deconflict.runtime.errors import UniqueViolated
from deconflict.runtime.one_of import one_of
from deconflict.runtime.question import Question, Rows, first

SEEN = (
    suspension.c.id,
    suspension.c.party,
    suspension.c.reason,
    suspension.c.suspended_at,
    suspension.c.restored_at,
)
STANDING: Final = select(*SEEN).where(
    suspension.c.party == bindparam("of"),
    suspension.c.restored_at.is_(None),
    scope.within(suspension.c.party),
)


async def suspend(writer: PartySession | OwnerSession, new: Suspension, by: UUID | None) -> None:
    """Store a suspension; AlreadySuspended when one stands."""
    row = {
        "id": new.id,
        "party": new.party,
        "reason": new.reason,
        "suspended_by": by,
        "suspended_at": new.suspended_at,
    }
    try:
        async with writer.savepoint():
            await writer.insert(Insertion(suspension, [row]))
    except UniqueViolated:
        raise AlreadySuspended() from None


async def restore(
    writer: PartySession | OwnerSession, wanted: SuspensionId, by: UUID | None, at: datetime
) -> None:
    """Store that a suspension is over."""
    await writer.execute(
        update(suspension).where(suspension.c.id == wanted).values(restored_by=by, restored_at=at)
    )


async def standing(reader: Session, of: UUID) -> Suspension | None:
    """Return the suspension of a party that stands, if the reader may see it."""
    (found,) = await reader.together(standing_asked_for(reader, of))
    return found


def standing_asked_for(reader: Session, of: UUID) -> Question[Suspension | None]:
    """Ask for the suspension of a party that stands, if the reader may see it."""
    return Question(STANDING, {"of": of, **scope.reach_in_directory(reader)}, _one)


async def seen(reader: PartySession) -> list[Suspension]:
    """Return the suspensions that the reader may see, the latest first."""
    rows = await reader.rows(
        select(*SEEN)
        .where(scope.in_directory(reader, suspension.c.party))
        .order_by(suspension.c.suspended_at.desc(), suspension.c.id)
    )
    return [_to_suspension(row) for row in rows]


async def with_ids(reader: PartySession, wanted: Collection[UUID]) -> dict[UUID, Suspension]:
    """Return those suspensions that the reader may see."""
    of = scope.in_directory(reader, suspension.c.party)
    rows = await reader.rows(select(*SEEN).where(one_of(suspension.c.id, wanted), of))
    return {row.id: _to_suspension(row) for row in rows}


async def in_force(checker: CheckerSession) -> frozenset[PartyId]:
    """Return the parties that are suspended, for the checker."""
    found = await checker.scalars(select(suspension.c.party).where(suspension.c.restored_at.is_(None)))
    return frozenset(PartyId(party) for party in found)


async def acted_on(checker: CheckerSession) -> frozenset[PartyId]:
    """Return the parties of which the checker holds what was on record when they were suspended."""
    held = suspension.c.applied_at.is_not(None) & suspension.c.restored_applied_at.is_(None)
    return frozenset(
        PartyId(party) for party in await checker.scalars(select(suspension.c.party).where(held))
    )


async def not_applied(checker: CheckerSession) -> list[Suspension]:
    """Return the suspensions, and the ends of suspensions, that the checker has not acted on."""
    begun = suspension.c.applied_at.is_(None)
    ended = suspension.c.restored_at.is_not(None) & suspension.c.restored_applied_at.is_(None)
    rows = await checker.rows(select(*SEEN).where(or_(begun, ended)).order_by(suspension.c.suspended_at))
    return [_to_suspension(row) for row in rows]


async def mark_applied(checker: CheckerSession, items: Collection[Suspension], at: datetime) -> None:
    """Note that the checker has acted on them."""
    for item in items:
        done = (
            {"applied_at": at} if item.restored_at is None else {"applied_at": at, "restored_applied_at": at}
        )
        await checker.execute(update(suspension).where(suspension.c.id == item.id).values(done))


def _one(rows: Rows) -> Suspension | None:
    row = first(rows)
    return None if row is None else _to_suspension(row)


def _to_suspension(row: Row[*tuple[Any, ...]]) -> Suspension:
    return Suspension(SuspensionId(row.id), PartyId(row.party), row.reason, row.suspended_at, row.restored_at)
