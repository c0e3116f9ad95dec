"""Who is connected, over HTTP."""

from typing import Any

import pytest

from deconflict.flows.sign_in import digest
from deconflict.presence import store as presence


@pytest.mark.rule("SEC-01")
async def test_the_desk_reads_who_is_connected_and_who_was(service: Any) -> None:
    world = service.world
    token = await service.token("a")
    [(session,)] = world.sql("SELECT id FROM session WHERE token_hash = %s", digest(token))
    async with world.database.door() as door:
        await presence.note(door, [session], world.now())
    desk = await service.client("desk")
    [person] = (await desk.get("/v1/presence")).json()["people"]
    assert (person["party"], person["role"]) == (str(world.parties["a"].id), "liaison")
    assert person["since"] == person["seen_at"]
    world.clock.advance(180)
    [gone] = (await desk.get("/v1/presence")).json()["people"]
    assert gone == person | {"since": None}
    assert (await (await service.client("b")).get("/v1/presence")).json() == {"people": []}
