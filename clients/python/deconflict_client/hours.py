"""Whole UTC hours as spans to read. Decides nothing."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

HOUR = timedelta(hours=1)


def spans(hours: Iterable[datetime]) -> list[str]:
    """Return whole UTC hours, in any order, as the spans they make up: `2026-12-01 08:00–10:00`."""
    found: list[tuple[datetime, datetime]] = []
    for start in sorted(hour.astimezone(UTC) for hour in hours):
        if found and found[-1][1] >= start:
            found[-1] = found[-1][0], start + HOUR
        else:
            found.append((start, start + HOUR))
    return [f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}" for start, end in found]
