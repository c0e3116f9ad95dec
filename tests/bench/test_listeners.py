"""Clients count what they hear, each for itself."""

import asyncio

from deconflict.bench.listeners import Heard, Listener


async def test_a_client_is_let_in_and_counts_from_the_greeting_on() -> None:
    heard, let_in = Heard(), asyncio.get_running_loop().create_future()
    heard.expect(1, 10)
    client = Listener(heard, let_in)
    client.data_received(b"HTTP/1.1 101 Switching")
    client.data_received(b" Protocols\r\nA: b\r\n\r\n1234")
    assert let_in.done()
    assert not heard.done.is_set()
    client.data_received(b"567890")
    assert heard.done.is_set()
    assert len(heard.at) == 1


async def test_a_client_that_is_refused_or_cut_off_says_so() -> None:
    for told in (b"HTTP/1.1 403 Forbidden\r\n\r\n", None):
        let_in = asyncio.get_running_loop().create_future()
        client = Listener(Heard(), let_in)
        if told is None:
            client.connection_lost(None)
        else:
            client.data_received(told)
        assert isinstance(let_in.exception(), ConnectionError)
