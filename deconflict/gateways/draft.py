"""A plan as a file states it: what the readers of GeoJSON, GPX and KML have in common. Accepts nothing yet."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """What one plan of a file says; None for what it does not say.

    places: (longitude, latitude) in degrees; times: as written, one for each place when the plan is sound.
    unit and party are declared by the plan itself; title is what a track or folder happens to be called.
    """

    places: tuple[tuple[float, float], ...]
    times: tuple[datetime, ...]
    unit: str | None = None
    party: str | None = None
    title: str | None = None
    time_tolerance_s: float | None = None
    lateral_tolerance_m: float | None = None


def moment(text: str) -> datetime:
    """Read an ISO 8601 time with hours and minutes; without a zone it stays naive and is refused with the path.

    Raises ValueError.
    """
    text = text.strip()
    if ":" not in text:
        raise ValueError(text)
    return datetime.fromisoformat(text)


def degrees(text: str) -> float:
    """Read a decimal number of degrees. Raises ValueError; what is not finite is refused with the path."""
    if "_" in text:
        raise ValueError(text)
    return float(text)
