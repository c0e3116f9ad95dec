"""Pure decisions at the tick: what changed since a party was last told, at the grain of its level (DIS-04)."""

from collections.abc import Iterable
from datetime import datetime

from deconflict.overlaps.model import Overlap, OverlapChange, OverlapState


def change_of(told: Overlap | None, hours: tuple[int, ...]) -> OverlapChange | None:
    """Compare the hours that hold now with what the party was told; None when there is nothing to say.

    New hours are a rise and ring again (ALR-05); fewer hours are an update without alarm; none ends it (ALR-06).
    """
    if told is None or told.state is OverlapState.ENDED:
        return OverlapChange.OPENED if hours else None
    if hours == told.hours:
        return None
    if not hours:
        return OverlapChange.RESOLVED
    return OverlapChange.WORSE if set(hours) - set(told.hours) else OverlapChange.UPDATED


def rings(change: OverlapChange) -> bool:
    """Tell whether a change is an alarm: it depends only on what the recipient may know (ALR-04)."""
    return change in {OverlapChange.OPENED, OverlapChange.WORSE}


def hour_of(moment: datetime) -> int:
    """Return the whole UTC hour since 1970 that a moment lies in."""
    return int(moment.timestamp() // 3600)


def still_to_come(hours: tuple[int, ...], moment: datetime) -> tuple[int, ...]:
    """Return all the hours as long as one of them is not over, then none: an overlap ends with its last hour."""
    return hours if hours and hours[-1] >= hour_of(moment) else ()


def union(covers_hours: Iterable[Iterable[int]]) -> tuple[int, ...]:
    """Return the hours of several shared covers as one sorted tuple: several rivals are one overlap (DIS-04)."""
    return tuple(sorted({hour for hours in covers_hours for hour in hours}))
