"""When to send a request again and how long to wait first: exponential backoff with full jitter, bounded.

Pure: waits for nothing, draws no chance; `spread` in [0, 1) is drawn by the caller. Full jitter as in
"Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
"""

from dataclasses import dataclass

from deconflict_client.calls import Repeat
from deconflict_client.errors import Problem, Unavailable


@dataclass(frozen=True)
class Backoff:
    """Waits that double from `base_s` up to `cap_s`, each drawn evenly between zero and that."""

    base_s: float = 0.25
    cap_s: float = 15.0

    def delay_s(self, failures: int, spread: float) -> float:
        """Return the wait after so many failures in a row (1, 2, 3 …)."""
        doublings = min(max(failures - 1, 0), 32)
        return spread * min(self.cap_s, self.base_s * 2.0**doublings)


BRISK = Backoff()


@dataclass(frozen=True)
class Retrying:
    """At most `attempts` of one request; no single wait above `longest_wait_s`, whoever asks."""

    attempts: int = 5
    backoff: Backoff = BRISK
    longest_wait_s: float = 30.0

    def wait_s(self, problem: Problem, repeat: Repeat, attempt: int, spread: float) -> float | None:
        """Return the wait before the next attempt, or None when the problem is the caller's to know."""
        if not isinstance(problem, Unavailable) or attempt >= self.attempts:
            return None
        if repeat is Repeat.NEVER or (repeat is Repeat.IF_UNSENT and not problem.unsent):
            return None
        wait_s = self.backoff.delay_s(attempt, spread)
        if problem.retry_after_s is not None:
            wait_s += problem.retry_after_s
        return wait_s if wait_s <= self.longest_wait_s else None


USUAL = Retrying()
ONCE = Retrying(attempts=1)
"""For requests of people and programs, and for those that are repeated by other means."""
