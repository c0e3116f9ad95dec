"""The exact check: whether two plans could come too close (SEP-03, SEP-07).

Looks at tracks only. Whose plans they are, which minimum holds for them and who may learn what is found, it
does not know.
"""

from collections.abc import Iterator, Sequence

from deconflict.separation.closeness import Closeness
from deconflict.separation.finding import Finding, Grade, PointInTime, describe
from deconflict.separation.meeting import Bounds, meet
from deconflict.separation.path import Track
from deconflict.separation.rendezvous import Disc
from deconflict.separation.units import Metres

__all__ = ["Finding", "Grade", "PointInTime", "find", "find_all", "find_outside"]


def find(a: Track, b: Track, minimum_m: Metres) -> Finding | None:
    """Compare two plans at a separation minimum; None when they are not even near."""
    return find_all(a, (b,), minimum_m)[0]


def find_all(a: Track, others: Sequence[Track], minima_m: Sequence[float] | float) -> list[Finding | None]:
    """Compare one plan with others, at one separation minimum in metres or one for each, in one pass."""
    findings: list[Finding | None] = [None] * len(others)
    if others:
        for track, finding in _found(Bounds.between((a, *others), minima_m)):
            findings[track - 1] = finding
    return findings


def find_outside(a: Track, b: Track, minimum_m: float, discs: Sequence[Disc]) -> Finding | None:
    """Compare two plans but for what happens within their rendezvous (SEP-10); None when not even near elsewhere."""
    return next((finding for _, finding in _found(Bounds.outside(a, b, minimum_m, discs))), None)


def _found(bounds: Bounds) -> Iterator[tuple[int, Finding]]:
    closeness = Closeness(bounds)
    for meetings in meet(bounds):
        closeness.add(meetings)
    yield from describe(bounds, closeness)
