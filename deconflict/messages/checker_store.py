"""The only SQL that carries a message from one end to the other: for the checker alone, which no network reaches.

Never commits.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select

from deconflict.messages.model import Message, MessageState
from deconflict.messages.store import to_message
from deconflict.messages.tables import message
from deconflict.runtime.database import CheckerSession

MOST: Final = 200
"""How many are carried in one transaction."""

_sent = message.c.state == MessageState.SENT.value


async def anything_waits(checker: CheckerSession) -> bool:
    """Tell whether anything was said that is still to be carried."""
    return bool(await checker.scalar(select(exists().where(_sent))))


async def to_carry(checker: CheckerSession) -> list[Message]:
    """Return what was said and is still to be carried, oldest first."""
    oldest = select(message).where(_sent).order_by(message.c.at, message.c.id).limit(MOST)
    return [to_message(row) for row in await checker.rows(oldest)]


async def carried(checker: CheckerSession, states: Mapping[UUID, MessageState], at: datetime) -> None:
    """Note what became of messages."""
    rows = [{"id": item, "state": state.value, "carried_at": at} for item, state in states.items()]
    await checker.update_all(message, "id", rows)
