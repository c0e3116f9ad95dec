"""The picture over HTTP: all of one moment, and nothing of a rival's (DIS-05, DIS-06)."""

import pytest


@pytest.mark.rule("DIS-05", "DIS-06")
async def test_everybody_sees_their_own_part_of_a_meeting(service, zone) -> None:
    world = service.world
    desk = await service.client("desk")
    await desk.post("/v1/zones", json=zone())
    await world.register("b", lat=33.0)
    await world.register("a", lat=33.0)
    pictures = {}
    for moment in ("before", "after"):
        for who in ("a", "b", "c", "desk", "facilitator"):
            client = desk if who == "desk" else await service.client(who)
            pictures[moment, who] = (await client.get("/v1/picture")).json()
        await world.tick()
    for who, parts in {"a": (1, 1, 0), "b": (1, 1, 0), "c": (0, 0, 0), "facilitator": (0, 0, 1)}.items():
        after = pictures["after", who]
        assert tuple(len(after[name]) for name in ("patrols", "overlaps", "conflicts")) == parts, who
        assert pictures["before", who]["overlaps"] == pictures["before", who]["conflicts"] == []
        assert len(after["zones"]) == 1
    seen = pictures["after", "desk"]
    assert len(seen["patrols"]) == 2
    assert len(seen["conflicts"]) == 1
    assert pictures["after", "a"]["seq"] == 1
    assert pictures["before", "a"]["seq"] == 0
    assert pictures["after", "a"]["at"] == "2026-12-01T08:00:10Z"
    assert pictures["before", "c"] | {"at": ""} == pictures["after", "c"] | {"at": ""}


@pytest.mark.rule("ALR-01")
async def test_the_picture_and_the_alerts_after_it_make_the_next_picture(service) -> None:
    world, a = service.world, await service.client("a")
    before = (await a.get("/v1/picture")).json()
    await world.register("b")
    await world.register("a")
    await world.tick()
    after = (await a.get("/v1/picture")).json()
    cursor = {"epoch": before["epoch"], "after": before["seq"]}
    alerts = (await a.get("/v1/alerts", params=cursor)).json()["alerts"]
    assert [alert["overlap"] for alert in alerts] == [overlap["id"] for overlap in after["overlaps"]]
    assert after["seq"] == alerts[-1]["seq"]
