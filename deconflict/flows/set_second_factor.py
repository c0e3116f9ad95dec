"""A person sets up a second factor, which holds once a code of it was shown, and removes it; or the operator does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from deconflict.flows.administer import record
from deconflict.flows.show_factor import MOST_TRIES, hash_of
from deconflict.parties import factor_store as factors
from deconflict.parties import store as parties
from deconflict.parties.errors import SecondFactorNotOffered, SecondFactorRefused, SignedOut
from deconflict.parties.model import FactorOffer, Person, Viewer
from deconflict.parties.rules import as_digits, otpauth, step_of
from deconflict.runtime.database import Database, OwnerSession, PartySession
from deconflict.runtime.ids import new_factor_secret, new_recovery_code

OFFERED_FOR: Final = timedelta(minutes=10)
RECOVERY_CODES: Final = 10


@dataclass(frozen=True)
class Offered:
    """A second factor that waits for a code of it; `uri` is what an app reads from a picture. Told once."""

    offer: FactorOffer
    uri: str


async def offer_factor(session: PartySession, viewer: Viewer, now: datetime) -> Offered:
    """Make a person a second factor that does not hold yet; they have just proved who they are."""
    offer = FactorOffer(new_factor_secret(), now + OFFERED_FOR)
    await factors.offer_factor(session, viewer.person, offer)
    login = await parties.login_of(session, viewer.person)
    if login is None:
        raise SignedOut()
    return Offered(offer, otpauth(offer.secret, login))


async def hold_factor(database: Database, viewer: Viewer, code: str, now: datetime) -> tuple[str, ...]:
    """Let the second factor hold that a person was offered, and return its recovery codes, told this once.

    Wrong codes are counted, and after as many as at the door the offer is gone. The code that confirms is used up; an
    earlier second factor and its recovery codes are of no use any more.
    """
    async with database.transaction(viewer.context) as session:
        offer = await factors.tried_offer(session, viewer.person, now)
        step = None if offer is None else step_of(offer.secret, as_digits(code), now)
        if offer is not None and step is not None:
            return await _held(session, viewer, offer.secret, step, now)
        if offer is not None and offer.tries >= MOST_TRIES:
            await factors.forget_offer(session, viewer.person)
    # Only now, for a refusal within the transaction would undo the count.
    raise SecondFactorNotOffered() if offer is None else SecondFactorRefused()


async def _held(
    session: PartySession, viewer: Viewer, secret: str, step: int, now: datetime
) -> tuple[str, ...]:
    codes = tuple(new_recovery_code() for _ in range(RECOVERY_CODES))
    await factors.hold_factor(session, viewer.person, secret, step, [hash_of(each) for each in codes], now)
    await record(session, viewer.party, viewer.person, "added", "second_factor", now)
    return codes


async def forget_factor(session: PartySession | OwnerSession, person: Person, now: datetime) -> bool:
    """Let a person sign in with the password alone; False, and nothing on the ledger, when they did already."""
    held = await factors.forget_factor(session, person.id)
    if held:
        await record(session, person.party, person.id, "removed", "second_factor", now)
    return held
