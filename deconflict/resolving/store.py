"""The only SQL about who moves as the neutral staff and the parties read and write it. Never commits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Row, Uuid, and_, bindparam, false, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.resolving.model import (
    Adjusts,
    Answer,
    Assignment,
    Given,
    Mover,
    Proposal,
    ProposalId,
    ProposalState,
    Says,
    ShiftOffer,
    ShiftOfferId,
)
from deconflict.resolving.tables import assignment, proposal, shift_offer
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


PROPOSALS: Final = select(
    proposal.c.id,
    proposal.c.party,
    proposal.c.other,
    proposal.c.received,
    proposal.c.mover,
    proposal.c.shift_s,
    proposal.c.about,
    proposal.c.conflict,
    proposal.c.state,
    proposal.c.at,
    proposal.c.expires_at,
    proposal.c.carried_at,
    proposal.c.said,
    proposal.c.said_at,
    proposal.c.chosen,
    proposal.c.settled_at,
)
"""What an end reads of a proposal: not what ties it to the other end's."""


async def propose(writer: PartySession, new: Proposal, by: PersonId) -> None:
    """Store what somebody proposes; the checker carries it."""
    await writer.insert_all(proposal, [proposal_row(new, new.id) | {"person": by}])


async def say(writer: PartySession, of: Proposal, answer: Answer, chosen: UUID | None, at: datetime) -> bool:
    """Store an end's answer; False when somebody else was faster."""
    open_still = proposal.c.said.is_(None) & (proposal.c.state == ProposalState.PROPOSED.value)
    said = {"said": answer.value, "said_by": writer.viewer.person, "said_at": at, "chosen": chosen}
    mine = (proposal.c.id == of.id) & own(writer, proposal.c.party) & open_still
    return (await writer.execute(update(proposal).where(mine).values(said))).rowcount == 1


async def proposals_with(reader: PartySession, wanted: Collection[UUID]) -> dict[UUID, Proposal]:
    """Return those proposals of the reader's."""
    mine = PROPOSALS.where(own(reader, proposal.c.party), one_of(proposal.c.id, wanted))
    return {row.id: to_proposal(row) for row in await reader.rows(mine)}


async def proposals(
    reader: PartySession,
    limit: int,
    after: tuple[datetime, UUID] | None,
    *,
    overlap: UUID | None = None,
    conflict: UUID | None = None,
    other: PartyId | None = None,
) -> list[Proposal]:
    """Return at most `limit` of the reader's proposals, newest first: all, or about an overlap or a conflict.

    other: only those to and from that party.
    """
    wanted = PROPOSALS.where(own(reader, proposal.c.party))
    wanted = wanted.order_by(proposal.c.at.desc(), proposal.c.id.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(tuple_(proposal.c.at, proposal.c.id) < after)
    if overlap is not None:
        wanted = wanted.where(proposal.c.about.contains([overlap]))
    if conflict is not None:
        wanted = wanted.where(proposal.c.conflict == conflict)
    if other is not None:
        wanted = wanted.where(proposal.c.other == other)
    return [to_proposal(row) for row in await reader.rows(wanted)]


def proposal_row(item: Proposal, matter: UUID) -> dict[str, Any]:
    """Return a proposal as it is stored."""
    return {
        "id": item.id,
        "matter": matter,
        "party": item.party,
        "other": item.other,
        "received": item.received,
        "mover": item.mover.value,
        "shift_s": item.shift_s,
        "about": list(item.overlaps),
        "conflict": item.conflict,
        "state": item.state.value,
        "at": item.at,
        "expires_at": item.expires_at,
        "carried_at": item.carried_at,
    }


def to_proposal(row: Row[*tuple[Any, ...]]) -> Proposal:
    """Read a proposal."""
    return Proposal(
        id=ProposalId(row.id),
        party=row.party and PartyId(row.party),
        other=row.other and PartyId(row.other),
        received=row.received,
        mover=Mover(row.mover),
        shift_s=row.shift_s,
        overlaps=tuple(row.about),
        conflict=row.conflict,
        state=ProposalState(row.state),
        at=row.at,
        expires_at=row.expires_at,
        carried_at=row.carried_at,
        said=row.said and Answer(row.said),
        said_at=row.said_at,
        chosen=row.chosen,
        settled_at=row.settled_at,
    )
