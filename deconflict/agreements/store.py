"""The only SQL about agreements, signatures, keys and lowerings. Never commits.

What somebody stored past this service and cannot be read counts as sealed: it raises nothing and stops nobody.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Row,
    Uuid,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
    update,
)

from deconflict.agreements import signing
from deconflict.agreements.model import (
    Agreement,
    AgreementId,
    AgreementState,
    Key,
    KeyId,
    Level,
    Levels,
    Lowering,
    LoweringId,
    Pact,
    Parties,
    Signature,
    Terms,
    Text,
)
from deconflict.agreements.rules import in_force, last_ratified, lowest_anywhere, ordered, pact_of
from deconflict.agreements.tables import agreement, agreement_signature, lowering, party_key
from deconflict.parties.errors import AlreadyTaken
from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.runtime.database import Insertion, PartySession, Session
from deconflict.runtime.errors import UniqueViolated
from deconflict.runtime.one_of import one_of
from deconflict.runtime.question import Question, Rows
from deconflict.separation.units import MIN_SEPARATION_M

# The columns that the service's login may read.
AGREEMENTS: Final = select(
    agreement.c.id,
    agreement.c.reference,
    agreement.c.party_a,
    agreement.c.party_b,
    agreement.c.state,
    agreement.c.text,
    agreement.c.drafter,
    agreement.c.drafted_at,
    agreement.c.expires_at,
    agreement.c.ended_at,
)
SIGNATURES: Final = select(
    agreement_signature.c.agreement,
    agreement_signature.c.party,
    agreement_signature.c.key,
    agreement_signature.c.value,
    agreement_signature.c.at,
).order_by(agreement_signature.c.at, agreement_signature.c.party)
KEYS: Final = select(
    party_key.c.id,
    party_key.c.party,
    party_key.c.name,
    party_key.c.public,
    party_key.c.registered_at,
    party_key.c.revoked_at,
)
LOWERINGS: Final = select(
    lowering.c.id, lowering.c.party, lowering.c.other, lowering.c.levels, lowering.c.at
).order_by(lowering.c.at, lowering.c.id)
SIDES: Final = (agreement.c.party_a, agreement.c.party_b)
OWN: Final = (
    AGREEMENTS.add_columns(
        *(agreement_signature.c[name] for name in ("key", "value", "at")),
        agreement_signature.c.party.label("signer"),
    )
    .outerjoin(agreement_signature, agreement_signature.c.agreement == agreement.c.id)
    .where(
        or_(*(side == bindparam("party", type_=Uuid) for side in SIDES)),
        or_(bindparam("unwalled", type_=Boolean), *(side == bindparam("own", type_=Uuid) for side in SIDES)),
    )
    .order_by(agreement_signature.c.at, agreement_signature.c.party)
)
WITNESSES: Final = frozenset({Role.DESK.value, Role.FACILITATOR.value, Role.OVERSIGHT.value})
HOLD: Final = select(func.hold_own_party())


# Agreements


def draft_addition(new: Agreement, by: PersonId) -> Insertion:
    """Return a draft, to be stored."""
    first, second = new.text.parties
    row = {
        "id": new.id,
        "reference": new.text.reference,
        "party_a": first,
        "party_b": second,
        "state": new.state.value,
        "text": signing.canonical(new.text),
        "drafter": new.drafter,
        "drafted_by": by,
        "drafted_at": new.drafted_at,
        "expires_at": new.text.expires_at,
    }
    return Insertion(agreement, [row])


def signature_addition(of: Agreement, new: Signature, by: PersonId) -> Insertion:
    """Return a party's signature under an agreement, to be stored."""
    first, second = of.text.parties
    row = {
        "agreement": of.id,
        "party": new.party,
        "other": second if new.party == first else first,
        "person": by,
        "key": new.key,
        "value": new.value,
        "lowest": int(lowest_anywhere(of.text.levels)),
        "at": new.at,
    }
    return Insertion(agreement_signature, [row])


async def set_state(writer: PartySession, changed: Agreement) -> None:
    """Store where an agreement stands now."""
    await writer.execute(
        update(agreement)
        .where(agreement.c.id == changed.id)
        .values(state=changed.state.value, ratified_at=changed.ratified_at, ended_at=changed.ended_at)
    )


async def agreements(reader: Session, after: tuple[datetime, UUID] | None, limit: int) -> list[Agreement]:
    """Return the agreements the reader may see, oldest first, from a place on."""
    query = AGREEMENTS.where(_seen(reader)).order_by(agreement.c.drafted_at, agreement.c.id).limit(limit)
    if after is not None:
        at, last = after
        later = and_(agreement.c.drafted_at == at, agreement.c.id > last)
        query = query.where(or_(agreement.c.drafted_at > at, later))
    return await _with_signatures(reader, await reader.rows(query))


async def agreement_with(reader: Session, wanted: UUID) -> Agreement | None:
    """Return an agreement the reader may see."""
    rows = await reader.rows(AGREEMENTS.where(agreement.c.id == wanted, _seen(reader)))
    return next(iter(await _with_signatures(reader, rows)), None)


