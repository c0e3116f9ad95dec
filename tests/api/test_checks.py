"""What-ifs and budgets over HTTP (PRB-02)."""

from typing import Any
from uuid import uuid4

import pytest


async def ask(service: Any, body: Any, who: str = "a", **headers: str) -> Any:
    return await (await service.client(who)).post("/v1/checks", json=body, headers=headers)


@pytest.mark.rule("PRB-02", "CON-01")
async def test_a_question_is_taken_and_answered_at_its_tick(service: Any, plan: Any) -> None:
    client = await service.client("a")
    rival = await (await service.client("b")).post("/v1/patrols", json=plan())
    taken = await ask(service, plan())
    said = taken.json()
    assert (rival.status_code, taken.status_code, said["state"]) == (201, 202, "pending")
    assert taken.headers["Location"] == f"/v1/checks/{said['id']}"
    assert (await client.get(taken.headers["Location"])).json() == said | {"hours": [], "areas": []}
    await service.world.tick()
    answered = (await client.get(taken.headers["Location"])).json()
    assert answered["state"] == "answered"
    assert "2026-12-01T10:00:00Z" in answered["hours"]


@pytest.mark.rule("PRB-02", "PAT-08")
async def test_a_repeated_question_is_one_and_one_too_many_is_refused_until_midnight(
    service: Any, plan: Any
) -> None:
    first = [(await ask(service, plan(), **{"Idempotency-Key": "k"})).json() for _ in range(2)]
    assert first[0] == first[1]
    for _ in range(9):
        assert (await ask(service, plan())).status_code == 202
    refused = await ask(service, plan())
    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["limit"]) == (429, "budget_used", 10)
    assert problem["until"].startswith("2026-12-02T00:00:00")
    [drawn] = [
        item
        for item in (await (await service.client("a")).get("/v1/budgets")).json()["budgets"]
        if item["callsign"] == "U1"
    ]
    assert drawn["what_ifs"] == {"drawn": 10, "limit": 10}


@pytest.mark.rule("DIS-06")
async def test_another_partys_question_is_as_absent_as_none(service: Any, plan: Any) -> None:
    asked = (await ask(service, plan())).json()["id"]
    for who in ("b", "desk", "facilitator"):
        client = await service.client(who)
        answers = [await client.get(f"/v1/checks/{wanted}") for wanted in (asked, uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


async def test_an_impossible_plan_is_refused_and_draws_nothing(service: Any, plan: Any) -> None:
    assert (await ask(service, plan("nobody"))).json()["code"] == "unit_not_yours"
    assert service.world.sql("SELECT count(*) FROM budget_draw") == [(0,)]
