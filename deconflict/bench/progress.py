"""Says on a terminal how far a bench is, on standard error; in a pipe it is silent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress


class Stages:
    """The bars of one run."""

    def __init__(self, console: Console | None = None) -> None:
        seen = console or Console(stderr=True)
        self._progress = Progress(console=seen, transient=True, disable=not seen.is_terminal)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    @contextmanager
    def stage(self, what: str, total: int) -> Iterator[Callable[[int], None]]:
        """Show a bar while the block runs; what it yields moves the bar on by so many."""
        task = self._progress.add_task(what, total=total)
        yield lambda steps: self._progress.advance(task, steps)
        self._progress.remove_task(task)