async def to_change(writer: PartySession, parties: Parties) -> list[Agreement]:
    """Return every agreement between two parties, locked, for whoever may change them."""
    query = AGREEMENTS.where(_between(parties), _seen(writer)).order_by(agreement.c.id)
    rows = await writer.rows(query.with_for_update(key_share=True))
    return await _with_signatures(writer, rows)


async def hold_own_party(writer: PartySession) -> None:
    """Wait until nobody else of the viewer's party signs or takes anything back, and let nobody until the end."""
    await writer.execute(HOLD)


async def own_acts(reader: PartySession, party: PartyId, other: PartyId) -> list[datetime]:
    """Return when a party last signed and last took something back, towards that other.

    What it does towards a third must not show in the times that this one sees.
    """
    name, taken = agreement_signature.c, lowering.c
    signed = select(func.max(name.at)).where(name.party == party, name.other == other)
    lowered = select(func.max(taken.at)).where(taken.party == party, taken.other == other)
    found = await reader.scalars(signed.union_all(lowered))
    return [at for at in found if at is not None]


async def own_acts_since(reader: PartySession, party: PartyId, other: PartyId, since: datetime) -> int:
    """Return how often a party has signed or taken something back towards that other since a moment."""
    name, taken = agreement_signature.c, lowering.c
    signed = select(func.count()).where(name.party == party, name.other == other, name.at > since)
    lowered = select(func.count()).where(taken.party == party, taken.other == other, taken.at > since)
    return sum(await reader.scalars(signed.union_all(lowered)))


async def party_name(reader: PartySession, wanted: UUID) -> str | None:
    """Return what a party is called, to whoever knows its id."""
    return await reader.scalar(select(func.party_name(wanted)))


# Keys


async def add_key(writer: PartySession, new: Key, by: PersonId) -> None:
    """Store a party's public key; AlreadyTaken when the party has it."""
    row = {
        "id": new.id,
        "party": new.party,
        "person": by,
        "name": new.name,
        "public": new.public,
        "registered_at": new.registered_at,
    }
    try:
        async with writer.savepoint():
            await writer.insert_all(party_key, [row])
    except UniqueViolated:
        raise AlreadyTaken(field="public") from None


async def keys(reader: Session) -> list[Key]:
    """Return the keys the reader may see, oldest first."""
    rows = await reader.rows(
        KEYS.where(_key_seen(reader)).order_by(party_key.c.registered_at, party_key.c.id)
    )
    return [_key(row) for row in rows]


async def key_with(reader: Session, wanted: UUID) -> Key | None:
    """Return a key the reader may see."""
    row = await reader.one_or_none(KEYS.where(party_key.c.id == wanted, _key_seen(reader)))
    return None if row is None else _key(row)


async def key_to_sign_with(writer: PartySession, party: PartyId, wanted: UUID) -> Key | None:
    """Return a key of that party that is not revoked, nor will be before the end of the transaction."""
    own = KEYS.where(party_key.c.id == wanted, party_key.c.party == party, party_key.c.revoked_at.is_(None))
    row = await writer.one_or_none(own.with_for_update(key_share=True))
    return None if row is None else _key(row)


async def revoke_key(writer: PartySession, wanted: UUID, at: datetime) -> bool:
    """Let nothing more be signed with a key; False when there is none that the viewer may revoke."""
    live = and_(party_key.c.id == wanted, party_key.c.revoked_at.is_(None))
    own = update(party_key).where(live, party_key.c.party == writer.viewer.party)
    return (await writer.execute(own.values(revoked_at=at))).rowcount == 1


# What holds


def lowering_addition(new: Lowering, by: PersonId) -> Insertion:
    """Return what a party takes back, to be stored."""
    row = {
        "id": new.id,
        "party": new.party,
        "other": new.other,
        "person": by,
        "levels": signing.levels_document(new.levels),
        "lowest": int(lowest_anywhere(new.levels)),
        "at": new.at,
    }
    return Insertion(lowering, [row])


async def lowerings(reader: Session, parties: Parties) -> list[Lowering]:
    """Return what either of two parties took back from the other, oldest first."""
    both = and_(one_of(lowering.c.party, parties), one_of(lowering.c.other, parties))
    seen = _whose(reader, lowering.c.party, lowering.c.other)
    return [to_lowering(row) for row in await reader.rows(LOWERINGS.where(both, seen))]


async def signed_between(reader: Session, parties: Parties) -> list[Agreement]:
    """Return every text that either of two parties has put its name to."""
    rows = await reader.rows(AGREEMENTS.where(_between(parties), _seen(reader)))
    found = await _with_signatures(reader, rows)
    return [item for item in found if item.signatures]


async def pact(reader: PartySession, one: PartyId, other: PartyId, default: Terms) -> Pact:
    """Return what holds between two parties that the reader may see."""
    parties = ordered(one, other)
    return pact_of(default, await signed_between(reader, parties), await lowerings(reader, parties))


async def lead_times(reader: PartySession, party: PartyId, now: datetime) -> list[int]:
    """Return the lead times, in seconds, of the party's own ratified texts that are in force (PAT-06)."""
    (found,) = await reader.together(lead_times_asked_for(reader, party, now))
    return found


