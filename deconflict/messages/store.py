"""The only SQL about messages and liaisons as their own ends read and write them. Never commits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Integer, Row, Uuid, bindparam, false, func, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.messages.model import Liaison, Message, MessageId, MessageState
from deconflict.messages.tables import liaison, message
from deconflict.parties import scope
from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.runtime.database import CheckerSession, PartySession
from deconflict.runtime.one_of import one_of

LIAISON_OF: Final = text("SELECT party, name, reach FROM liaison_of(:ids, :revisions)").bindparams(
    bindparam("ids", type_=ARRAY(Uuid)), bindparam("revisions", type_=ARRAY(Integer))
)


async def add(writer: PartySession | CheckerSession, new: Collection[Message]) -> None:
    """Store messages: what somebody says, or what the checker carried."""
    await writer.insert_all(message, [_row(item) for item in new])


async def said_since(reader: PartySession, since: datetime) -> int:
    """Return how many messages the reader's end has sent since."""
    sent = select(func.count()).where(
        own(reader), message.c.state != MessageState.RECEIVED.value, message.c.at > since
    )
    return await reader.scalar(sent) or 0


async def with_ids(reader: PartySession, wanted: Collection[UUID]) -> dict[UUID, Message]:
    """Return those messages of the reader's."""
    rows = await reader.rows(select(message).where(own(reader), one_of(message.c.id, wanted)))
    return {row.id: to_message(row) for row in rows}


async def page(
    reader: PartySession,
    limit: int,
    after: tuple[datetime, UUID] | None,
    *,
    overlap: UUID | None = None,
    conflict: UUID | None = None,
    other: PartyId | None = None,
) -> list[Message]:
    """Return at most `limit` of the reader's messages, newest first: all, or about an overlap or a conflict.

    other: only those to and from that party.
    """
    wanted = (
        select(message).where(own(reader)).order_by(message.c.at.desc(), message.c.id.desc()).limit(limit)
    )
    if after is not None:
        wanted = wanted.where(tuple_(message.c.at, message.c.id) < after)
    if overlap is not None:
        wanted = wanted.where(message.c.about.contains([overlap]))
    if conflict is not None:
        wanted = wanted.where(message.c.conflict == conflict)
    if other is not None:
        wanted = wanted.where(message.c.other == other)
    return [to_message(row) for row in await reader.rows(wanted)]


def own(reader: PartySession) -> ColumnElement[bool]:
    """What is the reader's own: its party's; the neutral desk's is nobody else's (SEC-01)."""
    if reader.viewer.party is not None:
        return message.c.party == reader.viewer.party
    return message.c.party.is_(None) if reader.viewer.role == Role.DESK.value else false()


async def name_liaison(writer: PartySession, new: Liaison, by: PersonId, at: datetime) -> None:
    """Store whom the other sides call, in the place of whoever it was."""
    row = {"name": new.name, "reach": new.reach, "person": by, "at": at}
    added = insert_or(liaison).values(party=new.party, **row)
    await writer.execute(added.on_conflict_do_update(index_elements=["party"], set_=row))


async def liaisons(reader: PartySession) -> list[Liaison]:
    """Return the reader's own party's liaison; for the desk everybody's."""
    columns = (liaison.c.party, liaison.c.name, liaison.c.reach)
    seen = select(*columns).where(scope.of_viewer(reader, liaison.c.party)).order_by(liaison.c.party)
    return [to_liaison(row) for row in await reader.rows(seen)]


async def liaisons_told(reader: PartySession, told: Collection[tuple[UUID, int]]) -> dict[UUID, Liaison]:
    """Return the liaisons of the rivals that overlaps name to the reader in those revisions."""
    if not told:
        return {}
    asked = {"ids": [overlap for overlap, _ in told], "revisions": [revision for _, revision in told]}
    return {row.party: to_liaison(row) for row in (await reader.execute(LIAISON_OF, asked)).all()}


def _row(item: Message) -> dict[str, Any]:
    return {
        "id": item.id,
        "party": item.party,
        "other": item.other,
        "state": item.state.value,
        "role": item.role.value,
        "person": item.person,
        "name": item.name,
        "text": item.text,
        "urgent": item.urgent,
        "about": list(item.overlaps),
        "conflict": item.conflict,
        "at": item.at,
        "carried_at": item.carried_at,
    }


def to_message(row: Row[*tuple[Any, ...]]) -> Message:
    """Read a message."""
    return Message(
        id=MessageId(row.id),
        party=row.party and PartyId(row.party),
        other=row.other and PartyId(row.other),
        state=MessageState(row.state),
        role=Role(row.role),
        person=row.person and PersonId(row.person),
        name=row.name,
        text=row.text,
        urgent=row.urgent,
        overlaps=tuple(row.about),
        conflict=row.conflict,
        at=row.at,
        carried_at=row.carried_at,
    )


def to_liaison(row: Row[*tuple[Any, ...]]) -> Liaison:
    """Read a liaison."""
    return Liaison(PartyId(row.party), row.name, row.reach)
