"""`deconflict up`: from an empty folder to a port that answers, through every kind of death."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from deconflict.cli.up import ready
from deconflict.runtime.listening import address, listen
from deconflict.runtime.postgres import PROGRAM, postmaster
from deconflict.runtime.processes import living_in

Run = Callable[[], "Running"]
AT_WORK: Final = {"serve": "Application startup complete.", "plans": "engine_active", "live": "live_active"}
"""By process of the service, what it logs once it works."""


class Running:
    """A running `deconflict up`: what it said, and where it answers."""

    def __init__(self, folder: Path, port: int) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deconflict", "up", "--port", str(port), "--data", str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self.logged: list[str] = []
        assert self.process.stderr is not None
        self._reader = threading.Thread(target=self.logged.extend, args=(self.process.stderr,))
        self._reader.start()

    def wait_until_ready(self) -> str:
        """Return where it answers."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.strip())
            if line.startswith("ready http://"):
                return line.strip().removeprefix("ready ")
        raise AssertionError("".join(self.logged))

    def says(self, event: str) -> int:
        """Return how often something is in its log."""
        return sum(f'"event":"{event}"' in line for line in self.logged)

    def end(self, number: signal.Signals) -> int:
        """Send it a signal and return its status."""
        self.process.send_signal(number)
        status = self.process.wait(60)
        self._reader.join(60)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.process.stdout.close()
        self.process.stderr.close()
        return status


@pytest.fixture
def run(short_folder: Path) -> Iterator[Run]:
    """Start it on the test's folder, again and again; nothing of it is left in the end."""
    started: list[Running] = []
    with listen("127.0.0.1", 0) as listener:
        port = int(listener.getsockname()[1])  # the same each time: what was killed must let go of it

    def start() -> Running:
        started.append(Running(short_folder, port))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.end(signal.SIGKILL)
    wait_for(lambda: not living_in(short_folder / "postgres", PROGRAM))


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> float:
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "took too long"
        time.sleep(0.02)
    return time.monotonic() - start


def children(pid: int) -> dict[str, int]:
    """Return the service's own processes by the command they run, the engine's two by what each does."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid and b"deconflict" in words:
                word = (
                    words[words.index(b"--only") + 1]
                    if b"--only" in words
                    else words[words.index(b"deconflict") + 1]
                )
                found[word.decode()] = int(entry.name)
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_up_comes_up_and_comes_back_from_every_death(run: Run, short_folder: Path) -> None:
    data = short_folder / "postgres"

    first = run()
    place = first.wait_until_ready()
    assert first.said[0].startswith("first login (shown once): operator  password: ")
    assert len(first.said) == 2
    assert first.end(signal.SIGTERM) == 0
    assert living_in(data, PROGRAM) == []
    assert not ready(place)

    second = run()
    place = second.wait_until_ready()
    assert len(second.said) == 1

    wait_for(lambda: all(second.says(each) for each in AT_WORK.values()))
    for victim, at_work in AT_WORK.items():
        pid, said = children(second.process.pid)[victim], second.says(at_work)
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: second.says(at_work) > said)  # noqa: B023  (called at once)
        assert children(second.process.pid)[victim] != pid
        wait_for(lambda: ready(place))

    server = postmaster(data)
    assert server is not None
    os.kill(server, signal.SIGKILL)
    wait_for(lambda: postmaster(data) not in (None, server))
    wait_for(lambda: ready(place))

    orphans = children(second.process.pid)
    assert second.end(signal.SIGKILL) == -signal.SIGKILL
    third = run()
    third.wait_until_ready()
    assert not set(orphans.values()) & set(children(third.process.pid).values())
    wait_for(lambda: not any((Path("/proc") / str(pid) / "cwd").is_dir() for pid in orphans.values()))
    assert third.end(signal.SIGINT) == 0

    logged = [line for running in (first, second, third) for line in running.logged]
    for line in logged:
        assert line.startswith("{"), "".join(logged)
        assert json.loads(line)["process"] in ("up", "api", "engine plans", "engine live"), line


def test_a_place_that_refuses_or_says_no_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    with listen("127.0.0.1", 0) as listener:
        place = address(listener, "127.0.0.1")
    assert not ready(place)

    class Unready:
        status = http.client.SERVICE_UNAVAILABLE

    monkeypatch.setattr(http.client.HTTPConnection, "request", lambda *_: None)
    monkeypatch.setattr(http.client.HTTPConnection, "getresponse", lambda _: Unready)
    assert not ready(place)
    Unready.status = http.client.OK
    assert ready(place)


def test_a_second_one_on_the_same_folder_is_refused_in_one_sentence(short_folder: Path) -> None:
    from deconflict.runtime.datafolder import DataFolder

    with DataFolder(short_folder):
        running = Running(short_folder, 0)
        assert running.process.wait(60) == 2
        running.end(signal.SIGTERM)
    assert running.logged == [
        f"deconflict: Another process runs from {short_folder}: stop it, or choose another --data.\n"
    ]
