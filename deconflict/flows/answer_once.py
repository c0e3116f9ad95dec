"""The same submission twice is done once and answered alike (PAT-08)."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from deconflict.parties.model import Viewer
from deconflict.patrols import submission_store as submissions
from deconflict.runtime.database import PartySession

Answer = dict[str, Any]


async def answer_once(
    session: PartySession,
    viewer: Viewer,
    key: str | None,
    fingerprint: bytes,
    now: datetime,
    act: Callable[[], Awaitable[Answer]],
) -> Answer:
    """Run `act` and keep its answer under the person's key, or return what the key was first answered with.

    A refused act keeps nothing, so it may be tried again. IdempotencyKeyReused when the fingerprint is another.
    """
    if key is None:
        return await act()
    first = await submissions.first_answer(session, viewer.person, key, fingerprint, now)
    if first is not None:
        return first
    answer = await act()
    await submissions.keep_answer(session, viewer.person, key, answer)
    return answer
