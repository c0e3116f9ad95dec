"""Programs that a test starts: whatever becomes of the test, none outlives it, and none is waited for in vain."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Start a program and yield it; one that has not ended by then is killed.

    By itself Popen waits for it without end, also when the test has failed because it does not end.
    """
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.kill()
