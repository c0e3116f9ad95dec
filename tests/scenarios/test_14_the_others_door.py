"""14. The other's door: A asks for B's patrol, amends it, ends it, acknowledges B's alert: as if it never existed."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

VERBS = ("start", "end", "withdraw", "off-plan", "contingent", "register")


@pytest.mark.rule("DIS-06", "IDN-04")
async def test_each_answer_is_the_one_for_an_id_that_never_existed(stage: Any) -> None:
    await stage["a"].register(stage.plan())
    theirs = await stage["b"].register(stage.plan())
    await stage.tick()
    (told,) = await stage.alerts("b")
    (conflict,) = await stage["room"].conflicts()
    amendment = stage.plan(lat=33.0).feature()

    def knocks(patrol: str, overlap: str, exact: str) -> list[tuple[str, str, dict[str, Any]]]:
        return [
            ("GET", f"/v1/patrols/{patrol}", {}),
            ("GET", f"/v1/patrols/{patrol}/versions", {}),
            ("PUT", f"/v1/patrols/{patrol}", {"json": amendment, "headers": {"If-Match": '"1"'}}),
            *[("POST", f"/v1/patrols/{patrol}/{verb}", {}) for verb in VERBS],
            ("GET", f"/v1/overlaps/{overlap}", {}),
            ("POST", f"/v1/overlaps/{overlap}/acknowledge", {}),
            ("GET", f"/v1/conflicts/{exact}", {}),
            ("POST", f"/v1/conflicts/{exact}/acknowledge", {}),
            ("POST", f"/v1/conflicts/{exact}/accept", {}),
        ]

    nobodys = str(uuid4())
    token = await stage.token("a")
    async with httpx2.AsyncClient(base_url=stage.url, headers={"Authorization": f"Bearer {token}"}) as raw:
        theirs_answers = [
            await raw.request(*knock[:2], **knock[2])
            for knock in knocks(theirs.id, told.overlap, conflict.id)
        ]
        absent_answers = [
            await raw.request(*knock[:2], **knock[2]) for knock in knocks(nobodys, nobodys, nobodys)
        ]
        beyond = await raw.post(f"/v1/alerts/{told.epoch}/2/acknowledge")
    for theirs_answer, absent in zip(theirs_answers, absent_answers, strict=True):
        assert theirs_answer.status_code == 404, theirs_answer.request.url
        assert theirs_answer.content == absent.content
        assert plain(theirs_answer) == plain(absent)
    assert beyond.status_code == 404
    # Its own alert number 1 is its own: acknowledging it leaves B's as it was.
    own = await stage["a"].acknowledge(told.epoch, 1)
    assert own.patrol != told.patrol
    (told_after,) = await stage.alerts("b")
    assert told_after.acknowledged is None
    assert (await stage["b"].patrol(theirs.id)).version == 1


def plain(answer: httpx2.Response) -> list[tuple[bytes, bytes]]:
    """Return the headers in their order, the date aside."""
    return [(name, value) for name, value in answer.headers.raw if name.lower() != b"date"]
