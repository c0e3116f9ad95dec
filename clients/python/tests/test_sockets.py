"""Opening the live socket, and the two ways in which it fails."""

import pytest

from deconflict_client.errors import SignedOut
from deconflict_client.sockets import LineClosed, dial, live_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1:8000", "ws://127.0.0.1:8000/v1/live"),
        ("https://room.example/prefix/", "wss://room.example/prefix/v1/live"),
    ],
)
def test_the_socket_is_beside_the_service(url: str, address: str) -> None:
    assert live_address(url) == address


async def test_messages_go_both_ways_and_a_close_has_its_code(service) -> None:
    service.closing.append(4008)
    socket = await dial(service.url, service.token)
    await socket.send('{"type": "hello", "epoch": null, "after": 0}')
    assert "welcome" in await socket.receive()
    with pytest.raises(LineClosed) as closed:
        await socket.receive()
    assert closed.value.code == 4008
    with pytest.raises(LineClosed):
        await socket.send("{}")
    await socket.close("done")


async def test_a_token_that_does_not_hold_is_told_apart(service) -> None:
    with pytest.raises(SignedOut):
        await dial(service.url, "revoked")


async def test_a_service_without_a_socket_is_a_closed_line(service) -> None:
    with pytest.raises(LineClosed, match="answered 40"):
        await dial(f"{service.url}/elsewhere", None)


async def test_no_service_is_a_closed_line() -> None:
    with pytest.raises(LineClosed) as closed:
        await dial("http://127.0.0.1:9", None)
    assert closed.value.code is None
