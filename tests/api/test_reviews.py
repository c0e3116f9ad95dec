"""Reviews over HTTP: the neutral desk's, absent for everybody else (PAT-06, DIS-06)."""

from uuid import uuid4

import pytest


@pytest.fixture
async def pursuit(service, plan):
    """A is in hot pursuit."""
    answer = await (await service.client("a")).post(
        "/v1/patrols", json=plan(minutes=0, **{"class": "hot_pursuit"})
    )
    assert answer.json()["state"] == "active"
    return service


@pytest.mark.rule("PAT-06")
async def test_the_desk_closes_a_review_with_its_outcome(pursuit) -> None:
    desk = await pursuit.client("desk")
    review = (await desk.get("/v1/reviews")).json()["reviews"][0]
    assert (review["reason"], review["closed_at"]) == ("hot_pursuit", None)
    address = f"/v1/reviews/{review['id']}/close"
    closed = (await desk.post(address, json={"outcome": "Confirmed"})).json()
    assert closed == review | {"closed_at": "2026-12-01T08:00:00Z", "outcome": "Confirmed"}
    assert (await desk.post(address, json={})).status_code == 404


@pytest.mark.rule("DIS-06")
async def test_for_everybody_else_there_are_no_reviews(pursuit) -> None:
    real = (await (await pursuit.client("desk")).get("/v1/reviews")).json()["reviews"][0]["id"]
    for who in ("a", "b", "facilitator", "operator", "oversight"):
        client = await pursuit.client(who)
        expected = (await client.get("/v1/nowhere")).content
        assert (await client.get("/v1/reviews")).content == expected
        for review in (real, uuid4()):
            answer = await client.post(f"/v1/reviews/{review}/close", json={})
            assert (answer.status_code, answer.content) == (404, expected)
