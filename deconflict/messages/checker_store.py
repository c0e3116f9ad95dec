"""The only SQL that carries a message from one end to the other: for the checker alone, which no network reaches.

Never commits.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select, true, update

from deconflict.messages.model import Message, MessageState
from deconflict.messages.store import to_message
from deconflict.messages.tables import held_message, message
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of

MOST: Final = 200
"""How many are carried in one transaction."""

_sent = message.c.state == MessageState.SENT.value


async def anything_waits(checker: CheckerSession) -> bool:
    """Tell whether anything was said that is still to be carried."""
    return bool(await checker.scalar(select(exists().where(_sent) | exists(select(held_message.c.message)))))


async def waiting(checker: CheckerSession) -> list[UUID]:
    """Return which messages are to be carried or held still, unread."""
    oldest = select(message.c.id).where(_sent).order_by(message.c.at, message.c.id).limit(MOST)
    return [*await checker.scalars(select(held_message.c.message)), *await checker.scalars(oldest)]


async def to_carry(checker: CheckerSession, only: UUID | None = None) -> list[Message]:
    """Return what was said and is still to be carried, oldest first; `only`: that one, if it is among it."""
    oldest = select(message).where(_sent, _is(only)).order_by(message.c.at, message.c.id).limit(MOST)
    return [to_message(row) for row in await checker.rows(oldest)]


async def carried(checker: CheckerSession, states: Mapping[UUID, MessageState], at: datetime) -> None:
    """Note what became of messages."""
    rows = [{"id": item, "state": state.value, "carried_at": at} for item, state in states.items()]
    await checker.update_all(message, "id", rows)


async def hold(checker: CheckerSession, items: Collection[UUID]) -> None:
    """Keep messages for when their other end is told of its overlap again."""
    await checker.insert_all(held_message, [{"message": item} for item in items])


async def held(checker: CheckerSession, only: UUID | None = None) -> list[Message]:
    """Return what is kept for its other end, oldest first; `only`: that one, if it is."""
    of = select(message).join(held_message, held_message.c.message == message.c.id).where(_is(only))
    return [to_message(row) for row in await checker.rows(of.order_by(message.c.at, message.c.id))]


async def let_go(checker: CheckerSession, items: Collection[UUID]) -> None:
    """Keep messages no longer: they were delivered, or their sender is told of no overlap with the other any more."""
    await checker.execute(delete(held_message).where(one_of(held_message.c.message, items)))


async def set_aside(checker: CheckerSession, wanted: UUID, at: datetime) -> list[UUID]:
    """Let go, unread, of a message that cannot be carried; return the overlaps it was about."""
    undelivered = {"state": MessageState.UNDELIVERED.value, "carried_at": at}
    await checker.execute(update(message).where(message.c.id == wanted, _sent).values(undelivered))
    await let_go(checker, [wanted])
    return await checker.scalar(select(message.c.about).where(message.c.id == wanted)) or []


def _is(only: UUID | None) -> ColumnElement[bool]:
    return true() if only is None else message.c.id == only
