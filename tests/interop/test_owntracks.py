"""What the OwnTracks apps send, as their Booklet documents it, is accepted and answered as they need.

https://owntracks.org/booklet/tech/json/ and …/tech/http/: they keep a message until a 2xx answer whose body is a JSON
list of messages.
"""

from typing import Any

import pytest

FROM_IOS = {
    "_type": "location",
    "acc": 65,
    "alt": 154,
    "batt": 53,
    "bs": 1,
    "cog": 270,
    "conn": "w",
    "created_at": 1796111999,
    "lat": 32.8872,
    "lon": 13.1913,
    "m": 1,
    "p": 100.1,
    "rad": 0,
    "t": "t",
    "tid": "AL",
    "topic": "owntracks/ali/phone",
    "tst": 1796111990,
    "vac": 10,
    "vel": 54,
    "SSID": "home",
    "BSSID": "0:1:2:3:4:5",
    "inregions": ["Home"],
    "inrids": ["6da9cf"],
}
FROM_ANDROID = {
    "_type": "location",
    "BSSID": "0:1:2:3:4:5",
    "SSID": "x",
    "_id": "1cd4c8c8",
    "acc": 12,
    "alt": 20,
    "batt": 80,
    "bs": 2,
    "conn": "m",
    "created_at": 1796111999,
    "lat": 32.8880,
    "lon": 13.1920,
    "m": 2,
    "source": "fused",
    "t": "p",
    "tid": "mo",
    "topic": "owntracks/mona/pixel",
    "tst": 1796111995,
    "vac": 3,
    "vel": 0,
}
OTHERS = [
    {"_type": "lwt", "tst": 1796111990},
    {"_type": "waypoint", "desc": "Base", "lat": 32.8, "lon": 13.1, "rad": 100, "tst": 1796111990},
    {"_type": "waypoints", "waypoints": [{"_type": "waypoint", "desc": "Base", "tst": 1796111990}]},
    {
        "_type": "transition",
        "acc": 10,
        "desc": "Base",
        "event": "enter",
        "lat": 32.8,
        "lon": 13.1,
        "t": "c",
        "tid": "AL",
        "tst": 1796111990,
        "wtst": 1796000000,
    },
    {"_type": "steps", "tst": 1796111990, "from": 1796100000, "to": 1796111990, "steps": 1000},
    {
        "_type": "beacon",
        "uuid": "x",
        "major": 1,
        "minor": 2,
        "tst": 1796111990,
        "acc": 1.5,
        "rssi": -70,
        "prox": 1,
        "desc": "b",
    },
    {"_type": "cmd", "action": "dump"},
    {"_type": "status", "android": {"hib": 1, "loc": 0}},
    {"_type": "card", "name": "Ali", "face": "iVBORw0KGgo=", "tid": "AL"},
    {"_type": "configuration", "mode": 3, "url": "http://x", "waypoints": []},
    {"_type": "dump", "configuration": {"_type": "configuration"}},
    {"_type": "something of tomorrow"},
]


@pytest.fixture(autouse=True)
def now(world: Any) -> None:
    """The moment at which these were sent: 2026-12-01 08:00 UTC."""
    assert world.now().timestamp() == 1796112000


@pytest.mark.parametrize("said", [FROM_IOS, FROM_ANDROID], ids=["ios", "android"])
async def test_a_location_is_stored_and_answered_with_a_list(
    world: Any, http: Any, enrol: Any, said: dict[str, Any]
) -> None:
    tracker = await enrol()
    headers = {"X-Limit-U": "ali", "X-Limit-D": "phone"}
    answer = await http.post("/gateways/owntracks", json=said, auth=tracker.basic, headers=headers)
    assert (answer.status_code, answer.content) == (200, b"[]")
    [(lon, lat, accuracy, speed)] = world.sql("SELECT lon, lat, accuracy_m, speed_m_s FROM last_position")
    assert (lon, lat, accuracy, speed) == (said["lon"], said["lat"], said["acc"], said["vel"] / 3.6)


@pytest.mark.parametrize("message", OTHERS, ids=lambda message: message["_type"])
async def test_every_other_type_is_answered_with_a_list_and_stores_nothing(
    world: Any, http: Any, enrol: Any, message: dict[str, Any]
) -> None:
    answer = await http.post("/gateways/owntracks?u=ali&d=phone", json=message, auth=(await enrol()).basic)
    assert (answer.status_code, answer.content) == (200, b"[]")
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]


async def test_an_empty_request_is_answered_with_a_list(http: Any, enrol: Any) -> None:
    answer = await http.post("/gateways/owntracks", content=b"", auth=(await enrol()).basic)
    assert (answer.status_code, answer.content) == (200, b"[]")


async def test_a_queue_that_was_kept_for_hours_is_sent_message_by_message(
    world: Any, http: Any, enrol: Any
) -> None:
    tracker = await enrol()
    for minutes in range(60, 0, -5):
        said = FROM_ANDROID | {"tst": 1796112000 - 60 * minutes}
        assert (await http.post("/gateways/owntracks", json=said, auth=tracker.basic)).content == b"[]"
    assert world.sql("SELECT count(*), max(last_at) - min(first_at) = '55 min' FROM upload") == [(12, True)]


async def test_friends_are_messages_that_the_apps_know(http: Any, enrol: Any) -> None:
    await http.post("/gateways/owntracks", json=FROM_IOS, auth=(await enrol("a", "U2")).basic)
    [card, place] = (
        await http.post("/gateways/owntracks", json=FROM_ANDROID, auth=(await enrol()).basic)
    ).json()
    assert {name: type(card[name]) for name in ("_type", "tid", "name", "topic")} == dict.fromkeys(
        ("_type", "tid", "name", "topic"), str
    )
    assert (card["_type"], place["_type"], card["tid"]) == ("card", "location", place["tid"])
    assert (place["tst"], place["lat"], place["acc"], place["vel"]) == (1796111990, 32.8872, 65, 54)
