"""The only SQL about rendezvous as their sides and the neutral staff deal with them. Never commits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, or_, select, true, tuple_, update

from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.rendezvous.model import Rendezvous, RendezvousId, RendezvousState, Where
from deconflict.rendezvous.tables import rendezvous, rendezvous_confirmation, rendezvous_patrol
from deconflict.runtime.database import Insertion, PartySession, Session
from deconflict.runtime.one_of import one_of

# The columns that the service's login may read.
RENDEZVOUS: Final = select(
    rendezvous.c.id,
    rendezvous.c.reference,
    rendezvous.c.one,
    rendezvous.c.other,
    rendezvous.c.proposer,
    rendezvous.c.lon,
    rendezvous.c.lat,
    rendezvous.c.radius_m,
    rendezvous.c.start_at,
    rendezvous.c.end_at,
    rendezvous.c.state,
    rendezvous.c.proposed_at,
    rendezvous.c.hidden_from,
    rendezvous.c.of_overlap,
    rendezvous.c.asked,
    rendezvous.c.ended_by,
    rendezvous.c.ended_at,
)
WITNESSES: Final = frozenset({Role.DESK.value, Role.FACILITATOR.value})
OPEN: Final = tuple(
    state.value for state in (RendezvousState.ASKED, RendezvousState.PROPOSED, RendezvousState.CONFIRMED)
)


def addition(new: Rendezvous, by: PersonId) -> Insertion:
    """Return a rendezvous, to be stored before what each side adds to it."""
    row = {
        "id": new.id,
        "reference": new.reference,
        "one": new.one,
        "other": new.other,
        "proposer": new.proposer,
        "proposed_by": by,
        "lon": new.where.lon,
        "lat": new.where.lat,
        "radius_m": new.where.radius_m,
        "start_at": new.where.start,
        "end_at": new.where.end,
        "state": new.state.value,
        "proposed_at": new.proposed_at,
        "hidden_from": new.hidden_from,
        "of_overlap": new.of_overlap,
        "asked": new.asked,
    }
    return Insertion(rendezvous, [row])


def confirmation(of: Rendezvous, by: PersonId, party: PartyId, at: datetime) -> Insertion:
    """Return one side's confirmation, to be stored."""
    [other] = set(of.sides) - {party}
    row = {"rendezvous": of.id, "party": party, "other": other, "person": by, "at": at}
    return Insertion(rendezvous_confirmation, [row])


def meant_for(of: Rendezvous, party: PartyId, patrol: UUID | None) -> Insertion:
    """Return the one own patrol that a side means it for, to be stored; nothing when it means all of them."""
    row = {"rendezvous": of.id, "party": party, "patrol": patrol}
    return Insertion(rendezvous_patrol, [] if patrol is None else [row])


async def set_state(writer: PartySession, changed: Rendezvous) -> None:
    """Store where a rendezvous stands now."""
    await writer.execute(
        update(rendezvous)
        .where(rendezvous.c.id == changed.id)
        .values(
            state=changed.state.value,
            hidden_from=changed.hidden_from,
            ended_by=changed.ended_by,
            ended_at=changed.ended_at,
        )
    )


async def rendezvous_with(reader: Session, wanted: UUID) -> Rendezvous | None:
    """Return a rendezvous the reader may see."""
    return await _one(reader, RENDEZVOUS.where(rendezvous.c.id == wanted, _seen(reader)))


async def rendezvous_to_change(writer: PartySession, wanted: UUID) -> Rendezvous | None:
    """Return a rendezvous the writer may change, as it is once nobody else is changing it."""
    lock = select(rendezvous.c.id).where(rendezvous.c.id == wanted, _seen(writer))
    if await writer.one_or_none(lock.with_for_update(key_share=True)) is None:
        return None
    return await rendezvous_with(writer, wanted)  # by another statement: the other side may have confirmed


