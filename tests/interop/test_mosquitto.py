"""A real mosquitto between an OwnTracks app and us: nothing that it took is lost, whoever goes away in between."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiomqtt
import pytest

from deconflict.gateways import mqtt
from deconflict.gateways.mqtt import Broker

PATIENCE_S = 60.0
FOUND = shutil.which("mosquitto", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
pytestmark = pytest.mark.skipif(FOUND is None, reason="mosquitto is not installed")


@dataclass
class Mosquitto:
    """A broker of this test's own on a free port of loopback, that keeps what it was given in a folder."""

    folder: Path
    port: int
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it says that it runs."""
        conf = self.folder / "mosquitto.conf"
        conf.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence true\n"
            f"persistence_location {self.folder}/\nuser root\nlog_dest stderr\n"
        )
        self.running = subprocess.Popen([str(FOUND), "-c", str(conf)], stderr=subprocess.PIPE)
        assert self.running.stderr is not None
        for line in self.running.stderr:
            if b" running" in line:
                return
        pytest.fail("mosquitto did not start")

    def stop(self) -> None:
        """Stop it."""
        if self.running is not None:
            self.running.terminate()
            self.running.wait(PATIENCE_S)
            assert self.running.stderr is not None
            self.running.stderr.close()
            self.running = None

    @property
    def url(self) -> Broker:
        """How we reach it."""
        return Broker.of(f"mqtt://127.0.0.1:{self.port}", "owntracks")

    async def publish(self, tracker: Any, said: Any, topic: str = "owntracks/{0.id}/{0.secret}") -> None:
        """Publish as an app does, and wait until the broker has it."""
        payload = said if isinstance(said, bytes) else json.dumps(said)
        async with aiomqtt.Client("127.0.0.1", self.port) as app:
            await app.publish(topic.format(tracker), payload, qos=1, retain=True)


@pytest.fixture
def broker(short_folder: Path) -> Iterator[Mosquitto]:
    """A broker that runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Mosquitto(short_folder, port)
    made.start()
    yield made
    made.stop()


@dataclass
class Watched:
    """Our gateway, and what it has stored so far."""

    stored: list[Any] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, enough: Callable[[], bool]) -> None:
        """Wait for something that is known when something was stored."""
        async with asyncio.timeout(PATIENCE_S):
            while not enough():
                self.news.clear()
                await self.news.wait()


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """What the gateway stores, seen as it does."""
    seen, honest = Watched(), mqtt.report

    async def report(*arguments: Any) -> None:
        await honest(*arguments)
        seen.stored += arguments[2]
        seen.news.set()

    monkeypatch.setattr(mqtt, "report", report)
    monkeypatch.setattr(mqtt, "AGAIN_S", 0.01)
    return seen


@asynccontextmanager
async def gateway(app: Any, broker: Mosquitto) -> AsyncIterator[None]:
    """Our gateway, subscribed."""
    task = asyncio.create_task(mqtt.run(app.state.edge, broker.url))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def location(world: Any, seconds: int = 0) -> dict[str, Any]:
    at = int(world.now().timestamp()) - seconds
    return {"_type": "location", "tst": at, "lat": 32.0, "lon": 15.0, "vel": 36, "tid": "F1", "t": "u"}


@pytest.mark.rule("LIV-01", "SEC-04")
async def test_what_an_app_publishes_is_stored_for_its_unit_and_others_words_are_not(
    world: Any, app: Any, enrol: Any, broker: Mosquitto, watched: Watched
) -> None:
    tracker = await enrol()
    async with gateway(app, broker):
        await broker.publish(tracker, location(world))
        await watched.until(lambda: len(watched.stored) == 1)
        for topic in ("owntracks/{0.id}/phone", "owntracks/x/{0.secret}", "other/{0.id}/{0.secret}"):
            await broker.publish(tracker, location(world, 1), topic)
        await broker.publish(tracker, b"\xff{")
        await broker.publish(tracker, location(world, 5))
        await watched.until(lambda: len(watched.stored) == 2)
    assert world.sql("SELECT count(*), count(DISTINCT unit), max(last_at) FROM upload") == [
        (2, 1, world.now())
    ]
    assert world.sql("SELECT speed_m_s FROM last_position") == [(10.0,)]


async def test_what_came_while_we_were_away_or_failing_is_taken_afterwards(
    world: Any, app: Any, enrol: Any, broker: Mosquitto, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = await enrol()
    async with gateway(app, broker):
        await broker.publish(tracker, location(world))
        await watched.until(lambda: len(watched.stored) == 1)
    await broker.publish(tracker, location(world, 10))
    reached = asyncio.Event()

    async def never(*_: Any) -> None:
        reached.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(mqtt, "report", never)
        async with gateway(app, broker):
            await asyncio.wait_for(reached.wait(), PATIENCE_S)
    assert len(watched.stored) == 1
    async with gateway(app, broker):
        await watched.until(
            lambda: {fix.at for fix in watched.stored} >= {world.now()} and len(watched.stored) >= 2
        )
    assert world.sql("SELECT count(DISTINCT last_at) FROM upload") == [(2,)]


async def test_a_broker_that_goes_and_comes_back_is_found_again(
    world: Any, app: Any, enrol: Any, broker: Mosquitto, watched: Watched
) -> None:
    tracker = await enrol()
    async with gateway(app, broker):
        await broker.publish(tracker, location(world, 20))
        await watched.until(lambda: len(watched.stored) == 1)
        broker.stop()
        broker.start()
        await broker.publish(tracker, location(world))
        await watched.until(lambda: any(fix.at == world.now() for fix in watched.stored))
    assert world.sql("SELECT at FROM last_position") == [(world.now(),)]