def lead_times_asked_for(reader: PartySession, party: PartyId, now: datetime) -> Question[list[int]]:
    """Ask for the lead times, in seconds, of the party's own ratified texts that are in force (PAT-06)."""
    whose = {"party": party, "unwalled": reader.viewer.role in WITNESSES, "own": reader.viewer.party}
    return Question(OWN, whose, lambda rows: _lead_times(rows, now))


def _lead_times(rows: Rows, now: datetime) -> list[int]:
    by_pair: dict[Parties, list[Agreement]] = {}
    for item in _signed(rows):
        by_pair.setdefault(item.text.parties, []).append(item)
    ratified = [last_ratified(items) for items in by_pair.values()]
    return [item.text.lead_time_s for item in ratified if item is not None and in_force(item.text, now)]


def _signed(rows: Rows) -> list[Agreement]:
    """Read agreements that have a row for each signature of theirs, or one without a signer."""
    texts = {row.id: row for row in rows}
    signatures: dict[UUID, list[Signature]] = {}
    for row in rows:
        if row.signer is not None:
            found = Signature(PartyId(row.signer), KeyId(row.key), row.value, row.at)
            signatures.setdefault(row.id, []).append(found)
    return [to_agreement(row, signatures.get(row.id, ())) for row in texts.values()]


async def times_agreed(reader: Session, parties: Collection[PartyId]) -> dict[PartyId, int]:
    """Return how often either side signed or took back what concerns those parties, as far as one may ask."""
    found = func.times_agreed(list(parties)).table_valued("party", "times")
    return {PartyId(row.party): row.times for row in await reader.rows(select(found))}


def _between(parties: Parties) -> ColumnElement[bool]:
    return and_(agreement.c.party_a == parties[0], agreement.c.party_b == parties[1])


def _seen(reader: Session) -> ColumnElement[bool]:
    return _whose(reader, agreement.c.party_a, agreement.c.party_b)


def _key_seen(reader: Session) -> ColumnElement[bool]:
    """A party's own keys, and those of whoever it has an agreement or a draft with."""
    between = select(agreement.c.id).where(_seen(reader), or_(*(party_key.c.party == side for side in SIDES)))
    return or_(_whose(reader, party_key.c.party), between.exists())


def _whose(reader: Session, *parties: ColumnElement[Any]) -> ColumnElement[bool]:
    """The application's own wall: what the reader's party has a part in; all for the staff who witness (SEC-01)."""
    if not isinstance(reader, PartySession) or reader.viewer.role in WITNESSES:
        return true()
    own = reader.viewer.party
    return false() if own is None else or_(*(party == own for party in parties))


async def _with_signatures(reader: Session, rows: Collection[Row[*tuple[Any, ...]]]) -> list[Agreement]:
    if not rows:
        return []
    found: dict[UUID, list[Signature]] = {}
    signed = SIGNATURES.where(one_of(agreement_signature.c.agreement, [row.id for row in rows]))
    for row in await reader.rows(signed):
        found.setdefault(row.agreement, []).append(to_signature(row))
    return [to_agreement(row, found.get(row.id, ())) for row in rows]


def to_signature(row: Row[*tuple[Any, ...]]) -> Signature:
    """Read a signature."""
    return Signature(PartyId(row.party), KeyId(row.key), row.value, row.at)


def to_agreement(row: Row[*tuple[Any, ...]], signatures: Iterable[Signature]) -> Agreement:
    """Read an agreement; that both ratified it follows from their signatures alone, which nobody else can store."""
    parties = PartyId(row.party_a), PartyId(row.party_b)
    signed = {item.party: item for item in signatures}
    both = signed.keys() == set(parties)
    return Agreement(
        id=AgreementId(row.id),
        text=_text(row, parties),
        state=AgreementState(row.state),
        drafter=row.drafter and PartyId(row.drafter),
        drafted_at=row.drafted_at,
        signatures=tuple(signed.values()),
        ratified_at=max(item.at for item in signed.values()) if both else None,
        ended_at=row.ended_at,
    )


def _text(row: Row[*tuple[Any, ...]], parties: Parties) -> Text:
    text = signing.read_text(row.text)
    if text is not None and (text.parties, text.expires_at) == (parties, row.expires_at):
        return text
    return Text(
        parties=parties,
        reference=row.reference,
        levels=Levels(Level.SEALED),
        minimum_m=dict.fromkeys(parties, int(MIN_SEPARATION_M)),
        lead_time_s=0,
        right_of_way=None,
        safety_clause=True,
        expires_at=row.expires_at,
        wording={},
    )


def to_lowering(row: Row[*tuple[Any, ...]]) -> Lowering:
    """Read what a party took back."""
    levels = signing.read_levels(row.levels) or Levels(Level.SEALED)
    return Lowering(LoweringId(row.id), PartyId(row.party), PartyId(row.other), levels, row.at)


def _key(row: Row[*tuple[Any, ...]]) -> Key:
    return Key(KeyId(row.id), PartyId(row.party), row.name, row.public, row.registered_at, row.revoked_at)
