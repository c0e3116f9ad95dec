"""Positions over HTTP: reported for one's own units, read by one's own party and the neutral desk."""

from datetime import datetime, timedelta
from typing import Any

import pytest


def upload(now: datetime, *seconds: float, unit: str = "U1", **other: Any) -> dict[str, Any]:
    """Fixes of so many seconds from now, a hundred metres apart."""
    times = [(now + timedelta(seconds=second)).isoformat() for second in seconds]
    fixes = [{"at": at, "lon": 15.0 + index / 1000, "lat": 32.0} for index, at in enumerate(times)]
    return {"unit": unit, "sent_at": now.isoformat(), "fixes": fixes} | other


async def seen(client: Any) -> list[tuple[str, str]]:
    answer = await client.get("/v1/positions")
    assert answer.status_code == 200
    return sorted((item["callsign"], item["at"]) for item in answer.json()["positions"])


@pytest.mark.rule("LIV-01", "DIS-08")
async def test_where_a_unit_was_last_is_read_by_its_own_party_and_the_desk(service: Any) -> None:
    crew, now = await service.client("crew"), service.world.now()
    answer = await crew.post("/v1/positions", json=upload(now, -20, -10, -30))
    assert (answer.status_code, answer.json()) == (200, {"stored": 3, "clock_offset_s": 0.0, "set_aside": []})
    last = [("U1", (now - timedelta(seconds=10)).isoformat().replace("+00:00", "Z"))]
    for who, told in (("a", last), ("desk", last), ("b", []), ("facilitator", []), ("operator", [])):
        assert await seen(await service.client(who)) == told, who
    [position] = (await crew.get("/v1/positions")).json()["positions"]
    assert position["party"] == str(service.world.parties["a"].id)
    assert (position["lon"], position["lat"], position["accuracy_m"]) == (15.001, 32.0, None)


@pytest.mark.rule("LIV-01")
async def test_late_repeated_and_future_fixes_never_move_a_unit_back_or_ahead(service: Any) -> None:
    crew, now = await service.client("crew"), service.world.now()
    for seconds in ((-10,), (-60, -50), (-10,), (3600,)):
        assert (await crew.post("/v1/positions", json=upload(now, *seconds))).status_code == 200
    assert [at for _, at in await seen(crew)] == [
        (now - timedelta(seconds=10)).isoformat().replace("+00:00", "Z")
    ]
    assert service.world.sql("SELECT count(*) FROM upload") == [(3,)]
    answer = await crew.post("/v1/positions", json=upload(now, -5, 3600))
    assert answer.json()["set_aside"] == [{"index": 1, "reason": "future"}]


@pytest.mark.rule("LIV-01")
async def test_a_clock_that_is_wrong_by_a_day_is_set_right_by_when_it_sent(service: Any) -> None:
    crew, now = await service.client("crew"), service.world.now()
    yesterday = now - timedelta(days=1)
    answer = await crew.post("/v1/positions", json=upload(yesterday, -10, -20))
    assert answer.json() == {"stored": 2, "clock_offset_s": 86400.0, "set_aside": []}
    assert [at for _, at in await seen(crew)] == [
        (now - timedelta(seconds=10)).isoformat().replace("+00:00", "Z")
    ]


@pytest.mark.rule("DIS-06", "SEC-01")
async def test_of_anothers_unit_and_of_none_nothing_can_be_reported(service: Any) -> None:
    world, crew = service.world, await service.client("crew")
    [(theirs,)] = world.sql("SELECT id FROM unit WHERE party = %s AND callsign = 'U1'", world.parties["b"].id)
    answers = [
        await crew.post("/v1/positions", json=upload(world.now(), 0, unit=unit))
        for unit in (str(theirs), "U99")
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert answers[0].json()["code"] == "unit_not_yours"
    assert answers[0].content == answers[1].content
    assert (
        await (await service.client("desk")).post("/v1/positions", json=upload(world.now(), 0))
    ).status_code == 403
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    "wrong",
    [
        {"fixes": []},
        {"fixes": [{"at": "2026-12-01T08:00:00Z", "lon": 181, "lat": 0}]},
        {"fixes": [{"at": "2026-12-01T08:00:00Z", "lon": 0, "lat": -91}]},
        {"fixes": [{"at": "2026-12-01T08:00:00", "lon": 0, "lat": 0}]},
        {"fixes": [{"at": "2026-12-01T08:00:00Z", "lon": 0, "lat": 0, "speed_m_s": -1}]},
        {"fixes": [{"at": "2026-12-01T08:00:00Z", "lon": 0, "lat": 0, "course_deg": 361}]},
        {"fixes": [{"at": "2026-12-01T08:00:00Z", "lon": 0, "lat": 0}] * 1001},
        {"sent_at": None},
        {"sent_at": "1970-01-01T00:00:00Z"},
    ],
)
async def test_what_is_no_fix_is_refused_with_its_place(service: Any, wrong: dict[str, Any]) -> None:
    crew = await service.client("crew")
    answer = await crew.post("/v1/positions", json=upload(service.world.now(), -10) | wrong)
    assert answer.status_code in {400, 422}, answer.text
    assert answer.json()["pointer"].startswith("/" + next(iter(wrong)))
    assert service.world.sql("SELECT count(*) FROM upload") == [(0,)]


async def test_positions_come_by_the_page(service: Any) -> None:
    crew, now = await service.client("crew"), service.world.now()
    for unit in ("U1", "U2", "U3"):
        assert (await crew.post("/v1/positions", json=upload(now, 0, unit=unit))).status_code == 200
    found: list[str] = []
    where = "/v1/positions?limit=2"
    while where:
        page = await crew.get(where)
        found += [position["callsign"] for position in page.json()["positions"]]
        where = page.links.get("next", {}).get("url", "")
    assert sorted(found) == ["U1", "U2", "U3"]
