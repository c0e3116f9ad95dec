"""The only SQL about who moves as the neutral staff and the parties read and write it. Never commits."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Row, Uuid, and_, bindparam, false, select, text
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.resolving.model import Adjusts, Assignment, Given, Says, ShiftOffer, ShiftOfferId
from deconflict.resolving.tables import assignment, shift_offer
from deconflict.runtime.database import PartySession
from deconflict.runtime.one_of import one_of

ADVICE_OF: Final = text("SELECT overlap, says, version FROM advice_of(:ids)").bindparams(
    bindparam("ids", type_=ARRAY(Uuid))
)
ASSIGNED_IN: Final = text("SELECT segment, adjusts, by_agreement FROM assigned_in(:ids)").bindparams(
    bindparam("ids", type_=ARRAY(Uuid))
)
WITNESSES: Final = frozenset({Role.DESK.value, Role.FACILITATOR.value})


async def assign(writer: PartySession, new: Assignment) -> None:
    """Store who adjusts, in the place of whatever was assigned before; the checker tells both sides."""
    row = {
        "episode": new.episode,
        "party": new.party,
        "by_agreement": False,
        "person": new.by,
        "at": new.at,
        "told_at": None,
    }
    added = insert_or(assignment).values(conflict=new.conflict, **row)
    await writer.execute(added.on_conflict_do_update(index_elements=["conflict"], set_=row))


async def assigned(reader: PartySession, conflicts: Collection[UUID]) -> dict[UUID, Adjusts]:
    """Return who adjusts in those conflicts, for the neutral staff; for everybody else there is nothing."""
    if reader.viewer.role not in WITNESSES or not conflicts:
        return {}
    stands = assignment.c.party.is_not(None) & one_of(assignment.c.conflict, conflicts)
    rows = await reader.rows(select(assignment).where(stands))
    return {row.conflict: Adjusts(PartyId(row.party), row.by_agreement) for row in rows}


async def assigned_in(reader: PartySession, segments: Collection[UUID]) -> dict[UUID, Adjusts]:
    """Return who adjusts in the conflicts that those segments of the reader's are of, by segment."""
    if not segments:
        return {}
    rows = (await reader.execute(ASSIGNED_IN, {"ids": list(segments)})).all()
    return {row.segment: Adjusts(PartyId(row.adjusts), row.by_agreement) for row in rows}


async def advice_on(reader: PartySession, overlaps: Collection[UUID]) -> dict[UUID, list[Given]]:
    """Return what the desk advised on those overlaps of the reader's."""
    if not overlaps:
        return {}
    found: dict[UUID, list[Given]] = {}
    for row in (await reader.execute(ADVICE_OF, {"ids": list(overlaps)})).all():
        found.setdefault(row.overlap, []).append(Given(Says(row.says), row.version))
    return found


async def ask_shifts(writer: PartySession, asked: Collection[ShiftOffer]) -> None:
    """Store questions for the checker to answer."""
    rows = [
        {
            "id": item.id,
            "party": item.party,
            "person": item.person,
            "overlap": item.overlap,
            "conflict": item.conflict,
            "patrol": item.patrol,
            "asked_at": item.asked_at,
        }
        for item in asked
    ]
    await writer.insert_all(shift_offer, rows)


async def shifts_of_overlap(reader: PartySession, overlap: UUID) -> dict[UUID, ShiftOffer]:
    """Return what was asked last about an overlap of the reader's, by patrol."""
    return await _latest(reader, shift_offer.c.overlap == overlap)


async def shifts_of_conflict(reader: PartySession, conflict: UUID) -> dict[UUID, ShiftOffer]:
    """Return what the desk asked last about each side of a conflict, by patrol."""
    return await _latest(reader, shift_offer.c.conflict == conflict)


async def _latest(reader: PartySession, about: ColumnElement[bool]) -> dict[UUID, ShiftOffer]:
    wanted = select(shift_offer).where(about, own(reader, shift_offer.c.party))
    rows = await reader.rows(wanted.order_by(shift_offer.c.asked_at))
    return {row.patrol: to_shift_offer(row) for row in rows}


def own(reader: PartySession, party: ColumnElement[Any]) -> ColumnElement[bool]:
    """What is the reader's own: its party's; the neutral desk's is nobody else's (SEC-01)."""
    if reader.viewer.party is not None:
        return party == reader.viewer.party
    return and_(party.is_(None)) if reader.viewer.role == Role.DESK.value else false()


def to_assignment(row: Row[*tuple[Any, ...]]) -> Assignment:
    """Read who was assigned."""
    party = row.party and PartyId(row.party)
    return Assignment(row.conflict, row.episode, party, row.person and PersonId(row.person), row.at)


def to_shift_offer(row: Row[*tuple[Any, ...]]) -> ShiftOffer:
    """Read a question and its answer."""
    return ShiftOffer(
        id=ShiftOfferId(row.id),
        party=row.party and PartyId(row.party),
        person=PersonId(row.person),
        overlap=row.overlap,
        conflict=row.conflict,
        patrol=row.patrol,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        exact=row.exact,
        later_s=row.later_s,
        earlier_s=row.earlier_s,
    )
