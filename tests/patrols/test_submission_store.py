"""Keys of submissions: claimed once, and answered again as they were first."""

from typing import Any

import pytest

from deconflict.patrols import submission_store as submissions
from deconflict.patrols.errors import IdempotencyKeyReused
from deconflict.runtime.database import PartySession

pytestmark = pytest.mark.rule("PAT-08")


async def claim(session: PartySession, world: Any, who: str, fingerprint: bytes = b"one") -> Any:
    return await submissions.first_answer(session, world.viewers[who].person, "key", fingerprint, world.now())


async def test_a_key_is_claimed_once_by_each_person_and_then_has_its_first_answer(world: Any) -> None:
    said = {"id": "7", "late": False, "by": [None, 1.5]}

    async def first(session: PartySession) -> Any:
        found = await claim(session, world, "a")
        await submissions.keep_answer(session, world.viewers["a"].person, "key", said)
        return found

    assert await world.read("a", first) is None
    assert await world.read("a", claim, world, "a") == said
    assert await world.read("b", claim, world, "b") is None, (
        "another person's key of the same name is another"
    )


async def test_a_key_stands_for_one_submission_alone(world: Any) -> None:
    await world.read("a", claim, world, "a")
    with pytest.raises(IdempotencyKeyReused):
        await world.read("a", claim, world, "a", b"other")
