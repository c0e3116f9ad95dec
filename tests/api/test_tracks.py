"""Tracks over HTTP."""

from typing import Any

import pytest

FIXES = [
    {"at": "2026-12-01T07:59:00Z", "lon": 15.0, "lat": 32.0},
    {"at": "2026-12-01T07:59:30Z", "lon": 15.1, "lat": 32.0},
]
HOUR = {"from": "2026-12-01T07:00:00Z", "until": "2026-12-01T08:00:00Z"}


@pytest.mark.rule("DIS-08")
async def test_the_desk_reads_a_window_of_the_past(service: Any) -> None:
    a, desk = await service.client("a"), await service.client("desk")
    [unit] = [one for one in (await a.get("/v1/units")).json()["units"] if one["callsign"] == "U1"]
    report = {"unit": unit["id"], "sent_at": "2026-12-01T08:00:00Z", "fixes": FIXES}
    assert (await a.post("/v1/positions", json=report)).status_code == 200
    said = (await desk.get("/v1/tracks", params=HOUR)).json()
    [track] = said["tracks"]
    assert (said["every_s"], track["unit"], track["callsign"]) == (10, unit["id"], "U1")
    assert [(fix["at"], fix["lon"]) for fix in track["fixes"]] == [(one["at"], one["lon"]) for one in FIXES]
    thinner = await desk.get("/v1/tracks", params=HOUR | {"every_s": 600, "unit": unit["id"]})
    assert len(thinner.json()["tracks"][0]["fixes"]) == 1
    assert (await (await service.client("b")).get("/v1/tracks", params=HOUR)).json()["tracks"] == []


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"from": "2026-11-28T07:00:00Z"}, "track_window_refused"),
        ({"until": "2026-12-01T06:00:00Z"}, "track_window_refused"),
        ({"from": "yesterday"}, "invalid_parameter"),
        ({"every_s": "1"}, "invalid_parameter"),
    ],
)
async def test_a_window_that_cannot_be_read_is_refused(
    service: Any, changed: dict[str, str], code: str
) -> None:
    refused = await (await service.client("desk")).get("/v1/tracks", params=HOUR | changed)
    assert (refused.status_code // 100, refused.json()["code"]) == (4, code)