async def page(reader: Session, limit: int, after: tuple[datetime, UUID] | None) -> list[Rendezvous]:
    """Return at most `limit` rendezvous the reader may see, newest first, after that (proposed_at, id)."""
    newest = rendezvous.c.proposed_at.desc(), rendezvous.c.id.desc()
    query = RENDEZVOUS.where(_seen(reader)).order_by(*newest).limit(limit)
    if after is not None:
        query = query.where(tuple_(rendezvous.c.proposed_at, rendezvous.c.id) < after)
    return await _with_confirmations(reader, await reader.rows(query))


async def with_ids(reader: Session, wanted: Collection[UUID]) -> dict[UUID, Rendezvous]:
    """Return those rendezvous that the reader may see."""
    rows = await reader.rows(RENDEZVOUS.where(one_of(rendezvous.c.id, wanted), _seen(reader)))
    return {item.id: item for item in await _with_confirmations(reader, rows)}


async def meant(reader: Session, wanted: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, of those rendezvous, the own patrol that the reader's side means each for, if only one."""
    own = reader.viewer.party if isinstance(reader, PartySession) else None
    columns = select(rendezvous_patrol.c.rendezvous, rendezvous_patrol.c.patrol)
    mine = columns.where(one_of(rendezvous_patrol.c.rendezvous, wanted), rendezvous_patrol.c.party == own)
    return {row.rendezvous: row.patrol for row in await reader.rows(mine)}


async def open_of(reader: PartySession, party: PartyId, other: PartyId | None, now: datetime) -> int:
    """Return how many open ones a party has proposed to one other, or left with the desk (None)."""
    mine = and_(rendezvous.c.proposer == party, rendezvous.c.other.is_not_distinct_from(other))
    still = and_(rendezvous.c.state.in_(OPEN), rendezvous.c.end_at >= now)
    return await reader.scalar(select(func.count()).select_from(rendezvous).where(mine, still)) or 0


def _seen(reader: Session) -> ColumnElement[bool]:
    """The application's own wall: the reader's own, unless not to be known yet; all for the staff who witness."""
    if not isinstance(reader, PartySession) or reader.viewer.role in WITNESSES:
        return true()
    own = reader.viewer.party
    if own is None:
        return false()
    hidden = rendezvous.c.hidden_from.is_not_distinct_from(own)
    return and_(or_(rendezvous.c.one == own, rendezvous.c.other == own), ~hidden)


async def _one(reader: Session, query: Select[*tuple[Any, ...]]) -> Rendezvous | None:
    return next(iter(await _with_confirmations(reader, await reader.rows(query))), None)


async def _with_confirmations(reader: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Rendezvous]:
    if not rows:
        return []
    columns = select(rendezvous_confirmation.c.rendezvous, rendezvous_confirmation.c.party)
    of_these = one_of(rendezvous_confirmation.c.rendezvous, [row.id for row in rows])
    found: dict[UUID, set[PartyId]] = {}
    for row in await reader.rows(columns.where(of_these)):
        found.setdefault(row.rendezvous, set()).add(row.party)
    return [to_rendezvous(row, found) for row in rows]


def to_rendezvous(
    row: Row[*tuple[Any, ...]], confirmations: Mapping[UUID, Collection[PartyId]]
) -> Rendezvous:
    """Read a rendezvous with who confirmed it."""
    return Rendezvous(
        id=RendezvousId(row.id),
        reference=row.reference,
        one=PartyId(row.one),
        other=row.other and PartyId(row.other),
        proposer=row.proposer and PartyId(row.proposer),
        where=to_where(row),
        state=RendezvousState(row.state),
        proposed_at=row.proposed_at,
        confirmed=frozenset(confirmations.get(row.id, ())),
        hidden_from=row.hidden_from and PartyId(row.hidden_from),
        of_overlap=row.of_overlap,
        asked=row.asked and RendezvousId(row.asked),
        ended_by=row.ended_by and PartyId(row.ended_by),
        ended_at=row.ended_at,
    )


def to_where(row: Row[*tuple[Any, ...]]) -> Where:
    """Read a disc and its window."""
    return Where(row.lon, row.lat, row.radius_m, row.start_at, row.end_at)
