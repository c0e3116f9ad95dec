"""Duty rosters over HTTP."""

from typing import Any

import pytest


@pytest.mark.rule("ALR-04")
async def test_a_shift_is_added_read_and_removed(service: Any) -> None:
    a = await service.client("a")
    said = {"login": "a2", "start": "2026-12-01T07:00:00Z", "end": "2026-12-01T19:00:00Z"}
    added = await a.post("/v1/duty", json=said)
    assert added.status_code == 201
    shift = added.json()
    assert {name: shift[name] for name in said} == said
    assert (await a.get("/v1/duty")).json() == {"shifts": [shift]}
    assert (await (await service.client("b")).get("/v1/duty")).json() == {"shifts": []}
    assert (await a.delete(f"/v1/duty/{shift['id']}")).status_code == 204
    assert (await a.delete(f"/v1/duty/{shift['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2026-12-01T09:00:00Z", "2026-12-01T09:00:00Z", "empty_shift"),
        ("2026-12-01T09:00:00Z", "2027-02-01T09:00:00Z", "shift_too_long"),
        ("2026-11-30T09:00:00Z", "2026-12-01T07:59:00Z", "shift_over"),
    ],
)
async def test_a_shift_that_makes_no_sense_is_refused(service: Any, start: str, end: str, code: str) -> None:
    refused = await (await service.client("a")).post(
        "/v1/duty", json={"login": "a2", "start": start, "end": end}
    )
    assert (refused.status_code, refused.json()["code"], refused.json()["pointer"]) == (422, code, "/end")
