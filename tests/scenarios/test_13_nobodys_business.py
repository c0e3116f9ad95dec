"""13. Nobody's business: who is not concerned sees nothing change: not a number, not a byte."""

from typing import Any

import httpx2
import pytest

from deconflict_client import Refused

PATHS = (
    "/v1/patrols", "/v1/overlaps", "/v1/conflicts", "/v1/zones", "/v1/units", "/v1/parties", "/v1/reviews",
    "/v1/picture", "/v1/alerts",
)  # fmt: skip


async def everything_seen_by(stage: Any, who: str) -> list[tuple[int, bytes, list[tuple[bytes, bytes]]]]:
    """Return status, body and headers of every page somebody can read, as the wire has them."""
    token = await stage.token(who)
    seen = []
    async with httpx2.AsyncClient(base_url=stage.url, headers={"Authorization": f"Bearer {token}"}) as raw:
        for path in PATHS:
            answer = await raw.get(path)
            headers = [(name, value) for name, value in answer.headers.raw if name.lower() != b"date"]
            seen.append((answer.status_code, answer.content, headers))
    return seen


@pytest.mark.rule("DIS-06", "DIS-05")
async def test_a_withdrawal_before_the_tick_is_known_to_nobody_but_the_room(stage: Any) -> None:
    ours = await stage["a"].register(stage.plan())
    await stage.tick()
    before = {who: await everything_seen_by(stage, who) for who in ("a", "c", "facilitator")}
    theirs = await stage["b"].register(stage.plan())
    await stage.check()
    assert await everything_seen_by(stage, "c") == before["c"]
    assert await everything_seen_by(stage, "a") == before["a"], "before the tick nothing shows"
    await stage["b"].withdraw(theirs.id)
    moment = stage.clock.now()
    await stage.tick()
    stage.clock.at = moment  # pages carry the moment; the world, not the clock, is compared
    assert await everything_seen_by(stage, "a") == before["a"]
    assert await everything_seen_by(stage, "c") == before["c"]
    assert await stage.kinds("a") == await stage.kinds("b") == []
    assert await stage.kinds("room") == [("conflict", "opened"), ("all_clear", "resolved")]
    assert (await stage["a"].patrol(ours.id)).state == "registered"


@pytest.mark.rule("DIS-06", "PAT-05")
async def test_a_refused_registration_tells_nobody_not_even_the_room(stage: Any) -> None:
    await stage["a"].register(stage.plan())
    await stage.tick()
    before = {who: await everything_seen_by(stage, who) for who in ("a", "b", "c", "room", "facilitator")}
    moment = stage.clock.now()
    with pytest.raises(Refused):
        await stage["b"].register(stage.plan("nobody's unit"))
    with pytest.raises(Refused):
        await stage["b"].register(stage.plan(lat=81.0))
    await stage.tick()
    stage.clock.at = moment
    for who, seen in before.items():
        assert await everything_seen_by(stage, who) == seen, who


@pytest.mark.rule("DIS-06")
async def test_a_third_party_sees_not_a_byte_of_a_conflict_between_two_others(stage: Any) -> None:
    before = await everything_seen_by(stage, "c")
    moment = stage.clock.now()
    await stage["a"].register(stage.plan())
    await stage["b"].register(stage.plan())
    await stage.tick()
    assert await stage.kinds("a") == [("overlap", "opened")]
    stage.clock.at = moment
    assert await everything_seen_by(stage, "c") == before
