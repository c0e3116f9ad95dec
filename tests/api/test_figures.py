"""Figures of conduct over HTTP (PRB-03)."""

from typing import Any

import pytest


@pytest.mark.rule("PRB-03", "DIS-06")
async def test_the_neutral_staff_see_all_and_a_party_its_own_line(service: Any, plan: Any) -> None:
    await (await service.client("a")).post("/v1/patrols", json=plan())
    for who, names in (
        ("facilitator", ["Party a", "Party b", "Party c"]),
        ("oversight", ["Party a", "Party b", "Party c"]),
        ("b", ["Party b"]),
    ):
        said = (await (await service.client(who)).get("/v1/figures?days=7")).json()
        assert [line["name"] for line in said["parties"]] == names
        assert (said["since"], said["until"]) == ("2026-11-24T08:00:00Z", "2026-12-01T08:00:00Z")
    client = await service.client("operator")
    assert (await client.get("/v1/figures")).content == (await client.get("/v1/nowhere")).content


async def test_the_window_is_bounded(service: Any) -> None:
    client = await service.client("facilitator")
    for days in ("0", "91", "x"):
        assert (await client.get(f"/v1/figures?days={days}")).status_code == 422
