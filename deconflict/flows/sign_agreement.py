"""An officer signs a text with a key of the party; the second side's signature ratifies it (DIS-02)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from deconflict.agreements import store as agreements
from deconflict.agreements.errors import AlreadySigned, KeyRefused
from deconflict.agreements.model import Agreement, AgreementState, Signature, Terms
from deconflict.agreements.rules import (
    DAY,
    after_signing,
    later_than,
    moved,
    require_acceptable,
    require_seldom,
)
from deconflict.agreements.signing import digest, verify
from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId, Viewer
from deconflict.parties.rules import require_officer
from deconflict.patrols import store as patrols
from deconflict.runtime.database import PartySession


@dataclass(frozen=True)
class SignedWith:
    """The key that a device signed with, and what it made of the canonical text."""

    key: UUID
    value: bytes


async def sign_agreement(
    session: PartySession,
    viewer: Viewer,
    agreement_id: UUID,
    by: SignedWith,
    default: Terms,
    now: datetime,
) -> Agreement:
    """Put the viewer's party's name to a text: what it lowers holds with this transaction, what it raises needs both.

    The party and every text between the two are locked first, so that signing and taking back at once follow each
    other, and no two texts are ratified over one another.
    """
    seen = await agreements.agreement_with(session, agreement_id)
    if seen is None:
        raise NotFound()
    party = require_officer(viewer)
    await agreements.hold_own_party(session)
    between = await agreements.to_change(session, seen.text.parties)
    [agreement] = [item for item in between if item.id == seen.id]
    state = _next_state(agreement, party, default, now)
    [other] = set(agreement.text.parties) - {party}
    require_seldom(await agreements.own_acts_since(session, party, other, now - DAY))
    acts = [item.at for text in between for item in text.signatures]
    at = later_than([*acts, *await agreements.own_acts(session, party, other)], now)
    signed = _signed(agreement, await _signature(session, agreement, party, by, at), state)
    await _store(session, viewer, signed, now)
    if state is AgreementState.RATIFIED:
        await _supersede(session, between, at)
    return signed


def _next_state(agreement: Agreement, party: PartyId, default: Terms, now: datetime) -> AgreementState:
    if any(item.party == party for item in agreement.signatures):
        raise AlreadySigned()
    state = moved(agreement.state, after_signing(agreement))
    require_acceptable(agreement.text, default, now)
    return state


async def _signature(
    session: PartySession, agreement: Agreement, party: PartyId, by: SignedWith, at: datetime
) -> Signature:
    key = await agreements.key_to_sign_with(session, party, by.key)
    if key is None:
        raise KeyRefused()
    verify(agreement.text, key.public, by.value)
    return Signature(party, key.id, by.value, at)


def _signed(agreement: Agreement, signature: Signature, state: AgreementState) -> Agreement:
    both = state is AgreementState.RATIFIED
    return replace(
        agreement,
        state=state,
        signatures=(*agreement.signatures, signature),
        ratified_at=signature.at if both else None,
    )


async def _store(session: PartySession, viewer: Viewer, signed: Agreement, now: datetime) -> None:
    new = signed.signatures[-1]
    said: dict[str, str | int | list[str]] = {"agreement": signed.state.value, "digest": digest(signed.text)}
    await session.insert(
        agreements.signature_addition(signed, new, viewer.person),
        ledger.addition([Entry(EntryKind.AGREEMENT, new.party, viewer.person, signed.id, said, now)]),
        patrols.to_do(now, owner=new.party, pair=signed.text.parties),
    )
    await agreements.set_state(session, signed)


async def _supersede(session: PartySession, before: list[Agreement], at: datetime) -> None:
    for agreement in before:
        if agreement.state is AgreementState.RATIFIED:
            state = moved(agreement.state, AgreementState.SUPERSEDED)
            await agreements.set_state(session, replace(agreement, state=state, ended_at=at))
