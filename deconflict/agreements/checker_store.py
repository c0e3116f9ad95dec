"""The only SQL that reads what every two parties signed: for the checker alone, which brings what they see in line.

Never commits.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, cast, literal, null, select, tuple_, union_all, update

from deconflict.agreements.model import (
    Agreement,
    AgreementState,
    Level,
    Lowering,
    Pacts,
    Parties,
    Signature,
    Terms,
)
from deconflict.agreements.rules import ordered, pact_of
from deconflict.agreements.store import to_agreement, to_lowering, to_signature
from deconflict.agreements.tables import agreement, agreement_signature, lowering
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of


async def pacts(checker: CheckerSession, default: Terms) -> Pacts:
    """Return what holds between every two parties that ever signed anything."""
    signatures: dict[UUID, list[Signature]] = {}
    for row in await checker.rows(select(agreement_signature)):
        signatures.setdefault(row.agreement, []).append(to_signature(row))
    texts: dict[Parties, list[Agreement]] = {}
    # Of those signatures, not of the table: what is signed in between is pending, and read the next time.
    signed = select(agreement).where(one_of(agreement.c.id, signatures.keys()))
    for row in await checker.rows(signed):
        found = to_agreement(row, signatures[row.id])
        texts.setdefault(found.text.parties, []).append(found)
    taken_back: dict[Parties, list[Lowering]] = {}
    for row in await checker.rows(select(lowering)):
        taken_back.setdefault(ordered(row.party, row.other), []).append(to_lowering(row))
    pairs = texts.keys() | taken_back.keys()
    return Pacts(
        default, {pair: pact_of(default, texts.get(pair, ()), taken_back.get(pair, ())) for pair in pairs}
    )


@dataclass(frozen=True)
class Pending:
    """What was signed, taken back or ran out since what either of a pair sees was brought in line with it.

    Until then neither is shown more than `lowest` of the other (`viewer_ceiling`).
    """

    pair: Parties
    lowest: Level
    signature: tuple[UUID, UUID] | None = None
    lowering: UUID | None = None
    ended: UUID | None = None


async def pending(checker: CheckerSession, now: datetime) -> list[Pending]:
    """Return what is not applied yet. Read it before `pacts`: what comes in between is for the next time."""
    signed, taken_back, text, none = agreement_signature.c, lowering.c, agreement.c, cast(null(), Uuid)
    over = text.state.in_([AgreementState.RATIFIED.value, AgreementState.EXPIRED.value]) & (
        text.expires_at <= now
    )
    waiting = union_all(
        select(
            signed.party,
            signed.other,
            signed.lowest,
            signed.agreement.label("signed"),
            none.label("lowered"),
            none.label("ended"),
        ).where(signed.applied_at.is_(None)),
        select(taken_back.party, taken_back.other, taken_back.lowest, none, taken_back.id, none).where(
            taken_back.applied_at.is_(None)
        ),
        select(text.party_a, text.party_b, literal(int(Level.SEALED)), none, none, text.id).where(
            text.ended_applied_at.is_(None), over
        ),
    )
    return [
        Pending(
            pair=ordered(row.party, row.other),
            lowest=Level(row.lowest),
            signature=row.signed and (row.signed, row.party),
            lowering=row.lowered,
            ended=row.ended,
        )
        for row in await checker.rows(waiting)
    ]


async def expired(checker: CheckerSession, now: datetime) -> frozenset[Parties]:
    """Return the pairs whose ratified text has run out and is not marked so yet; mark it."""
    rows = await checker.rows(
        update(agreement)
        .where(agreement.c.state == AgreementState.RATIFIED.value, agreement.c.expires_at <= now)
        .values(state=AgreementState.EXPIRED.value, ended_at=now)
        .returning(agreement.c.party_a, agreement.c.party_b)
    )
    return frozenset(ordered(row.party_a, row.party_b) for row in rows)


async def mark_applied(checker: CheckerSession, done: Collection[Pending], now: datetime) -> None:
    """Note that what the parties see is in line with these (DIS-02)."""
    signed, taken_back = agreement_signature, lowering
    signatures = [item.signature for item in done if item.signature is not None]
    lowerings = [item.lowering for item in done if item.lowering is not None]
    texts = [item.ended for item in done if item.ended is not None]
    if signatures:
        those = tuple_(signed.c.agreement, signed.c.party).in_(signatures)
        await checker.execute(update(signed).where(those).values(applied_at=now))
    if lowerings:
        await checker.execute(
            update(taken_back).where(one_of(taken_back.c.id, lowerings)).values(applied_at=now)
        )
    if texts:
        await checker.execute(
            update(agreement).where(one_of(agreement.c.id, texts)).values(ended_applied_at=now)
        )
