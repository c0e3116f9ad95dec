"""Times a bench keeps, and what it says of them: medians and tails, never a mean alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np


@dataclass(frozen=True)
class Spread:
    """How a measure spreads: its count, mean, median and tails, in the unit of the field that holds it."""

    count: int
    mean: float
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, values: Sequence[float], scale: float = 1.0) -> "Spread":
        """Return the spread of some values, each times `scale`; zeros when there are none."""
        if not len(values):
            return cls(0, 0.0, 0.0, 0.0, 0.0)
        scaled = np.asarray(values, dtype=np.float64) * scale
        p50, p95, p99 = (float(value) for value in np.percentile(scaled, (50, 95, 99)))
        return cls(len(scaled), float(scaled.mean()), p50, p95, p99)


@dataclass
class Stopwatch:
    """Collects how long each round of something takes, in seconds."""

    seconds: list[float] = field(default_factory=list)

    @contextmanager
    def round(self) -> Iterator[None]:
        """Time one round."""
        begin = perf_counter()
        yield
        self.seconds.append(perf_counter() - begin)

    @property
    def milliseconds(self) -> Spread:
        """How the rounds spread."""
        return Spread.of(self.seconds, 1e3)


def ratio(a: float, b: float) -> float:
    """Return how many times b goes into a; infinite when b is nothing."""
    return a / b if b else float("inf")
