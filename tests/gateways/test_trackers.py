"""The gateways over HTTP: who gets in, what is stored before it is answered, and what bad input gets."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from deconflict.api.limits import MAX_BODY_BYTES
from deconflict.api.routes import TrackerRoute


def location(now: Any, lat: float = 32.0, **other: Any) -> dict[str, Any]:
    return {"_type": "location", "tst": int(now.timestamp()), "lat": lat, "lon": 15.0} | other


@pytest.mark.rule("SEC-04", "SEC-01")
async def test_only_a_units_own_device_gets_in(world: Any, http: Any, enrol: Any) -> None:
    tracker, said = await enrol(), location(world.now())
    for auth in (None, ("x", "y"), (tracker.id, "wrong"), (tracker.secret, tracker.id)):
        refused = await http.post("/gateways/owntracks", json=said, auth=auth)
        assert (refused.status_code, refused.json()["code"]) == (401, "device_refused")
        assert refused.headers["WWW-Authenticate"].startswith("Basic ")
    for word in ("x", f"{tracker.id}.wrong", tracker.id):
        refused = await http.get("/gateways/osmand", params={"id": word, "lat": 32, "lon": 15})
        assert (refused.status_code, refused.json()["code"]) == (401, "device_refused")
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]
    answer = await http.post("/gateways/owntracks", json=said, auth=tracker.basic)
    assert (answer.status_code, answer.json(), answer.headers["Content-Type"]) == (
        200,
        [],
        "application/json",
    )
    assert (
        await http.get("/gateways/osmand", params={"id": tracker.identifier, "lat": 32, "lon": 15})
    ).status_code == 200
    assert world.sql("SELECT count(*) FROM upload") == [(2,)]


@pytest.mark.rule("DIS-06", "DIS-08")
async def test_friends_are_units_of_ones_own_party_and_no_others(world: Any, http: Any, enrol: Any) -> None:
    now = world.now()
    for who, callsign, lat in (("a", "U2", 32.5), ("b", "U1", 33.0), ("c", "U3", 34.0)):
        await http.post(
            "/gateways/owntracks", json=location(now, lat), auth=(await enrol(who, callsign)).basic
        )
    answer = await http.post("/gateways/owntracks", json=location(now), auth=(await enrol()).basic)
    card, place = answer.json()
    assert (card["name"], place["lat"]) == ("U2", 32.5)
    alone = await http.post("/gateways/owntracks", json=location(now), auth=(await enrol("b")).basic)
    assert alone.json() == []


@pytest.mark.rule("DIS-01", "DIS-03")
@pytest.mark.parametrize(("level", "shown"), [(3, []), (4, ["↔ U1"])])
async def test_rivals_units_are_friends_at_live_level_four_alone(
    world: Any, http: Any, enrol: Any, agreeing: Any, level: int, shown: list[str]
) -> None:
    await agreeing.ratify(level)
    await world.tick()
    theirs = await enrol("b")
    await http.post("/gateways/owntracks", json=location(world.now(), 33.0), auth=theirs.basic)
    await world.engine.share_positions()
    answer = await http.post("/gateways/owntracks", json=location(world.now()), auth=(await enrol()).basic)
    assert [message["name"] for message in answer.json() if message["_type"] == "card"] == shown
    other = await http.post("/gateways/owntracks", json=location(world.now()), auth=(await enrol("c")).basic)
    assert other.json() == []


async def test_it_is_stored_before_it_is_answered_and_not_answered_when_it_cannot_be(
    world: Any, http: Any, enrol: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deconflict.gateways import reporting
    from deconflict.runtime.errors import DatabaseUnavailable

    tracker = await enrol()

    async def unavailable(*_: Any) -> None:
        raise DatabaseUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(reporting, "report_positions", unavailable)
        said = location(world.now())
        assert (await http.post("/gateways/owntracks", json=said, auth=tracker.basic)).status_code == 503
        params = {"id": tracker.identifier, "lat": 32, "lon": 15}
        assert (await http.get("/gateways/osmand", params=params)).status_code == 503
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]


@pytest.mark.rule("LIV-01")
async def test_old_points_replayed_one_by_one_make_the_same_track(world: Any, http: Any, enrol: Any) -> None:
    tracker, now = await enrol(), world.now()
    for minutes in (60, 59, 58, 59, 0, 57):
        at = int((now - timedelta(minutes=minutes)).timestamp())
        params = {"id": tracker.identifier, "lat": 32, "lon": 15 - minutes / 1000, "timestamp": at}
        assert (await http.post("/gateways/osmand", params=params)).status_code == 200
    assert world.sql("SELECT at, lon FROM last_position") == [(now, 15.0)]
    assert world.sql("SELECT count(DISTINCT first_at) FROM upload") == [(5,)]


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"\xff", b"7", b'{"_type":"location"}', b'{"_type":"encrypted"}', b"[" * 5000]
)
async def test_what_is_no_message_is_refused_without_a_fault_of_ours(
    world: Any, http: Any, enrol: Any, body: bytes
) -> None:
    tracker = await enrol()
    told = await http.post("/gateways/owntracks", content=body, auth=tracker.basic)
    assert (told.status_code, told.json()["code"]) in {(400, "payload_refused"), (400, "malformed_json")}
    for params in ({"id": tracker.identifier}, {}):
        told = await http.post("/gateways/osmand", content=body, params=params)
        no_place = (
            b"_type" in body and params
        )  # some event of a device that is known: there is nothing to store
        assert told.status_code == (200 if no_place else 400)
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]


@pytest.mark.rule("SEC-02")
async def test_bodies_are_bounded(http: Any, enrol: Any) -> None:
    tracker = await enrol()
    for size in (TrackerRoute.max_body_bytes + 1, MAX_BODY_BYTES + 1):
        for path in ("owntracks", "osmand"):
            told = await http.post(f"/gateways/{path}", content=b" " * size, auth=tracker.basic)
            assert told.status_code == 413


@pytest.mark.rule("SEC-02", "SEC-03")
async def test_no_byte_that_is_wrong_makes_it_fail(world: Any, http: Any, enrol: Any) -> None:
    import random

    tracker, dice = await enrol(), random.Random(4)
    whole = json.dumps(location(world.now(), acc=5, vel=3, cog=9)).encode()
    form = f"id={tracker.identifier}&lat=32&lon=15&timestamp=1&speed=3&bearing=9".encode()
    secret = base64.b64encode(f"{tracker.id}:{tracker.secret}".encode()).decode()
    for _ in range(150):
        for path, body in (("owntracks", bytearray(whole)), ("osmand", bytearray(form))):
            for _ in range(dice.randrange(1, 6)):
                body[dice.randrange(len(body))] = dice.randrange(256)
            told = await http.post(
                f"/gateways/{path}", content=bytes(body), headers={"Authorization": f"Basic {secret}"}
            )
            assert told.status_code < 500, body
