"""A TAK server is fed from a minute before it was left, and a device that may not speak any more feeds nobody."""

import asyncio
import ssl
from contextlib import suppress
from itertools import count
from typing import Any

import pytest

from deconflict.flows.raise_sos import raise_sos
from deconflict.gateways.cot import feeder as feeding
from deconflict.gateways.cot.feeder import Feeder, Server, ServerAddressRefused
from deconflict.gateways.cot.listener import close
from deconflict.parties.errors import SignInRefused


def test_an_address_names_a_host_and_maybe_a_port() -> None:
    assert Server.at("tcp://tak.example") == Server("tak.example", 8087)
    assert Server.at("tcp://127.0.0.1:9000") == Server("127.0.0.1", 9000)
    context = ssl.create_default_context()
    assert Server.at("tls://tak.example", context) == Server("tak.example", 8089, context)
    for wrong in ("udp://tak.example", "tak.example", "tcp://", "tcp://x:99999"):
        with pytest.raises(ServerAddressRefused):
            Server.at(wrong)


@pytest.mark.rule("ALR-01")
async def test_it_comes_back_when_the_line_is_cut_and_says_again_what_was_lost_with_it(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "POLL_S", 0.05)
    heard: asyncio.Queue[bytes] = asyncio.Queue()
    lines, over = count(), asyncio.Event()

    async def takes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        dies = next(lines) == 0  # with what it was told, before it told anybody
        with suppress(asyncio.IncompleteReadError):
            while event := await reader.readuntil(b"</event>"):
                if dies:
                    break
                await heard.put(event)
        await close(writer)
        if not dies:
            over.set()

    async def crew() -> Any:
        return world.viewers["crew"]

    server = await asyncio.start_server(takes, "127.0.0.1", 0)
    async with server, asyncio.timeout(60):
        port = server.sockets[0].getsockname()[1]
        fed = Feeder(world.database, world.deployment, world.clock, Server("127.0.0.1", port), crew)
        running = asyncio.create_task(fed.run())
        for number, unit in enumerate(("U1", "U2"), start=1):
            await world.act("a", raise_sos, unit, None, "", world.now())
            await world.engine.tell_distress()
            assert f'.{number}"' in (await heard.get()).decode()
        running.cancel()
        await asyncio.wait((running,))
        await over.wait()


async def test_it_ends_when_its_device_may_not_speak(world: Any) -> None:
    async def nobody() -> None:
        return None

    async def takes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        over.set()

    over = asyncio.Event()
    async with asyncio.timeout(30):
        server = await asyncio.start_server(takes, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        fed = Feeder(world.database, world.deployment, world.clock, Server("127.0.0.1", port), nobody)
        with pytest.raises(SignInRefused):
            await fed.run()
        await over.wait()
        server.close()
