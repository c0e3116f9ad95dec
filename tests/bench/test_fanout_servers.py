"""Each server lets clients in by the book and says the same bytes to all."""

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from deconflict.bench.fanout_servers import SPEAKERS, framed, resident_kb
from deconflict.live.messages import SUBPROTOCOL


@pytest.mark.parametrize("size", [5, 200, 70_000])
def test_frames_are_those_of_the_standard(size: int) -> None:
    frame = framed(b"x" * size)
    assert frame[0] == 0x81
    assert frame.endswith(b"x" * size)
    assert len(frame) - size == (2 if size < 126 else 4 if size < 65536 else 10)


@pytest.mark.parametrize("name", ["raw", "broadcast"])
async def test_a_real_client_hears_what_a_peer_says(name: str) -> None:
    speaker = SPEAKERS[name]()
    port = await speaker.open()
    async with connect(f"ws://127.0.0.1:{port}/v1/live", subprotocols=[Subprotocol(SUBPROTOCOL)]) as client:
        while not speaker.listeners:
            await client.ping()
        speaker.say("hello", 1)
        assert await client.recv() == "hello"
    await speaker.close()


def test_memory_in_use_is_told() -> None:
    assert 1000 < resident_kb() < 100_000_000
