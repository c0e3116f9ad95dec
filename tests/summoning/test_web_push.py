"""Web push against a push service on loopback: no content, the right head, and nowhere inside our own network."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from py_vapid import Vapid02

from deconflict.summoning import web_push
from deconflict.summoning.sender import Outcome, Report
from deconflict.summoning.vapid import private_key
from deconflict.summoning.web_push import WebPush

KEY = private_key(b"a key that nobody else knows, 32+")


@pytest.fixture
def push() -> WebPush:
    """Web push that may call this machine."""
    return WebPush(KEY, "mailto:ops@example.org", (), private=True)


@pytest.mark.rule("ALR-04", "DIS-06")
async def test_what_is_sent_has_no_content_and_says_urgent_for_a_while_and_in_place_of_the_last(
    push: WebPush, push_service: Any
) -> None:
    assert await push.send(f"{push_service.url}/sub/1?x=2") == Report(Outcome.ACCEPTED)
    [(path, headers, body)] = push_service.heard
    assert (path, body) == ("/sub/1?x=2", b"")
    assert Vapid02.verify(headers["authorization"])
    assert (headers["ttl"], headers["urgency"], headers["topic"]) == ("900", "high", "open")
    assert set(headers) == {
        *("host", "accept-encoding", "authorization", "ttl", "urgency", "topic", "content-length")
    }


@pytest.mark.rule("ALR-04")
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (202, Report(Outcome.ACCEPTED)),
        (404, Report(Outcome.GONE, "gone")),
        (410, Report(Outcome.GONE, "gone")),
        (503, Report(Outcome.AGAIN, "status_503")),
        (400, Report(Outcome.FAILED, "status_400")),
        (403, Report(Outcome.FAILED, "status_403")),
        (301, Report(Outcome.FAILED, "status_301")),
    ],
)
async def test_what_the_push_service_says_decides(
    push: WebPush, push_service: Any, status: int, expected: Report
) -> None:
    push_service.status = status
    push_service.headers = {"Location": push_service.url}
    assert await push.send(push_service.url) == expected
    assert len(push_service.heard) == 1  # redirects are not followed


@pytest.mark.parametrize(("said", "waits"), [("7", 7.0), ("99999", 300.0), ("Wed, 21 Oct", None), ("0", 0)])
async def test_it_waits_as_it_is_asked_to_within_reason(
    push: WebPush, push_service: Any, said: str, waits: float | None
) -> None:
    push_service.status, push_service.headers = 429, {"Retry-After": said}
    assert (await push.send(push_service.url)).again_s == waits


@pytest.mark.rule("SEC-02")
async def test_a_name_that_leads_into_our_network_is_not_called(
    monkeypatch: pytest.MonkeyPatch, push_service: Any
) -> None:
    """Also when only one of its addresses does: the other may be gone a moment later."""
    inside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 443))
    outside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [outside, inside])
    push = WebPush(KEY, "mailto:ops@example.org", (), private=False)
    assert await push.send("https://rebound.example.org/x") == Report(Outcome.FAILED, "private_host")
    assert push_service.heard == []


@pytest.mark.rule("SEC-02")
async def test_what_was_stored_before_the_operator_s_list_is_not_called_either() -> None:
    push = WebPush(KEY, "mailto:ops@example.org", ("mozilla.com",), private=False)
    assert await push.send("https://push.example.org/x") == Report(Outcome.FAILED, "host")


async def test_a_push_service_that_is_away_or_no_http_is_tried_again(push: WebPush) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert await push.send(f"http://127.0.0.1:{port}/x") == Report(Outcome.AGAIN, "not_reached")


@pytest.mark.rule("SEC-02")
async def test_a_certificate_that_is_not_the_host_s_is_not_talked_to(
    push: WebPush, push_service: Any
) -> None:
    """The server on loopback speaks no TLS at all."""
    port = push_service.url.rpartition(":")[2]
    report = await push.send(f"https://127.0.0.1:{port}/x")
    assert report.outcome is Outcome.AGAIN
    assert push_service.heard == []


@pytest.fixture
def dripping() -> Iterator[tuple[int, threading.Thread]]:
    """A port that says one byte after the other for as long as it is listened to, and who says them."""
    never = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            line, _ = server.accept()
            with line, suppress(OSError):
                line.sendall(
                    b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb"
                )  # as the beginning of a TLS handshake, long
                while not never.wait(0.02):
                    line.sendall(b"\x03")

        thread = threading.Thread(target=drip)
        thread.start()
        yield server.getsockname()[1], thread
        never.set()
        thread.join()


@pytest.mark.rule("SEC-02", "ALR-04")
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_an_endpoint_that_drips_is_cut_off_and_leaves_no_thread_behind(
    push: WebPush, dripping: Any, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    port, dripper = dripping
    monkeypatch.setattr(web_push, "PATIENCE_S", 0.3)
    sending = asyncio.create_task(push.send(f"{scheme}://127.0.0.1:{port}/x"))
    done, _ = await asyncio.wait([sending], timeout=20)
    assert done
    assert sending.result() == Report(Outcome.AGAIN, "not_reached")
    dripper.join(20)
    assert not dripper.is_alive()  # nobody listens to it any more
