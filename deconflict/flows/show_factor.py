"""A person with a second factor shows it: a code of this moment, or one of the recovery codes, each good once (SEC-04).

Wrong codes of the app are counted for the person, wherever they come from, since only somebody with the password gets
as far. Recovery codes are not: of 78 random bits nobody guesses one, and a stolen password must not keep its owner's
out. What stands before the password is counted by address, or rivals could lock each other out.
"""

import hashlib
from datetime import datetime
from math import ceil
from typing import Final

from deconflict.parties import factor_store as factors
from deconflict.parties.errors import SecondFactorRefused, SecondFactorRequired, TooManyCodes
from deconflict.parties.model import FactorTry, PersonId
from deconflict.parties.rules import as_digits, is_of_an_app, step_of
from deconflict.runtime.database import Database, DoorSession
from deconflict.runtime.ids import spelt

MOST_TRIES: Final = 6
"""Wrong codes within a quarter of an hour. Whoever has the password and tries all day finds one on 2 days in 1000."""


async def require_factor(database: Database, person: PersonId, code: str | None, now: datetime) -> None:
    """Let pass who holds no second factor, or shows a code of it; whoever calls has seen the password."""
    async with database.door() as door:
        if not await factors.holds_factor(door, person):
            return
        if code is None:
            raise SecondFactorRequired()
        read = as_digits(code)
        if not is_of_an_app(read):
            tried, shown = None, await factors.spend_recovery_code(door, person, hash_of(read))
        else:
            tried = await factors.counted_try(door, person, now)
            shown = tried is not None and await _spent(door, person, tried, read, now)
    # Only now, for a refusal within the transaction would undo the count.
    if tried is not None and tried.tries > MOST_TRIES:
        wait = tried.tried_since + factors.FORGET_AFTER - now
        raise TooManyCodes(retry_after_s=max(1, ceil(wait.total_seconds())))
    if not shown:
        raise SecondFactorRefused()


def hash_of(code: str) -> bytes:
    """Return what is stored of a recovery code, however it was typed."""
    return hashlib.sha256(spelt(code).encode()).digest()


async def _spent(door: DoorSession, person: PersonId, tried: FactorTry, digits: str, now: datetime) -> bool:
    if tried.tries > MOST_TRIES:
        return False
    step = step_of(tried.secret, digits, now)
    return step is not None and await factors.spend_step(door, person, step)
