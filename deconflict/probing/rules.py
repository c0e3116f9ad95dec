"""Pure decisions about budgets: which day counts, which notice a plan caused, which amendment was one too many."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from deconflict.parties.model import UnitId
from deconflict.probing.model import Draw, DrawKind, Limits

CAUSED_WITHIN: Final = timedelta(minutes=1)
"""A notice so soon after a plan counts as caused by it: whoever handed it in knows both moments, and so the count."""


def day_of(moment: datetime) -> datetime:
    """Return the beginning of the UTC day of a moment."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def day_after(moment: datetime) -> datetime:
    """Return the end of the UTC day of a moment: from then on a new budget holds."""
    return day_of(moment) + timedelta(days=1)


def is_caused(submitted_at: datetime, tick: datetime, tick_s: float) -> bool:
    """Tell whether a notice at that tick counts as caused by the plan: within a minute, or two longer ticks."""
    return tick - submitted_at <= max(CAUSED_WITHIN, timedelta(seconds=2 * tick_s))


def drawn(draws: Iterable[Draw]) -> Counter[tuple[UnitId, datetime, DrawKind]]:
    """Count draws by unit, day and kind."""
    return Counter((item.unit, day_of(item.at), item.kind) for item in draws)


def by_unit(draws: Iterable[Draw]) -> dict[UnitId, list[Draw]]:
    """Return draws by the units that made them."""
    found: dict[UnitId, list[Draw]] = {}
    for item in draws:
        found.setdefault(item.unit, []).append(item)
    return found


def is_used_up(of_unit: Iterable[Draw], moment: datetime, limits: Limits) -> bool:
    """Tell whether a plan that a unit hands in at that moment brings it no notice until the day is over (PRB-02).

    What decides is what the unit itself has done and been told until then, this very amendment included.
    """
    counts = Counter(item.kind for item in of_unit if day_of(item.at) == day_of(moment) and item.at <= moment)
    return counts[DrawKind.OVERLAP] >= limits.overlaps or counts[DrawKind.AMENDMENT] > limits.amendments


def are_passages_used_up(of_unit: Iterable[Draw], moment: datetime, limits: Limits) -> bool:
    """Tell whether a track that a unit hands in late brings it nothing more until the day is over (PRB-02).

    A budget of its own: what is found in a file takes no notice from a plan.
    """
    times = sum(item.kind is DrawKind.PASSAGE and day_of(item.at) == day_of(moment) for item in of_unit)
    return times >= limits.passages


def day_counts(draws: Iterable[Draw], unit: UnitId, day: datetime) -> Mapping[DrawKind, int]:
    """Return how much of each kind a unit has drawn in a day."""
    counted = drawn(draws)
    return {kind: counted[unit, day, kind] for kind in DrawKind}
