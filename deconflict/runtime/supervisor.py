"""Keeps child processes and the private cluster running: starts what dies again, ends all of them together.

Knows no command. The children learn of this process's death, whatever its cause, by the end of their input.
"""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import ClassVar, Final, Protocol

import structlog

from deconflict.errors import DeconflictError

POLL_S: Final = 0.1
FIRST_DELAY_S: Final = 0.2
LONGEST_DELAY_S: Final = 10.0
SETTLED_S: Final = 30.0
MANY_FAILURES: Final = 5
STOP_S: Final = 10.0

log = structlog.get_logger()


@dataclass(eq=False)
class ChildKeepsFailing(DeconflictError):
    """A process ended again and again before the service was ever ready; its own lines in the log say why."""

    code: ClassVar[str] = "child_keeps_failing"
    name: str


class Kept(Protocol):
    """Something else to be kept running, such as the cluster."""

    def alive(self) -> bool:
        """Tell whether it is there."""
        ...

    def start(self) -> None:
        """Bring it up, and wait until it is."""
        ...


@dataclass
class Child:
    """A process to keep running: how to start it, and how that went so far."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    due_at: float = 0.0
    started_at: float = field(default=0.0)

    def start(self, now: float) -> None:
        """Start it, in a session of its own: Ctrl-C is for us, we pass it on."""
        self.started_at = now
        self.process = subprocess.Popen(
            list(self.command),
            stdin=subprocess.PIPE,
            env=dict(self.environment),
            pass_fds=self.pass_fds,
            start_new_session=True,
        )

    def tend(self, now: float) -> None:
        """Start it when it is due; when it just died, set when it is due again: soon, then ever later."""
        if self.process is None:
            if now >= self.due_at:
                self.start(now)
        elif (status := self.process.poll()) is not None:
            self.failures = 1 if now - self.started_at > SETTLED_S else self.failures + 1
            self.due_at = now + min(FIRST_DELAY_S * 2 ** (self.failures - 1), LONGEST_DELAY_S)
            self._let_go()
            log.warning("process ended, starting it again", child=self.name, status=status)

    def ask_to_stop(self) -> None:
        """Send SIGTERM to a running child."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        """Wait for its end, then no longer."""
        if self.process is None:
            return
        try:
            self.process.wait(max(seconds, 0.0))
        except subprocess.TimeoutExpired:
            log.warning("process did not stop in time, killed", child=self.name)
            self.process.kill()
            self.process.wait()
        self._let_go()

    def _let_go(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None


class Supervisor:
    """The loop that tends to all of them until somebody stops us."""

    def __init__(self, children: Sequence[Child], kept: Kept | None = None) -> None:
        self._children = children
        self._kept = kept

    def run(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Tend until SIGTERM or Ctrl-C (see `stoppable`), then stop every child; call `when_ready` once."""
        ready = False
        try:
            while True:
                self._tend(time.monotonic(), ready=ready)
                if not ready and is_ready():
                    ready = True
                    when_ready()
                time.sleep(POLL_S)
        except KeyboardInterrupt:
            log.info("stopping")
        finally:
            undisturbed()
            self._stop()

    def _tend(self, now: float, *, ready: bool) -> None:
        if self._kept is not None and not self._kept.alive():
            log.warning("the database ended, starting it again")
            self._kept.start()
        for child in self._children:
            child.tend(now)
            if not ready and child.failures >= MANY_FAILURES:
                raise ChildKeepsFailing(child.name)

    def _stop(self) -> None:
        for child in self._children:
            child.ask_to_stop()
        end = time.monotonic() + STOP_S
        for child in self._children:
            child.wait(end - time.monotonic())


def stoppable() -> None:
    """Let SIGTERM do what Ctrl-C does: raise KeyboardInterrupt, so that everything opened is closed."""

    def interrupt(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)


def undisturbed() -> None:
    """Ignore a second Ctrl-C or SIGTERM from here on: things are being closed, and this process ends then."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
