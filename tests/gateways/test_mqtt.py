"""OwnTracks over MQTT without a broker: who is let in, what is of no use. With one: tests/interop/test_mosquitto.py."""

import asyncio
import json
from typing import Any

import pytest
from aiomqtt import Message

from deconflict.gateways import mqtt
from deconflict.gateways.measures import FIXES
from deconflict.gateways.mqtt import Broker, take, take_until_done
from deconflict.runtime.errors import DatabaseUnavailable
from deconflict.runtime.settings import SettingRefused


def message(topic: str, said: Any) -> Message:
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    return Message(topic, payload, 1, False, 1, None)


def location(world: Any, **other: Any) -> dict[str, Any]:
    return {"_type": "location", "tst": int(world.now().timestamp()), "lat": 32.0, "lon": 15.0} | other


def counted(outcome: str) -> float:
    return FIXES.labels(mqtt.GATEWAY, outcome)._value.get()


@pytest.mark.rule("SEC-04", "SEC-01")
async def test_a_topic_proves_who_speaks_by_the_secret_that_it_ends_with(
    world: Any, app: Any, enrol: Any
) -> None:
    mine, theirs = await enrol("a"), await enrol("b")
    refused = counted("device_refused")
    for topic in (
        f"owntracks/{mine.id}/phone",
        f"owntracks/{mine.id}/{theirs.secret}",
        f"owntracks/{theirs.id}/{mine.secret}",
        "owntracks/ali/phone",
        "owntracks",
        "/",
    ):
        await take(app.state.edge, message(topic, location(world)))
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]
    assert counted("device_refused") == refused + 6
    await take(app.state.edge, message(f"owntracks/{mine.id}/{mine.secret}", location(world)))
    assert world.sql("SELECT party FROM upload") == [(world.parties["a"].id,)]


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    "said", [b"{", b"\xff", [], {"_type": "location"}, {"_type": "encrypted"}, b" " * 70_000]
)
async def test_what_is_of_no_use_is_passed_over_and_counted(
    world: Any, app: Any, enrol: Any, said: Any
) -> None:
    tracker, before = await enrol(), counted("payload_refused") + counted("malformed_json")
    await take(app.state.edge, message(f"owntracks/{tracker.id}/{tracker.secret}", said))
    assert counted("payload_refused") + counted("malformed_json") == before + 1
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]


@pytest.mark.parametrize("said", [b"", {"_type": "lwt", "tst": 1}])
async def test_what_says_no_place_is_passed_over(world: Any, app: Any, enrol: Any, said: Any) -> None:
    tracker = await enrol()
    await take(app.state.edge, message(f"owntracks/{tracker.id}/{tracker.secret}", said))
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]


async def test_while_the_database_is_away_the_same_message_is_tried_again(
    world: Any, app: Any, enrol: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker, honest, tried = await enrol(), mqtt.report, []

    async def report(*arguments: Any) -> None:
        tried.append(arguments)
        if len(tried) < 3:
            raise DatabaseUnavailable
        await honest(*arguments)

    monkeypatch.setattr(mqtt, "report", report)
    monkeypatch.setattr(mqtt, "AGAIN_S", 0.0)
    said = message(f"owntracks/{tracker.id}/{tracker.secret}", location(world))
    await asyncio.wait_for(take_until_done(app.state.edge, said), 30)
    assert len(tried) == 3
    assert world.sql("SELECT count(*) FROM upload") == [(1,)]


def test_a_brokers_address_says_all_that_is_needed() -> None:
    assert Broker.of("mqtt://broker", "owntracks") == Broker("broker", 1883, None, None, False, "owntracks")
    found = Broker.of("mqtts://in%40:p%2Fw@[::1]:1234", "a/b")
    assert found == Broker("::1", 1234, "in@", "p/w", True, "a/b")


@pytest.mark.parametrize(
    "url", ["", "broker", "http://broker", "mqtt://", "mqtt://broker:x", "mqtt://broker:99999"]
)
def test_what_is_no_address_is_refused_without_saying_it(url: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        Broker.of(url, "owntracks")
    assert refused.value.setting == "DECONFLICT_MQTT_URL"
    assert not url or url not in refused.value.reason
