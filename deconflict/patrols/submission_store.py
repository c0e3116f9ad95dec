"""The only SQL about submissions that carry a key, so that the same one twice is done once. Never commits."""

from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import Text, bindparam, cast, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.parties.model import PersonId
from deconflict.patrols.errors import IdempotencyKeyReused
from deconflict.patrols.tables import submission
from deconflict.runtime.database import PartySession
from deconflict.runtime.question import Question, none

CLAIM: Final = (
    insert_or(submission)
    .values({name: bindparam(name) for name in ("person", "key", "fingerprint", "at")})
    .on_conflict_do_nothing()
    .returning(submission.c.key)
)
OWN_KEY: Final = (submission.c.person == bindparam("of_person"), submission.c.key == bindparam("named"))
FIRST_ANSWER: Final = select(submission.c.fingerprint, submission.c.answer).where(*OWN_KEY)
KEEP_ANSWER: Final = (
    update(submission).where(*OWN_KEY).values(answer=cast(bindparam("kept", type_=Text), JSONB))
)


async def first_answer(
    writer: PartySession, person: PersonId, key: str, fingerprint: bytes, at: datetime
) -> dict[str, Any] | None:
    """Claim an idempotency key, or return what its first use was answered with (PAT-08).

    A second request with the same key waits here until the first has committed or failed.
    """
    claim = {"person": person, "key": key, "fingerprint": fingerprint, "at": at}
    (claimed,) = await writer.together(Question(CLAIM, claim, bool))
    if claimed:
        return None
    row = await writer.one(FIRST_ANSWER, {"of_person": person, "named": key})
    if row.fingerprint != fingerprint:
        raise IdempotencyKeyReused()
    return dict(row.answer)


async def keep_answer(writer: PartySession, person: PersonId, key: str, answer: dict[str, Any]) -> None:
    """Keep what an idempotency key was first answered with."""
    kept = {"of_person": person, "named": key, "kept": orjson.dumps(answer).decode()}
    await writer.together(Question(KEEP_ANSWER, kept, none))
