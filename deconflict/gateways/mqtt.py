"""OwnTracks over MQTT: takes what devices publish at a broker, and acknowledges it once it is stored.

A broker's user may publish wherever the broker lets it, so a topic's words alone prove nothing: a topic ends with a
device's id and its secret (`owntracks/<id>/<secret>`: OwnTracks' user and device names), and each message is let in by
that credential. That nobody but this process may read such topics is for the broker to see to: docs/operator-guide.md.
"""

import asyncio
import ssl
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import unquote, urlsplit

import structlog
from aiomqtt import Client, Message, MqttError

from deconflict.api.edge import Edge
from deconflict.api.errors import MalformedJson, PayloadRefused
from deconflict.gateways import owntracks
from deconflict.gateways.credential import pair, viewer_of
from deconflict.gateways.measures import FIXES
from deconflict.gateways.readings import Fault
from deconflict.gateways.reporting import report
from deconflict.parties.errors import DeviceRefused
from deconflict.runtime.errors import DatabaseBusy, DatabaseUnavailable, TransactionConflict
from deconflict.runtime.settings import PREFIX, SettingRefused

GATEWAY: Final = "owntracks-mqtt"
IDENTIFIER: Final = "deconflict"
"""Always the same, so that the broker keeps what comes while this process is away."""
PORTS: Final = {"mqtt": 1883, "mqtts": 8883}
MAX_PAYLOAD_BYTES: Final = 64 * 1024
MOST_WAITING: Final = 10_000
"""Of what is published without acknowledgement, no more is kept; the rest a broker holds back by itself."""
PASSES: Final = (DatabaseBusy, DatabaseUnavailable, TransactionConflict)
AGAIN_S: Final = 1.0
LONGEST_S: Final = 30.0

log = structlog.get_logger()


@dataclass(frozen=True)
class Broker:
    """Where the broker is, how to get in, and below which topic devices publish."""

    host: str
    port: int
    username: str | None
    password: str | None
    tls: bool
    topic: str

    @classmethod
    def of(cls, url: str, topic: str) -> Self:
        """Read `mqtt://user:password@host:port`, or `mqtts://…` for TLS; SettingRefused for anything else."""
        parts = urlsplit(url)
        try:
            port = parts.port or PORTS[parts.scheme]
        except (KeyError, ValueError):
            raise SettingRefused(PREFIX + "MQTT_URL", "it is no mqtt:// or mqtts:// address") from None
        if not parts.hostname:
            raise SettingRefused(PREFIX + "MQTT_URL", "it names no host")
        user, password = (word and unquote(word) for word in (parts.username, parts.password))
        return cls(parts.hostname, port, user, password, parts.scheme == "mqtts", topic)

    def client(self) -> Client:
        """Return a client that acknowledges by hand: aiomqtt has no word for it yet (its issue 345), paho has."""
        client = Client(
            self.host,
            self.port,
            username=self.username,
            password=self.password,
            identifier=IDENTIFIER,
            clean_session=False,
            tls_context=ssl.create_default_context() if self.tls else None,
            max_queued_incoming_messages=MOST_WAITING,
        )
        client._client.manual_ack_set(on=True)
        return client


async def run(edge: Edge, broker: Broker) -> None:
    """Take what comes until cancelled; when the broker is lost, come back to it, waiting longer each time."""
    wait_s = AGAIN_S
    while True:
        try:
            async with broker.client() as client:
                await client.subscribe(f"{broker.topic}/+/+", qos=1)
                log.info("broker_reached")
                wait_s = AGAIN_S
                await listen(edge, client)
        except MqttError:
            log.warning("broker_lost", again_s=wait_s)
        await asyncio.sleep(wait_s)
        wait_s = min(2 * wait_s, LONGEST_S)


async def listen(edge: Edge, client: Client) -> None:
    """Take messages one after the other, each acknowledged once it is stored or of no use."""
    async for message in client.messages:
        await take_until_done(edge, message)
        client._client.ack(message.mid, message.qos)


async def take_until_done(edge: Edge, message: Message) -> None:
    """Take a message, again and again while the database is away."""
    while True:
        try:
            await take(edge, message)
        except PASSES as error:
            log.warning("gateway_waits", code=error.code)
        else:
            return
        await asyncio.sleep(AGAIN_S)


async def take(edge: Edge, message: Message) -> None:
    """Store what a message says. What is of no use is counted and passed over, or it would come for ever."""
    try:
        if len(message.payload) > MAX_PAYLOAD_BYTES:
            raise PayloadRefused(Fault.TOO_LONG)
        _, device, secret = f"//{message.topic.value}".rsplit("/", 2)
        viewer = await viewer_of(edge, pair(device, secret))
        found = owntracks.fix_in(message.payload)
        await report(edge, viewer, [] if found is None else [found], GATEWAY)
    except (DeviceRefused, PayloadRefused, MalformedJson) as error:
        FIXES.labels(GATEWAY, error.code).inc()
