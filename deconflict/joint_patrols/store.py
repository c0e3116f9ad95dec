"""The only SQL about joint patrols as their sides and the desk deal with them. Never commits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, false, func, insert, select, true, tuple_, update

from deconflict.joint_patrols.model import (
    Countersignature,
    JointPatrol,
    JointPatrolId,
    JointState,
    Sent,
    Text,
)
from deconflict.joint_patrols.tables import (
    joint_countersignature,
    joint_member,
    joint_patrol,
    joint_text,
    joint_unit,
)
from deconflict.joint_patrols.wording import canonical, digest, read_if_whole
from deconflict.parties import scope
from deconflict.parties.model import PartyId, PersonId, Role, Unit, UnitId
from deconflict.runtime.database import Insertion, PartySession, Session
from deconflict.runtime.one_of import one_of

# The columns that the service's login may read.
TEXTS: Final = select(joint_text.c.joint, joint_text.c.version, joint_text.c.text)
SIGNED: Final = select(
    joint_countersignature.c.joint,
    joint_countersignature.c.version,
    joint_countersignature.c.party,
    joint_countersignature.c.at,
).order_by(joint_countersignature.c.at, joint_countersignature.c.party)


def addition(new: JointPatrol) -> Insertion:
    """Return a joint patrol, to be stored before its text."""
    row = {
        "id": new.id,
        "reference": new.reference,
        "proposer": new.proposer,
        "parties": list(new.parties),
        "state": new.state.value,
        "version": new.version,
        "pending": new.pending,
        "due": new.due,
        "proposed_at": new.proposed_at,
    }
    return Insertion(joint_patrol, [row])


def text_addition(of: JointPatrolId, new: Text, party: PartyId, by: PersonId, at: datetime) -> Insertion:
    """Return a text that a party proposes, to be stored."""
    row = {
        "joint": of,
        "version": new.version,
        "party": party,
        "person": by,
        "text": canonical(new),
        "over_at": new.times[-1],
        "at": at,
    }
    return Insertion(joint_text, [row])


def countersignature(of: JointPatrol, text: Text, party: PartyId, by: PersonId, at: datetime) -> Insertion:
    """Return a party's name under a text, to be stored."""
    row = {
        "joint": of.id,
        "version": text.version,
        "party": party,
        "parties": list(of.parties),
        "person": by,
        "digest": digest(text),
        "at": at,
    }
    return Insertion(joint_countersignature, [row])


async def attach(writer: PartySession, to: JointPatrol, unit: Unit, at: datetime) -> None:
    """Store which unit a party sends; the others see its callsign. Sent again, it takes the first one's place."""
    of = {"joint": to.id, "party": unit.party}
    if unit.party in to.callsigns:
        named = (joint_member.c.joint == to.id) & (joint_member.c.party == unit.party)
        await writer.execute(update(joint_member).where(named).values(callsign=unit.callsign, at=at))
        own = (joint_unit.c.joint == to.id) & (joint_unit.c.party == unit.party)
        await writer.execute(update(joint_unit).where(own).values(unit=unit.id))
        return
    await writer.execute(insert(joint_member).values(**of, callsign=unit.callsign, at=at))
    await writer.execute(insert(joint_unit).values(**of, unit=unit.id))


async def set_state(writer: PartySession, changed: JointPatrol) -> None:
    """Store where a joint patrol stands now."""
    await writer.execute(
        update(joint_patrol)
        .where(joint_patrol.c.id == changed.id)
        .values(
            state=changed.state.value,
            pending=changed.pending,
            due=changed.due,
            ended_by=changed.ended_by,
            ended_at=changed.ended_at,
        )
    )


async def joint_with(reader: Session, wanted: UUID) -> JointPatrol | None:
    """Return a joint patrol the reader may see."""
    return (await with_ids(reader, [wanted])).get(wanted)


async def joint_to_change(writer: PartySession, wanted: UUID) -> JointPatrol | None:
    """Return a joint patrol the writer may change, as it is once nobody else is changing it."""
    lock = select(joint_patrol.c.id).where(joint_patrol.c.id == wanted, _seen(writer))
    if await writer.one_or_none(lock.with_for_update(key_share=True)) is None:
        return None
    return await joint_with(writer, wanted)  # by another statement: another side may have countersigned


