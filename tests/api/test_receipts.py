"""How far each side of a matter was reached, over HTTP."""

from typing import Any
from uuid import uuid4

import pytest


@pytest.mark.rule("ALR-03")
async def test_the_desk_reads_how_far_both_sides_of_a_conflict_were_reached(service: Any) -> None:
    world = service.world
    await world.register("a")
    await world.register("b")
    await world.tick()
    a, desk = await service.client("a"), await service.client("desk")
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    feed = (await a.get("/v1/alerts")).json()
    assert (await a.post(f"/v1/alerts/{feed['epoch']}/1/receive")).status_code == 200
    asked = f"/v1/receipts?of={uuid4()},{conflict}"
    [matter] = (await desk.get(asked)).json()["matters"]
    told = {side["party"]: side["told"] for side in matter["sides"]}
    ours, theirs = (told[str(world.parties[slug].id)] for slug in ("a", "b"))
    assert (matter["matter"], ours["people"], ours["rung"]) == (str(conflict), 2, None)
    assert ours["received"] == {"people": 1, "first_at": ours["at"]}
    assert theirs["received"] == ours["seen"] == {"people": 0, "first_at": None}


@pytest.mark.rule("DIS-06", "DIS-08")
@pytest.mark.parametrize("who", ["a", "crew", "facilitator", "oversight", "operator"])
async def test_others_find_nothing(service: Any, who: str) -> None:
    refused = await (await service.client(who)).get(f"/v1/receipts?of={uuid4()}")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("asked", ["", "?of=", "?of=conflict-of-a-and-b-and-the-third-one", "?of={many}"])
async def test_what_names_no_matters_or_too_many_is_refused(service: Any, asked: str) -> None:
    many = ",".join(uuid4().hex for _ in range(51))
    refused = await (await service.client("desk")).get("/v1/receipts" + asked.format(many=many))
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_parameter")
