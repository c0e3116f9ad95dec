"""Plans from GeoJSON (RFC 7946): a Feature with a LineString and times, or a FeatureCollection of them.

Takes the properties it knows and passes over others, as files come from many tools; it never guesses at
what is of the wrong kind. Coordinates are WGS84: a `crs` member is refused, a height is passed over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard, TypeVar

import orjson

from deconflict.gateways.draft import Draft, moment
from deconflict.gateways.errors import CrsRefused, JsonMalformed, NotAPlan, PlanError, WaypointUnreadable

T = TypeVar("T")


def drafts(data: bytes, file: str) -> Iterator[Draft | PlanError]:
    """Yield the plans of a file, or what is wrong with them, in its order.

    Raises JsonMalformed; NotAPlan and CrsRefused when it is about the file as a whole.
    """
    try:
        document: object = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise JsonMalformed(file) from None
    for plan, feature in enumerate(_features(document, file)):
        try:
            yield _Feature(file, plan).read(feature)
        except PlanError as error:
            yield error


def _features(document: object, file: str) -> list[object]:
    whole = _Feature(file, 0)
    collection = whole.object_of(document, "type")
    if collection.get("type") != "FeatureCollection":
        return [collection]
    features: list[object] = whole.member(collection, "features", list)
    return features


@dataclass(frozen=True)
class _Feature:
    """Reads one feature, and knows which it is for the sake of those it refuses."""

    file: str
    plan: int

    def read(self, feature: object) -> Draft:
        stated = self.object_of(feature, "type")
        if stated.get("type") != "Feature":
            raise NotAPlan(self.file, self.plan, "type")
        geometry = self.object_of(stated.get("geometry"), "geometry")
        if geometry.get("type") != "LineString":
            raise NotAPlan(self.file, self.plan, "geometry.type")
        properties = self.object_of(stated.get("properties"), "properties")
        return Draft(
            places=self.places(self.member(geometry, "geometry.coordinates", list)),
            times=self.times(properties),
            unit=self.name(properties, "unit"),
            party=self.name(properties, "party"),
            time_tolerance_s=self.number(properties, "time_tolerance_s"),
            lateral_tolerance_m=self.number(properties, "lateral_tolerance_m"),
        )

    def object_of(self, value: object, member: str) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise NotAPlan(self.file, self.plan, member)
        if "crs" in value and member in {"type", "geometry"}:
            raise CrsRefused(self.file, self.plan)
        return value

    def member(self, holder: Mapping[str, object], member: str, kind: type[T]) -> T:
        value = holder.get(member.rpartition(".")[2])
        if not isinstance(value, kind):
            raise NotAPlan(self.file, self.plan, member)
        return value

    def places(self, coordinates: list[object]) -> tuple[tuple[float, float], ...]:
        return tuple(self.place(index, position) for index, position in enumerate(coordinates))

    def place(self, index: int, position: object) -> tuple[float, float]:
        match position:
            case [lon, lat, *_] if is_number(lon) and is_number(lat):
                return float(lon), float(lat)
        raise WaypointUnreadable(self.file, self.plan, index)

    def times(self, properties: Mapping[str, object]) -> tuple[datetime, ...]:
        """Return the times; none when the feature has none, which the path is then refused for."""
        if "coordinateProperties" not in properties:
            return ()
        holder = self.object_of(properties["coordinateProperties"], "properties.coordinateProperties")
        written = self.member(holder, "properties.coordinateProperties.times", list)
        return tuple(self.time(index, text) for index, text in enumerate(written))

    def time(self, index: int, text: object) -> datetime:
        try:
            return moment(text if isinstance(text, str) else "")
        except ValueError:
            raise WaypointUnreadable(self.file, self.plan, index) from None

    def name(self, properties: Mapping[str, object], member: str) -> str | None:
        """Return a name; whole numbers are names too, as tables have them."""
        value = properties.get(member)
        if value is None:
            return None
        if is_number(value) and isinstance(value, int):
            return str(value)
        if not isinstance(value, str) or not value.strip():
            raise NotAPlan(self.file, self.plan, f"properties.{member}")
        return value.strip()

    def number(self, properties: Mapping[str, object], member: str) -> float | None:
        value = properties.get(member)
        if value is None:
            return None
        if not is_number(value):
            raise NotAPlan(self.file, self.plan, f"properties.{member}")
        return float(value)


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell a number from everything else; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)
