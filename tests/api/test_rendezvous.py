"""Rendezvous over HTTP: proposed, confirmed and ended, each refusal with its code."""

from datetime import timedelta
from typing import Any

import pytest


def said(service: Any, **other: Any) -> dict[str, Any]:
    world = service.world
    start = world.now() + timedelta(hours=2)
    pair = [str(world.parties[slug].id) for slug in ("a", "b")]
    window = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
    return {"centre": [15.0, 32.0], "radius_m": 500.0, "parties": pair, **window, **other}


@pytest.mark.rule("SEP-10")
async def test_one_proposes_and_the_other_confirms(service: Any) -> None:
    a, b = await service.client("a"), await service.client("b")
    answer = await a.post("/v1/rendezvous", json=said(service))
    assert (answer.status_code, answer.json()["state"]) == (201, "proposed")
    where = answer.headers["Location"]
    assert (await b.get(where)).json() == (await a.get(where)).json()
    assert (await b.post(f"{where}/confirm", json={})).json()["state"] == "confirmed"
    assert [item["state"] for item in (await a.get("/v1/rendezvous")).json()["rendezvous"]] == ["confirmed"]
    assert (await a.post(f"{where}/end")).json()["state"] == "ended"


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    ("wrong", "code", "pointer"),
    [
        ({"radius_m": 5001}, "rendezvous_radius_refused", "/radius_m"),
        ({"centre": [15.0, 81.0]}, "rendezvous_place_refused", "/centre"),
        ({"end": "2026-12-01T08:00:00Z"}, "rendezvous_window_refused", "/end"),
        ({"centre": [15.0]}, "wrong_length", "/centre"),
    ],
)
async def test_what_could_not_hold_is_refused_where_it_is_wrong(
    service: Any, wrong: dict[str, Any], code: str, pointer: str
) -> None:
    answer = await (await service.client("a")).post("/v1/rendezvous", json=said(service, **wrong))
    assert (answer.status_code, answer.json()["code"], answer.json()["pointer"]) == (422, code, pointer)


async def test_a_list_goes_on_by_its_link(service: Any) -> None:
    a = await service.client("a")
    for _ in range(3):
        await a.post("/v1/rendezvous", json=said(service))
        service.world.clock.advance(1)
    first = await a.get("/v1/rendezvous?limit=2")
    assert len(first.json()["rendezvous"]) == 2
    rest = await a.get(first.links["next"]["url"])
    assert len(rest.json()["rendezvous"]) == 1
