"""The only SQL about alerts that the live tick asks for besides numbering them. For the engine alone. Never commits."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from deconflict.alerts.model import FeedId, Recipient
from deconflict.alerts.tables import alert, feed
from deconflict.parties.model import PartyId
from deconflict.parties.tables import person
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of


async def feeds_of(checker: CheckerSession, people: Collection[UUID]) -> dict[UUID, Recipient]:
    """Return the feeds of those people who have not been shut out."""
    rows = await checker.rows(
        select(feed.c.id, feed.c.party, feed.c.person)
        .join(person, person.c.id == feed.c.person)
        .where(one_of(feed.c.person, people), person.c.disabled_at.is_(None))
    )
    return {row.person: Recipient(FeedId(row.id), row.party and PartyId(row.party)) for row in rows}


async def last_changes(
    checker: CheckerSession, patrols: Collection[UUID], among: Collection[str]
) -> dict[UUID, tuple[str, datetime]]:
    """Return which of those changes was told last of each of those patrols, and when, if any was."""
    of = alert.c.patrol
    rows = await checker.rows(
        select(of, alert.c.change, alert.c.released_at)
        .where(one_of(of, patrols), one_of(alert.c.change, among))
        .ext(distinct_on(of))
        .order_by(of, alert.c.released_at.desc(), alert.c.seq.desc())
    )
    return {row.patrol: (row.change, row.released_at) for row in rows}
