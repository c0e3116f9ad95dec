"""The only SQL about one's own sessions as a list, and about who is seen. Never commits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select, update

from deconflict.parties.model import DeviceId, OpenSession, SessionId, Viewer, Whence
from deconflict.parties.tables import device, session
from deconflict.runtime.database import DoorSession, PartySession

_open: Final = select(
    session.c.id,
    session.c.address,
    session.c.agent,
    session.c.created_at,
    session.c.last_seen_at,
    session.c.expires_at,
    session.c.device,
    device.c.name,
).outerjoin(device, device.c.id == session.c.device)


async def own_sessions(reader: PartySession, viewer: Viewer, at: datetime) -> list[OpenSession]:
    """Return the viewer's sessions that are open, the last seen first; a unit's device has its own alone."""
    rows = await reader.rows(
        _open.where(*_own(viewer, at), device.c.revoked_at.is_(None)).order_by(
            session.c.last_seen_at.desc(), session.c.id
        )
    )
    return [_to_session(row) for row in rows]


async def end_one(writer: PartySession, viewer: Viewer, wanted: UUID, at: datetime) -> bool:
    """End one of the viewer's sessions, opened no later than this one; False when there is none like that."""
    return bool(await _end(writer, viewer, at, session.c.id == wanted))


async def end_others(writer: PartySession, viewer: Viewer, at: datetime) -> int:
    """End the viewer's sessions that were opened no later than the one that asks, and return how many those were."""
    return await _end(writer, viewer, at, session.c.id != viewer.session)


async def end_all_others(writer: PartySession, viewer: Viewer, at: datetime) -> None:
    """End the viewer's sessions but the one that asks, whenever opened: for who has just proved themselves."""
    others = *_own(viewer, at), session.c.id != viewer.session
    await writer.execute(update(session).where(*others).values(ended_at=at))


async def see_sessions(door: DoorSession, wanted: Collection[SessionId], at: datetime) -> None:
    """Store that those sessions were seen."""
    await door.execute(select(func.see_sessions(list(wanted), at)))


async def _end(writer: PartySession, viewer: Viewer, at: datetime, which: ColumnElement[bool]) -> int:
    this = session.alias()
    opened = select(this.c.created_at).where(this.c.id == viewer.session).scalar_subquery()
    # Whoever signs in anew shows a credential; one that was stolen before must not hold them out.
    fits = *_own(viewer, at), session.c.created_at <= opened, which
    ended = update(session).where(*fits).values(ended_at=at).returning(session.c.id)
    return len(await writer.scalars(ended))


def _own(viewer: Viewer, at: datetime) -> tuple[ColumnElement[bool], ...]:
    own = session.c.person == viewer.person, session.c.ended_at.is_(None), session.c.expires_at > at
    # All devices of a unit sign in as its crew: one that was found must not see nor end the others.
    return own if viewer.unit is None else (*own, session.c.device == viewer.device)


def _to_session(row: Row[*tuple[Any, ...]]) -> OpenSession:
    return OpenSession(
        SessionId(row.id),
        Whence(row.address, row.agent),
        row.created_at,
        row.last_seen_at,
        row.expires_at,
        None if row.device is None else DeviceId(row.device),
        row.name,
    )
