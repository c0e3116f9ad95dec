"""Who of a party's crews is with which unit, over HTTP."""

from datetime import datetime
from typing import Any


async def test_an_officer_lists_binds_and_releases_and_whoever_is_bound_is_told_with_which_unit(
    service: Any,
) -> None:
    a, crew = await service.client("a"), await service.client("crew")
    [listed] = (await a.get("/v1/crews")).json()["crews"]
    assert (listed["login"], listed["unit"], listed["callsign"], listed["since"]) == (
        "crew",
        None,
        None,
        None,
    )
    bound = await a.put(f"/v1/crews/{listed['id']}/unit", json={"unit": "U1"})
    assert (bound.status_code, bound.json()["callsign"]) == (200, "U1")
    assert datetime.fromisoformat(bound.json()["since"]) == service.world.now()
    assert (await crew.get("/v1/session")).json()["person"]["unit"] == bound.json()["unit"]
    assert (await a.get("/v1/crews")).json() == {"crews": [bound.json()]}
    assert (await a.delete(f"/v1/crews/{listed['id']}/unit")).status_code == 204
    assert (await crew.get("/v1/session")).json()["person"]["unit"] is None
    [released] = (await a.get("/v1/crews")).json()["crews"]
    assert (released["unit"], datetime.fromisoformat(released["since"])) == (None, service.world.now())


async def test_what_cannot_be_bound_is_refused_by_its_code(service: Any) -> None:
    a = await service.client("a")
    [crew] = (await a.get("/v1/crews")).json()["crews"]
    refused = await a.put(f"/v1/crews/{crew['id']}/unit", json={"unit": "U9"})
    assert (refused.status_code, refused.json()["code"]) == (422, "unit_not_yours")
    own = (await a.get("/v1/session")).json()["person"]["id"]
    refused = await a.put(f"/v1/crews/{own}/unit", json={"unit": "U1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_of_a_crew")


async def test_a_crew_is_added_with_its_unit(service: Any) -> None:
    operator = await service.client("operator")
    said = {"party": "a", "login": "omar", "name": "Omar", "role": "crew", "password": "a long password"}
    said["proof"] = {"password": "a long password"}
    added = await operator.post("/v1/people", json=said | {"unit": "U2"})
    assert added.status_code == 201
    [unit] = [
        one for one in (await operator.get("/v1/units")).json()["units"] if one["id"] == added.json()["unit"]
    ]
    assert unit["callsign"] == "U2"