async def page(reader: Session, limit: int, after: tuple[datetime, UUID] | None) -> list[JointPatrol]:
    """Return at most `limit` joint patrols the reader may see, newest first, after that (proposed_at, id).

    However many in between cannot be read: a page is short only at the end.
    """
    newest = joint_patrol.c.proposed_at.desc(), joint_patrol.c.id.desc()
    query = select(joint_patrol).where(_seen(reader)).order_by(*newest).limit(limit)
    found: list[JointPatrol] = []
    while len(found) < limit:
        beyond = () if after is None else (tuple_(joint_patrol.c.proposed_at, joint_patrol.c.id) < after,)
        rows = await reader.rows(query.where(*beyond))
        found += [item for item in await whole(reader, rows) if item.readable]
        if len(rows) < limit:
            break
        after = rows[-1].proposed_at, rows[-1].id
    return found[:limit]


async def with_ids(reader: Session, wanted: Collection[UUID]) -> dict[UUID, JointPatrol]:
    """Return those joint patrols that the reader may see and that can be read."""
    rows = await reader.rows(select(joint_patrol).where(one_of(joint_patrol.c.id, wanted), _seen(reader)))
    return {item.id: item for item in await whole(reader, rows) if item.readable}


async def last_version(reader: Session, of: JointPatrolId) -> int:
    """Return the number of the newest text, whatever became of it."""
    found = await reader.scalar(select(func.max(joint_text.c.version)).where(joint_text.c.joint == of))
    return found or 0


async def sent_by(reader: PartySession, of: Collection[UUID], party: PartyId) -> dict[UUID, Sent]:
    """Return a party's own part in those joint patrols."""
    rows = await reader.rows(
        select(joint_unit).where(one_of(joint_unit.c.joint, of), joint_unit.c.party == party)
    )
    return {row.joint: to_sent(row) for row in rows}


async def joint_of(reader: Session, patrol: UUID) -> JointPatrolId | None:
    """Return the registered joint patrol that an own patrol is part of, if any."""
    seen = scope.of_viewer(reader, joint_unit.c.party)
    query = (
        select(joint_patrol.c.id)
        .join(joint_unit, joint_unit.c.joint == joint_patrol.c.id)
        .where(joint_unit.c.patrol == patrol, seen, joint_patrol.c.state == JointState.REGISTERED.value)
    )
    row = await reader.one_or_none(query)
    return None if row is None else JointPatrolId(row.id)


def _seen(reader: Session) -> ColumnElement[bool]:
    """The application's own wall: those the reader's party is asked to take part in; all for the desk."""
    if not isinstance(reader, PartySession) or reader.viewer.role == Role.DESK.value:
        return true()
    own = reader.viewer.party
    return false() if own is None else joint_patrol.c.parties.contains([own])


async def whole(reader: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[JointPatrol]:
    """Read joint patrols with their texts, the units attached and who countersigned."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    texts: dict[UUID, dict[int, Text]] = {item: {} for item in ids}
    for row in await reader.rows(TEXTS.where(one_of(joint_text.c.joint, ids))):
        if (text := read_if_whole(row.text, row.version)) is not None:
            texts[row.joint][row.version] = text
    callsigns: dict[UUID, dict[PartyId, str]] = {item: {} for item in ids}
    attached = select(joint_member.c.joint, joint_member.c.party, joint_member.c.callsign)
    for row in await reader.rows(attached.where(one_of(joint_member.c.joint, ids))):
        callsigns[row.joint][row.party] = row.callsign
    signed: dict[UUID, list[Countersignature]] = {item: [] for item in ids}
    for name in await reader.rows(SIGNED.where(one_of(joint_countersignature.c.joint, ids))):
        signed[name.joint].append(Countersignature(PartyId(name.party), name.version, name.at))
    return [
        JointPatrol(
            id=JointPatrolId(row.id),
            reference=row.reference,
            proposer=PartyId(row.proposer),
            parties=tuple(PartyId(party) for party in row.parties),
            state=JointState(row.state),
            version=row.version,
            pending=row.pending,
            due=row.due,
            proposed_at=row.proposed_at,
            texts=texts[row.id],
            callsigns=callsigns[row.id],
            countersignatures=tuple(signed[row.id]),
            ended_by=row.ended_by and PartyId(row.ended_by),
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def to_sent(row: Row[*tuple[Any, ...]]) -> Sent:
    """Read a side's own part."""
    return Sent(JointPatrolId(row.joint), PartyId(row.party), UnitId(row.unit), row.patrol, row.version)
