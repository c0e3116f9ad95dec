"""A plan as a caller writes it, and the GeoJSON Feature the service wants. Checks nothing but times."""

from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.errors import Unreadable
from deconflict_client.wire import JsonObject, Record


@dataclass(frozen=True)
class Waypoint:
    """Where the unit is at a nominal time: degrees, longitude first; an aware time."""

    lon: float
    lat: float
    time: datetime

    def __post_init__(self) -> None:
        if self.time.tzinfo is None:
            raise ValueError(f"the time {self.time.isoformat()} of a waypoint needs its offset from UTC")


@dataclass(frozen=True)
class Plan:
    """A planned movement of one unit (id or callsign): early or late by at most `time_tolerance_s`, aside by
    at most `lateral_tolerance_m` (SEP-01, SEP-02)."""

    unit: str
    waypoints: tuple[Waypoint, ...]
    time_tolerance_s: float = 0
    lateral_tolerance_m: float = 0
    purpose: str = "routine"
    note: str | None = None
    party: str | None = None
    draft: bool = False

    @classmethod
    def from_feature(cls, feature: JsonObject) -> "Plan":
        """Read a plan back from its Feature; Unreadable when it has no times or no line."""
        record = Record.of(feature)
        properties = record.record("properties")
        times = properties.record("coordinateProperties").times("times")
        return cls(
            unit=properties.maybe_text("unit") or "",
            waypoints=_waypoints(record.record("geometry"), times),
            time_tolerance_s=properties.maybe_number("time_tolerance_s") or 0,
            lateral_tolerance_m=properties.maybe_number("lateral_tolerance_m") or 0,
            purpose=properties.maybe_text("class") or "routine",
            note=properties.maybe_text("note") or None,
            party=properties.maybe_text("party") or None,
            draft=properties.flag("draft", default=False),
        )

    def feature(self) -> JsonObject:
        """Return the GeoJSON Feature; what was not given is left out."""
        times = [point.time.astimezone(UTC).isoformat().replace("+00:00", "Z") for point in self.waypoints]
        optional = {"note": self.note, "party": self.party, "draft": self.draft or None}
        return {
            "type": "Feature",
            "geometry": {
                "type": "LineString",
                "coordinates": [[point.lon, point.lat] for point in self.waypoints],
            },
            "properties": {
                "unit": self.unit,
                "coordinateProperties": {"times": times},
                "time_tolerance_s": self.time_tolerance_s,
                "lateral_tolerance_m": self.lateral_tolerance_m,
                "class": self.purpose,
                **{name: value for name, value in optional.items() if value is not None},
            },
        }


def _waypoints(geometry: Record, times: tuple[datetime, ...]) -> tuple[Waypoint, ...]:
    coordinates = geometry.values("coordinates")
    if len(coordinates) != len(times):
        raise Unreadable(pointer="/properties/coordinateProperties/times", expected="one time per coordinate")
    return tuple(Waypoint(*read_place(place), time) for place, time in zip(coordinates, times, strict=True))


def read_place(value: object) -> tuple[float, float]:
    if isinstance(value, list | tuple) and len(value) >= 2:
        lon, lat = value[0], value[1]
        if isinstance(lon, int | float) and isinstance(lat, int | float):
            return float(lon), float(lat)
    raise Unreadable(pointer="/geometry/coordinates", expected="longitude and latitude")
