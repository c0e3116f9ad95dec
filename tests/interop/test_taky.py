"""A real TAK server is fed by us: whoever is connected to it sees what the feeding device may see, no more."""

import asyncio
import html
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deconflict.flows.raise_sos import raise_sos
from deconflict.flows.recognise import recognise_device
from deconflict.flows.report_positions import report_positions
from deconflict.flows.sign_in import DeviceKnock
from deconflict.gateways.cot.feeder import Feeder, Server
from deconflict.tracking.model import Fix

pytestmark = pytest.mark.slow

ARABIC = "الصقر ٢"
CONFIG = """
[taky]
hostname = localhost
bind_ip = 127.0.0.1
root_dir = {folder}
[cot_server]
port = {port}
[dp_server]
upload_path = {folder}/packages
[ssl]
enabled = false
"""
NOT_TOO_LONG_S = 60.0


async def connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A TAK client's connection, once the server takes any."""
    async with asyncio.timeout(NOT_TOO_LONG_S):
        while True:
            try:
                return await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.to_thread(socket.create_server(("127.0.0.1", 0)).close)


async def test_the_server_shows_its_clients_what_we_feed_it(
    tak: Any, world: Any, sa: Callable[..., str], read_event: Callable[[str], Any], tmp_path: Path
) -> None:
    await tak.unit("a", ARABIC)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = tmp_path / "taky.conf"
    config.write_text(CONFIG.format(folder=tmp_path, port=port))
    await tak.program(str(Path(sys.executable).with_name("taky")), "-c", str(config), "-l", "error")
    reader, writer = await connected(port)
    writer.write(sa(uid="VIEWER-1").encode())  # whoever says where they are is shown the others

    device = await tak.device("a")
    knock = DeviceKnock(device.id, device.secret)
    server = Server.at(f"tcp://127.0.0.1:{port}")
    feeder = Feeder(
        world.database,
        world.deployment,
        world.clock,
        server,
        lambda: recognise_device(world.database, knock, world.now()),
    )
    feeding = asyncio.create_task(feeder.run())
    try:
        for who, unit, lon in (("a", ARABIC, 15.1), ("b", "U1", 15.2)):
            fixes = [Fix(world.now(), lon, 32.0)]
            await world.act(who, report_positions, unit, fixes, world.now(), world.now())
        await world.act("a", raise_sos, ARABIC, None, "كمين", world.now())
        heard = await until(reader, b"b-a-o-tbl")
    finally:
        feeding.cancel()
        await asyncio.wait((feeding,))
        writer.close()
    assert ARABIC in heard
    assert 'lon="15.1' in heard
    assert 'lon="15.2' not in heard, "a rival's position at level 1"


async def until(reader: asyncio.StreamReader, wanted: bytes) -> str:
    """What was heard up to and with an event of that type."""
    heard = b""
    async with asyncio.timeout(NOT_TOO_LONG_S):
        while wanted not in heard:
            data = await reader.read(16384)
            assert data, heard
            heard += data
    return html.unescape(heard.decode())
