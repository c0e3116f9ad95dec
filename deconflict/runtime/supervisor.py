"""Keeps child processes and the private cluster running: starts what dies again, ends all of them together.

Knows no command. The children learn of this process's death, whatever its cause, by the end of their input.
"""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import ClassVar, Final, Protocol, Self

import structlog

from deconflict.errors import DeconflictError

POLL_S: Final = 0.1
FIRST_DELAY_S: Final = 0.2
LONGEST_DELAY_S: Final = 10.0
SETTLED_S: Final = 30.0
MANY_FAILURES: Final = 5
STOP_S: Final = 10.0
ASKED_TO_STOP: Final = threading.Event()
"""Set by the signals that `stoppable` listens to."""

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
    """A process to keep running: how to start it, and how that went so far.

    It is started at once and told its briefing, one line on its standard input, when there is one: so it can load
    its code while the database comes up, and no secret stands in its environment.
    """

    name: str
    command: Sequence[str]
    pass_fds: tuple[int, ...] = ()
    failures: int = 0
    _briefing: bytes = b""
    _process: subprocess.Popen[bytes] | None = None
    _started_at: float = 0.0
    _due_at: float = 0.0

    @property
    def pid(self) -> int | None:
        """Its number, None while it does not run."""
        return None if self._process is None else self._process.pid

    def start(self, now: float) -> None:
        """Start it, in a session of its own: Ctrl-C is for us, we pass it on."""
        self._started_at = now
        self._process = subprocess.Popen(
            list(self.command), stdin=subprocess.PIPE, pass_fds=self.pass_fds, start_new_session=True
        )
        self._tell()

    def brief(self, line: bytes) -> None:
        """Tell it, and whoever comes after it, what it needs to know."""
        self._briefing = line + b"\n"
        self._tell()

    def tend(self, now: float) -> None:
        """Start it when it is due; when it just died, set when it is due again: soon, then ever later."""
        if self._process is None:
            if now >= self._due_at:
                self.start(now)
        elif (status := self._process.poll()) is not None:
            self.failures = 1 if now - self._started_at > SETTLED_S else self.failures + 1
            self._due_at = now + min(FIRST_DELAY_S * 2 ** (self.failures - 1), LONGEST_DELAY_S)
            self._let_go()
            log.warning("process ended, starting it again", child=self.name, status=status)

    def ask_to_stop(self) -> None:
        """Send SIGTERM to a running child."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        """Wait for its end, then no longer."""
        if self._process is None:
            return
        try:
            self._process.wait(max(seconds, 0.0))
        except subprocess.TimeoutExpired:
            log.warning("process did not stop in time, killed", child=self.name)
            self._process.kill()
            self._process.wait()
        self._let_go()

    def _tell(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with suppress(BrokenPipeError):  # it died; that will be noticed
                self._process.stdin.write(self._briefing)
                self._process.stdin.flush()

    def _let_go(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process = None


class Supervisor:
    """All the children, from the first start to the last wait."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children

    def __enter__(self) -> Self:
        for child in self._children:
            child.start(time.monotonic())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def run(
        self,
        briefings: Sequence[bytes],
        ready: Callable[[], bool],
        tell: Callable[[], None],
        kept: Kept | None,
    ) -> None:
        """Brief the children and tend to them, until SIGTERM or Ctrl-C (see `stoppable`); then stop them.

        Calls `tell` once, when everything is `ready`.
        """
        try:
            for child, briefing in zip(self._children, briefings, strict=True):
                child.brief(briefing)
            self._tend_until_ready(ready, kept)
            tell()
            while not ASKED_TO_STOP.is_set():
                self._tend(kept)
            log.info("stopping")
        except KeyboardInterrupt:
            log.info("stopping")
        finally:
            self.stop()

    def stop(self) -> None:
        """Stop every child and see it gone. A second Ctrl-C or SIGTERM does not disturb this; we end after it."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        for child in self._children:
            child.ask_to_stop()
        end = time.monotonic() + STOP_S
        for child in self._children:
            child.wait(end - time.monotonic())

    def _tend_until_ready(self, ready: Callable[[], bool], kept: Kept | None) -> None:
        while not ready():
            if ASKED_TO_STOP.is_set():
                raise KeyboardInterrupt
            self._tend(kept)
            for child in self._children:
                if child.failures >= MANY_FAILURES:
                    raise ChildKeepsFailing(child.name)

    def _tend(self, kept: Kept | None) -> None:
        if kept is not None and not kept.alive():
            log.warning("the database ended, starting it again")
            kept.start()
        for child in self._children:
            child.tend(time.monotonic())
        time.sleep(POLL_S)


def stoppable() -> None:
    """Let SIGTERM do what Ctrl-C does: raise KeyboardInterrupt, so that everything opened is closed.

    Raised while Python frees something it would be lost, so it is noted as well.
    """

    def interrupt(_: int, __: FrameType | None) -> None:
        ASKED_TO_STOP.set()
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
