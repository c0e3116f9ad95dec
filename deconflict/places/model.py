"""What a gazetteer and a map are: frozen values. Reads nothing."""

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """What has a name."""

    TOWN = "town"
    DISTRICT = "district"
    AIRFIELD = "airfield"


@dataclass(frozen=True)
class Place:
    """Something with a name and a point (degrees); `other_names` are found, but not shown."""

    id: str
    kind: PlaceKind
    name_en: str
    name_ar: str | None
    lon: float
    lat: float
    inhabitants: int | None = None
    other_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it is called."""
        return (self.name_en, *((self.name_ar,) if self.name_ar else ()), *self.other_names)


@dataclass(frozen=True)
class Map:
    """A file of tiles that people may be shown. `bounds` are west, south, east, north; `version` changes with it."""

    name: str
    basemap: bool
    file: str
    size: int
    version: str
    title: str
    attribution: str
    min_zoom: int
    max_zoom: int
    bounds: tuple[float, float, float, float]
    tiles: str
    layers: tuple[str, ...]
