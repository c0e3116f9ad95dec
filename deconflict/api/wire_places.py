"""Places and maps on the wire: public geography, the same for everybody."""

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from deconflict.api.wire import Out, example
from deconflict.places.model import Map, Place, PlaceKind


class PlaceOut(Out):
    """A place that may be meant."""

    model_config = example(
        {
            "id": "geonames-2210247",
            "kind": "town",
            "name_en": "Tripoli",
            "name_ar": "طرابلس",
            "lon": 13.18733,
            "lat": 32.88743,
        }
    )

    id: str
    kind: PlaceKind
    name_en: str
    name_ar: str | None
    lon: float
    lat: float


class PlacesOut(Out):
    """What may be meant by what was typed, the likeliest first."""

    places: list[PlaceOut]
    attribution: str = Field(description="Whose names these are: show it wherever they are shown.")

    @classmethod
    def of(cls, found: Iterable[Place], attribution: str) -> Self:
        """Write what was found."""
        return cls(places=[PlaceOut.model_validate(place) for place in found], attribution=attribution)


class MapOut(Out):
    """A map that can be shown."""

    model_config = example(
        {
            "name": "libya",
            "title": "Libya",
            "basemap": True,
            "address": "/v1/maps/libya",
            "version": "5f0c1d2e3b4a6978",
            "size": 293296,
            "tiles": "mvt",
            "layers": ["land", "borders", "towns"],
            "min_zoom": 0,
            "max_zoom": 9,
            "bounds": [5.0, 17.0, 30.0, 38.0],
            "attribution": "Land and borders: Natural Earth.",
        }
    )

    name: str
    title: str
    basemap: bool = Field(description="Whether it lies below the others.")
    address: str = Field(description="A PMTiles file that is read by ranges.")
    version: str = Field(description="Another one when the file has changed.")
    size: int
    tiles: str = Field(description="`mvt`, or the kind of picture.")
    layers: list[str]
    min_zoom: int
    max_zoom: int
    bounds: tuple[float, float, float, float] = Field(description="West, south, east, north.")
    attribution: str = Field(description="Show it wherever the map is shown.")

    @classmethod
    def of(cls, known: Map) -> Self:
        """Write one map."""
        said = {name: getattr(known, name) for name in cls.model_fields if name not in ("address", "layers")}
        return cls(**said, address=f"/v1/maps/{known.name}", layers=list(known.layers))


class MapsOut(Out):
    """Every map there is, the basemap first."""

    maps: list[MapOut]

    @classmethod
    def of(cls, known: Iterable[Map]) -> Self:
        """Write all maps."""
        return cls(maps=[MapOut.of(each) for each in known])
