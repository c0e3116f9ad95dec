"""A country's file: its codes, the box that its map shows, and the names that people reviewed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geodata.errors import CountryUnknown

FOLDER: Final = Path(__file__).with_name("countries")


@dataclass(frozen=True)
class Neighbour:
    """A country that the map names, and where its name stands (lon, lat)."""

    numeric: str
    name_en: str
    name_ar: str
    at: tuple[float, float]


@dataclass(frozen=True)
class Reviewed:
    """What people decided about a town or an airfield: names before the source's, wrong ones, or to leave it out."""

    name_en: str | None = None
    name_ar: str | None = None
    not_ar: tuple[str, ...] = ()
    leave_out: str | None = None


@dataclass(frozen=True)
class Country:
    """What a map is made of. `box` is west, south, east, north."""

    name: str
    alpha2: str
    alpha3: str
    numeric: str
    title_en: str
    title_ar: str
    box: tuple[float, float, float, float]
    max_zoom: int
    neighbours: tuple[Neighbour, ...] = ()
    towns: Mapping[int, Reviewed] = field(default_factory=dict)
    airfields: Mapping[str, Reviewed] = field(default_factory=dict)


def country(name: str, folder: Path = FOLDER) -> Country:
    """Read the file of a country; CountryUnknown without one."""
    path = folder / f"{name}.toml"
    if not path.is_file():
        raise CountryUnknown(path)
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    about = said["country"]
    return Country(
        **{key: value for key, value in about.items() if key != "box"},
        box=tuple(about["box"]),
        neighbours=tuple(
            Neighbour(each["numeric"], each["name_en"], each["name_ar"], (each["at"][0], each["at"][1]))
            for each in said.get("neighbours", [])
        ),
        towns={int(number): _reviewed(each) for number, each in said.get("towns", {}).items()},
        airfields={icao: _reviewed(each) for icao, each in said.get("airfields", {}).items()},
    )


def _reviewed(said: Mapping[str, Any]) -> Reviewed:
    return Reviewed(**{**said, "not_ar": tuple(said.get("not_ar", ()))})
