"""Encounters over HTTP: each viewer reads its own words, page by page, and hidden is absent (LIV-06, DIS-06)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.flows.conftest import Live


async def meet(world: Any) -> None:
    """A's crew and B stand 200 m apart."""
    live = Live(world)
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("b", "U1", 15.0021, 32.0)
    await live.tick()


@pytest.mark.rule("LIV-06")
async def test_each_viewer_reads_an_encounter_at_its_own_level(service: Any) -> None:
    await meet(service.world)
    shown = {}
    for who in ("desk", "crew", "b", "c"):
        client = await service.client(who)
        answer = await client.get("/v1/encounters?over=false")
        assert answer.status_code == 200
        shown[who] = answer.json()["encounters"]
    [exact], [ours], [theirs] = shown["desk"], shown["crew"], shown["b"]
    assert shown["c"] == []
    assert exact["own"]["callsign"] == exact["other"]["callsign"] == "U1"
    assert {exact["own"]["party_name"], exact["other"]["party_name"]} == {"Party a", "Party b"}
    assert exact["distance_m"] == pytest.approx(198, abs=2)
    assert (ours["sight"], ours["octant"], ours["within_m"], ours["other"]) == ("stop", "e", 200, None)
    assert theirs["octant"] == "w"


@pytest.mark.rule("DIS-06")
async def test_somebody_elses_encounter_is_as_absent_as_none(service: Any) -> None:
    await meet(service.world)
    desk, ours, theirs = [await service.client(who) for who in ("desk", "a", "b")]
    [own] = (await ours.get("/v1/encounters?limit=1")).json()["encounters"]
    assert (await ours.get(f"/v1/encounters/{own['id']}")).json() == own
    hidden = await theirs.get(f"/v1/encounters/{own['id']}")
    absent = await theirs.get(f"/v1/encounters/{uuid4()}")
    assert (
        (hidden.status_code, hidden.content) == (absent.status_code, absent.content) == (404, hidden.content)
    )
    assert (await desk.get(f"/v1/encounters/{own['id']}")).status_code == 404


async def test_pages_lead_on_and_keep_what_was_chosen(service: Any) -> None:
    await meet(service.world)
    desk = await service.client("desk")
    first = await desk.get("/v1/encounters?limit=1&over=false")
    following = first.headers["link"].split(">")[0].lstrip("<")
    assert "over=false" in following
    assert (await desk.get(following)).json() == {"encounters": []}
