"""The shift log over HTTP."""

from typing import Any
from uuid import uuid4

import pytest

CALL = {"kind": "call", "text": "Holds.", "answered_by": "Huda", "written_at": "2026-12-01T07:30:00Z"}


@pytest.mark.rule("PAT-08")
async def test_a_note_that_was_sent_twice_is_written_once(service: Any) -> None:
    desk = await service.client("desk")
    said = CALL | {
        "about": {"kind": "conflict", "id": str(uuid4())},
        "called": str(service.world.parties["a"].id),
    }
    first, again = [
        await desk.post("/v1/log", json=said, headers={"Idempotency-Key": "one"}) for _ in range(2)
    ]
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    assert {name: first.json()[name] for name in said} == said
    for who in ("desk", "facilitator"):
        assert (await (await service.client(who)).get("/v1/log")).json() == {"notes": [first.json()]}


async def test_the_log_is_read_page_by_page(service: Any) -> None:
    desk = await service.client("desk")
    for word in ("one", "two", "three"):
        assert (await desk.post("/v1/log", json={"kind": "note", "text": word})).status_code == 201
        service.world.clock.advance(1)
    page = await desk.get("/v1/log?limit=2")
    assert [note["text"] for note in page.json()["notes"]] == ["three", "two"]
    rest = await desk.get(page.links["next"]["url"])
    assert ([note["text"] for note in rest.json()["notes"]], rest.links) == (["one"], {})


@pytest.mark.parametrize(
    ("said", "code", "pointer"),
    [
        ({"kind": "note"}, "empty_note", "/text"),
        ({"kind": "call", "text": ""}, "empty_note", "/text"),
        ({"kind": "call", "called": str(uuid4())}, "no_such_party", "/called"),
        ({"kind": "escalation", "text": "x"}, "not_one_of", "/kind"),
    ],
)
async def test_a_note_that_says_nothing_or_names_nobody_is_refused(
    service: Any, said: dict[str, Any], code: str, pointer: str
) -> None:
    refused = await (await service.client("desk")).post("/v1/log", json=said)
    assert (refused.status_code, refused.json()["code"], refused.json()["pointer"]) == (422, code, pointer)


@pytest.mark.rule("ALR-04", "PAT-08")
async def test_one_press_is_one_escalation_and_the_log_says_whom_it_reached(service: Any) -> None:
    world = service.world
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    desk = await service.client("desk")
    [alert] = (await desk.get("/v1/alerts")).json()["alerts"]
    path = f"/v1/alerts/{alert['epoch']}/{alert['seq']}/escalate"
    first, again = [await desk.post(path, headers={"Idempotency-Key": "one"}) for _ in range(2)]
    assert (first.status_code, again.status_code, first.content) == (202, 202, again.content)
    said = first.json()
    assert said["about"] == {"kind": "conflict", "id": alert["conflict"]}
    assert (said["kind"], said["raised"]) == ("escalation", {"done_at": None, "reached": []})
    await world.engine.escalate()
    [note] = (await desk.get("/v1/log")).json()["notes"]
    reached = {item["party"]: item["rung"] for item in note["raised"]["reached"]}
    assert reached == {str(world.parties[slug].id): "devices" for slug in ("a", "b")}
    refused = await desk.post(f"/v1/alerts/another/{alert['seq']}/escalate")
    assert (refused.status_code, refused.json()["code"]) == (409, "epoch_changed")
