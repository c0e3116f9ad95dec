"""The gateway's process: the ports that are asked for, on one database, woken when somebody was told something."""

from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from ssl import SSLContext

import structlog

from deconflict.alerts.store import CHANNEL
from deconflict.flows.deployment import Deployment
from deconflict.flows.recognise import recognise_device
from deconflict.flows.sign_in import DeviceKnock
from deconflict.gateways.cot.certificates import FOLDER, Authority
from deconflict.gateways.cot.feeder import Feeder, Server
from deconflict.gateways.cot.listener import Listener
from deconflict.runtime.clock import SystemClock
from deconflict.runtime.database import Database
from deconflict.runtime.settings import Settings
from deconflict.runtime.wakeups import call_on_wakeups

log = structlog.get_logger()


def authority_of(data_dir: Path, now: datetime) -> Authority:
    """Return the authority of a data folder."""
    return Authority(data_dir / FOLDER, now)


async def listen(settings: Settings) -> None:
    """Take TAK devices on the ports that are set, until cancelled."""
    clock = SystemClock()
    async with (
        Database(settings.url, context_key=settings.key, pool_size=settings.pool_size) as database,
        AsyncExitStack() as ports,
    ):
        listener = Listener(database, Deployment.of(settings), clock)
        for host, port, tls in _ports(settings, clock.now()):
            server = await ports.enter_async_context(listener.listening(host, port, tls))
            log.info("cot_listening", port=server.sockets[0].getsockname()[1], tls=tls is not None)
        await call_on_wakeups(settings.url, CHANNEL, listener.wake)


async def feed(settings: Settings, address: str, knock: DeviceKnock, tls: SSLContext | None) -> None:
    """Feed a TAK server as a device of ours, until cancelled."""
    clock, server = SystemClock(), Server.at(address, tls)
    async with Database(settings.url, context_key=settings.key, pool_size=2) as database:
        deployment = Deployment.of(settings)
        await Feeder(
            database, deployment, clock, server, lambda: recognise_device(database, knock, clock.now())
        ).run()


def _ports(settings: Settings, now: datetime) -> list[tuple[str, int, SSLContext | None]]:
    found: list[tuple[str, int, SSLContext | None]] = []
    if settings.cot_tls_port is not None:
        names = settings.cot_names or (settings.cot_host,)
        tls = authority_of(settings.data_dir, now).listening(names, now)
        found.append((settings.cot_host, settings.cot_tls_port, tls))
    if settings.cot_plain_port is not None:
        found.append((settings.cot_plain_host, settings.cot_plain_port, None))
    return found
