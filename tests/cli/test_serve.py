"""`deconflict serve` by itself: one process or several on a port, as the weak login, gone when asked to."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.engine import URL

from deconflict.runtime.listening import listen

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def free_port() -> int:
    """A port that was free a moment ago."""
    with listen("127.0.0.1", 0) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def start(database_url: URL, context_key: bytes) -> Iterator[Start]:
    """Start `deconflict …` on the test's database, given as its administrator's; whatever is left is ended."""
    started: list[subprocess.Popen[str]] = []
    environment = {
        **os.environ,
        "DECONFLICT_DATABASE_URL": database_url.render_as_string(hide_password=False),
        "DECONFLICT_CONTEXT_KEY": context_key.decode(),
    }

    def run(*words: str, **changes: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "deconflict", *words],
            stderr=subprocess.PIPE,
            text=True,
            env=environment | changes,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def status(port: int, path: str) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def knock(port: int, forwarded: str) -> int:
    """Try one device's secret, and say that it is tried from that address."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = json.dumps({"device": "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d", "secret": "x"})
        headers = {"Content-Type": "application/json", "X-Forwarded-For": forwarded}
        connection.request("POST", "/v1/session", body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def wait_for(condition: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, "ended"
        assert time.monotonic() < end, "took too long"
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_serves_as_the_weak_login_until_it_is_stopped(
    start: Start, free_port: int, workers: str, database_url: URL
) -> None:
    process = start("serve", "--port", str(free_port), "--workers", workers)
    wait_for(lambda: status(free_port, "/healthz") == 200, process)
    assert status(free_port, "/readyz") == 503  # no engine runs
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert all(json.loads(line)["process"] in ("api", "serve") for line in log.splitlines())
    assert status(free_port, "/healthz") is None


@pytest.mark.slow
def test_with_a_wrong_key_it_says_so_and_does_not_serve(start: Start, free_port: int) -> None:
    process = start(
        "serve", "--port", str(free_port), DECONFLICT_CONTEXT_KEY="another key, long enough to be one"
    )
    _, log = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "is not the key this database was migrated with" in log.splitlines()[-1]


@pytest.mark.slow
def test_the_engine_holds_its_lock_and_lets_go(start: Start, free_port: int) -> None:
    engine, api = start("engine"), start("serve", "--port", str(free_port))
    wait_for(lambda: status(free_port, "/readyz") == 200, api)
    engine.send_signal(signal.SIGTERM)
    engine.communicate(timeout=30)
    assert engine.returncode == 0
    wait_for(lambda: status(free_port, "/readyz") == 503, api)


@pytest.mark.slow
@pytest.mark.rule("SEC-04")
@pytest.mark.parametrize(("proxies", "last"), [("[]", 429), ('["127.0.0.1"]', 401)])
def test_whom_an_attempt_counts_for_is_told_by_trusted_proxies_alone(
    start: Start, free_port: int, proxies: str, last: int
) -> None:
    process = start("serve", "--port", str(free_port), DECONFLICT_TRUSTED_PROXIES=proxies)
    wait_for(lambda: status(free_port, "/healthz") == 200, process)
    answers = [knock(free_port, f"192.0.2.{number}") for number in range(1, 12)]
    assert answers == [401] * 10 + [last]


def test_a_taken_port_is_refused_in_one_sentence(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start("serve", "--port", str(taken.getsockname()[1]))
        _, log = process.communicate(timeout=60)
    assert process.returncode == 2
    assert len(log.splitlines()) == 1


@pytest.mark.slow
@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("head", [b"GET / HTTP/1.1\r\nX-Endless: ", b"GET /"])
def test_a_head_without_an_end_is_cut_off(start: Start, free_port: int, head: bytes) -> None:
    process = start("serve", "--port", str(free_port))
    wait_for(lambda: status(free_port, "/healthz") == 200, process)
    with socket.create_connection(("127.0.0.1", free_port), timeout=30) as stranger:
        stranger.sendall(head)
        with pytest.raises(ConnectionError):
            stranger.sendall(b"a" * 64 * 1024 * 1024)
    assert status(free_port, "/healthz") == 200
