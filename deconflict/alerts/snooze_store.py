"""The only SQL about snoozes: whose devices keep still, until when, about what was told by then. Never commits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.alerts.model import Snooze
from deconflict.alerts.tables import alert, feed, ladder, snooze
from deconflict.parties.model import PartyId, PersonId, Role, Viewer
from deconflict.parties.tables import person
from deconflict.runtime.database import CheckerSession, HubSession, PartySession


@dataclass(frozen=True)
class Ended:
    """Somebody whose quiet is over, while something that it was about still waits for an answer."""

    person: PersonId
    party: PartyId | None


async def keep(writer: PartySession, viewer: Viewer, new: Snooze) -> None:
    """Store the viewer's snooze in the place of an earlier one."""
    kept = insert_or(snooze).values(
        person=viewer.person, party=viewer.party, up_to=new.up_to, until=new.until
    )
    await writer.execute(
        kept.on_conflict_do_update(
            index_elements=[snooze.c.person], set_={"up_to": new.up_to, "until": new.until}
        )
    )


async def lift(writer: PartySession) -> None:
    """End the viewer's snooze."""
    await writer.execute(delete(snooze).where(snooze.c.person == writer.viewer.person))


async def own(reader: PartySession, now: datetime) -> Snooze | None:
    """Return the viewer's snooze if it lasts."""
    wanted = select(snooze.c.up_to, snooze.c.until).where(
        snooze.c.person == reader.viewer.person, snooze.c.until > now
    )
    row = await reader.one_or_none(wanted)
    return None if row is None else Snooze(row.up_to, row.until)


async def of_people(hub: HubSession, people: Collection[UUID]) -> dict[PersonId, Snooze]:
    """Return which of those people snooze: what the live hub tells their other devices."""
    found = func.snoozes_of(list(people)).table_valued("person", "up_to", "until")
    rows = await hub.rows(select(found))
    return {PersonId(row.person): Snooze(row.up_to, row.until) for row in rows}


async def end(checker: CheckerSession, now: datetime) -> list[Ended]:
    """Forget the snoozes that are over; return whose devices must ring again, as what they slept over still climbs."""
    gone = (
        delete(snooze)
        .where(snooze.c.until <= now)
        .returning(snooze.c.person, snooze.c.party, snooze.c.up_to)
        .cte("gone")
    )
    of_desk = feed.c.person.is_(None) & (person.c.role == Role.DESK.value)
    still = (
        select(ladder.c.notice)
        .join(alert, alert.c.notice == ladder.c.notice)
        .join(feed, feed.c.id == alert.c.feed)
        .join(person, person.c.id == gone.c.person)
        .where(
            ladder.c.ended_at.is_(None),
            ladder.c.fired > 0,
            alert.c.seq <= gone.c.up_to,
            or_(feed.c.person == gone.c.person, of_desk),
        )
        .correlate(gone)
    )
    rows = await checker.rows(select(gone.c.person, gone.c.party, still.exists().label("rings")))
    return [Ended(PersonId(row.person), row.party and PartyId(row.party)) for row in rows if row.rings]
