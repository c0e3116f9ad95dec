"""The only SQL by which a press of the desk's finds what climbs: for the checker alone. Never commits."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from deconflict.alerts.ladder_store import to_ladder
from deconflict.alerts.model import Ladder, NoticeId, Rung, Subject
from deconflict.alerts.store import SUBJECTS
from deconflict.alerts.tables import alert, escalated, escalation, ladder
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of


async def subject_at(checker: CheckerSession, feed: UUID, seq: int) -> Subject:
    """Return what an alert speaks of."""
    row = await checker.one(select(alert).where(alert.c.feed == feed, alert.c.seq == seq))
    return Subject(**{name: getattr(row, name) for name in SUBJECTS})


async def open_about(checker: CheckerSession, matters: Collection[UUID]) -> list[Ladder]:
    """Return what of those matters still climbs for a party."""
    of_party = ladder.c.ended_at.is_(None), ladder.c.party.is_not(None), one_of(ladder.c.matter, matters)
    rows = await checker.rows(select(ladder).where(*of_party).order_by(ladder.c.begun_at, ladder.c.notice))
    return [to_ladder(row) for row in rows]


async def open_of_call(checker: CheckerSession, of: UUID) -> list[Ladder]:
    """Return what a call was for and still climbs for a party."""
    called = select(escalated.c.notice).where(escalated.c.escalation == of)
    of_party = ladder.c.ended_at.is_(None), ladder.c.party.is_not(None), ladder.c.notice.in_(called)
    rows = await checker.rows(select(ladder).where(*of_party).order_by(ladder.c.begun_at, ladder.c.notice))
    return [to_ladder(row) for row in rows]


async def last_fired(
    checker: CheckerSession, notices: Collection[NoticeId]
) -> dict[NoticeId, tuple[Rung, datetime]]:
    """Return which rung each of those notices reached last, and when; nothing of what has reached none."""
    rows = await checker.rows(
        select(escalated.c.notice, escalated.c.rung, escalation.c.at)
        .join(escalation, escalation.c.id == escalated.c.escalation)
        .where(one_of(escalated.c.notice, list(notices)))
        .order_by(escalation.c.at)
    )
    return {NoticeId(row.notice): (Rung(row.rung), row.at) for row in rows}
