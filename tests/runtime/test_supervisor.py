"""What dies is started again, what is stopped is gone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import structlog

from deconflict.runtime import supervisor as module
from deconflict.runtime.supervisor import Child, ChildKeepsFailing, Supervisor, stoppable
from tests.programs import running

LISTENER = "import sys, time; open(sys.argv[1], 'a').write(sys.stdin.readline()); time.sleep(60)"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Wait for nothing longer than a test may; put the signals back."""
    for name, value in {
        "POLL_S": 0.01,
        "FIRST_DELAY_S": 0.01,
        "LONGEST_DELAY_S": 0.05,
        "STOP_S": 5.0,
    }.items():
        monkeypatch.setattr(module, name, value)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)
    module.ASKED_TO_STOP.clear()


def child(name: str, code: str, *arguments: object) -> Child:
    return Child(name, (sys.executable, "-c", code, *map(str, arguments)))


def told(place: Path) -> int:
    return len(place.read_text().splitlines()) if place.exists() else 0


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


class Database:
    """Stands for the cluster: dies once, and is started again."""

    def __init__(self) -> None:
        self.starts = 0

    def alive(self) -> bool:
        return self.starts > 0

    def start(self) -> None:
        self.starts += 1


def test_children_are_briefed_and_what_comes_after_them_too(tmp_path: Path) -> None:
    place = tmp_path / "told"
    one = child("one", LISTENER, place)
    stoppable()
    events: list[str] = []

    def ready() -> bool:
        if told(place) == 1 and not events:
            events.append("killed")
            os.kill(one.pid or 0, signal.SIGKILL)
        return told(place) == 2

    def tell() -> None:
        events.append("ready")
        interrupt()

    with structlog.testing.capture_logs() as logs, Supervisor([one]) as supervisor:
        supervisor.run([b'{"key": 1}'], ready, tell, None)
    assert events == ["killed", "ready"]
    assert place.read_text() == '{"key": 1}\n' * 2
    assert one.pid is None
    assert [entry.get("status") for entry in logs if entry["log_level"] == "warning"] == [-signal.SIGKILL]


def test_the_database_is_started_again() -> None:
    database = Database()
    stoppable()
    with Supervisor([]) as supervisor:
        supervisor.run([], lambda: database.starts == 1, interrupt, database)
    assert database.starts == 1


def test_a_signal_whose_exception_was_lost_stops_it_all_the_same() -> None:
    for ready in (lambda: True, lambda: module.ASKED_TO_STOP.set()):
        module.ASKED_TO_STOP.clear()
        sleeper = child("sleeper", "import time; time.sleep(60)")
        with suppress(KeyboardInterrupt), Supervisor([sleeper]) as supervisor:
            supervisor.run([b""], ready, module.ASKED_TO_STOP.set, None)
        assert sleeper.pid is None


def test_a_child_that_never_stays_is_given_up_before_anything_was_ready() -> None:
    with (
        pytest.raises(ChildKeepsFailing) as failed,
        Supervisor([child("bad", "raise SystemExit(3)")]) as supervisor,
    ):
        supervisor.run([b"{}"], lambda: False, interrupt, None)
    assert failed.value.name == "bad"


def test_a_child_that_ignores_the_signal_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "STOP_S", 0.1)
    code = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + LISTENER
    stubborn = child("stubborn", code, tmp_path / "told")
    stoppable()
    with structlog.testing.capture_logs() as logs, Supervisor([stubborn]) as supervisor:
        supervisor.run([b"{}"], lambda: told(tmp_path / "told") == 1, interrupt, None)
    assert logs[-1]["child"] == "stubborn"
    assert stubborn.pid is None


def test_delays_grow_and_shrink_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_DELAY_S", 1.0)
    monkeypatch.setattr(module, "LONGEST_DELAY_S", 3.0)
    one = child("one", "pass")
    now, starts = 0.0, []
    for _ in range(4):
        one.start(now)
        process = one._process
        assert process is not None
        process.wait(20)
        one.tend(now)
        starts.append(one._due_at - now)
        now = one._due_at
    one.start(now)
    assert one._process is not None
    one._process.wait(20)
    one.tend(now + module.SETTLED_S + 1)
    assert starts == [1.0, 2.0, 3.0, 3.0]
    assert one.failures == 1


def test_a_failure_while_coming_up_stops_the_children() -> None:
    one = child("one", "import sys; sys.stdin.read()")
    supervisor = Supervisor([one])
    supervisor.__enter__()
    assert one.pid is not None
    supervisor.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    assert one.pid is None


def test_children_notice_that_their_supervisor_was_killed(tmp_path: Path) -> None:
    code = (
        "import sys; from deconflict.runtime.supervisor import *;"
        "note = 'import sys; sys.stdin.read(); open(sys.argv[1], \"w\")';"
        "one = Child('one', (sys.executable, '-c', note, sys.argv[1])); one.start(0);"
        "print('up', flush=True); time.sleep(60)"
    )
    with running([sys.executable, "-c", code, str(tmp_path / "gone")], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        process.kill()
    for _ in range(2000):
        if (tmp_path / "gone").exists():
            return
        time.sleep(0.01)
    raise AssertionError("the child never noticed")
