"""The only SQL about presses that wait for the engine: for the checker alone. Never commits."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from deconflict.runtime.database import CheckerSession
from deconflict.shiftlog.model import Press, Reached
from deconflict.shiftlog.store import to_press
from deconflict.shiftlog.tables import press


async def waiting(checker: CheckerSession) -> list[Press]:
    """Return the presses that nothing came of yet, the oldest first."""
    rows = await checker.rows(
        select(press).where(press.c.done_at.is_(None)).order_by(press.c.asked_at, press.c.note)
    )
    return [to_press(row.note, row) for row in rows]


async def settle(checker: CheckerSession, done: Press, reached: Collection[Reached], at: datetime) -> None:
    """Store what came of a press: once, whichever engine did it."""
    pairs = [[str(item.party), item.rung] for item in reached]
    waits = press.c.done_at.is_(None)
    await checker.execute(
        update(press).where(press.c.note == done.note, waits).values(done_at=at, reached=pairs)
    )
