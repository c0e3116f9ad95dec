"""Reads the vector files that operators have, by GDAL: each layer as features in degrees, a part at a time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FieldError
from pyproj import Transformer
from pyproj.exceptions import ProjError

from geodata.errors import FileNotReadable, PositionUnclear

DRIVERS: Final = {
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".pbf": "OSM",
    ".osm": "OSM",
}
AT_ONCE: Final = 20_000
WORLD: Final = "EPSG:4326"
NOT_SHOWN: Final = frozenset({"other_tags"})
GDAL_ERRORS: Final = (DataSourceError, DataLayerError, FieldError, CRSError)


@dataclass(frozen=True)
class Layer:
    """One layer of a file; `count` is how many features it has, None where only reading tells."""

    file: Path
    name: str
    count: int | None
    system: str | None


def layers(file: Path) -> list[Layer]:
    """Return the layers of a file that have geometries; FileNotReadable when it is none that is read."""
    driver = DRIVERS.get(file.suffix.lower())
    if driver is None:
        raise FileNotReadable(file.name, f"its name should end in one of {' '.join(DRIVERS)} .pmtiles")
    if not file.is_file():
        raise FileNotReadable(file.name, "there is no such file")
    try:
        found = [str(name) for name, geometry in pyogrio.list_layers(file) if geometry is not None]
        return [_layer(file, name, driver) for name in found]
    except GDAL_ERRORS as error:
        raise FileNotReadable(file.name, str(error)[:300]) from None


def _layer(file: Path, name: str, driver: str) -> Layer:
    about = pyogrio.read_info(file, layer=name)
    if about["driver"] != driver:
        raise FileNotReadable(file.name, f"it is {about['driver']} inside")
    return Layer(file, name, None if about["features"] < 0 else int(about["features"]), about["crs"])


def lines(layer: Layer) -> Iterator[list[str]]:
    """Yield a layer's features as lines of GeoJSON, a part at a time; those without a geometry are left out."""
    for start in range(0, layer.count, AT_ONCE) if layer.count is not None else (None,):
        part = {} if start is None else {"skip_features": start, "max_features": AT_ONCE}
        try:
            meta, _, packed, values = pyogrio.raw.read(
                layer.file, layer=layer.name, force_2d=True, datetime_as_string=True, **part
            )
        except GDAL_ERRORS as error:
            raise FileNotReadable(layer.file.name, str(error)[:300]) from None
        drawn = _in_degrees(shapely.from_wkb(packed), layer)
        keep = [at for at, geometry in enumerate(drawn) if geometry is not None and not geometry.is_empty]
        names = [str(name) for name in meta["fields"]]
        yield [
            f'{{"type":"Feature","properties":{_properties(names, values, at)},'
            f'"geometry":{shapely.to_geojson(drawn[at])}}}'
            for at in keep
        ]


def _in_degrees(geometries: Any, layer: Layer) -> Any:
    """Return geometries in longitude and latitude; PositionUnclear when they do not lie on the earth."""
    if layer.system not in (None, WORLD):
        try:
            moved = Transformer.from_crs(layer.system, WORLD, always_xy=True)
        except ProjError:
            raise PositionUnclear(layer.name, str(layer.system)[:80]) from None
        geometries = shapely.transform(geometries, moved.transform, interleaved=False)
    corners = shapely.get_coordinates(geometries)
    if not (np.isfinite(corners).all() and (np.abs(corners) <= (180, 90)).all()):
        raise PositionUnclear(layer.name, layer.system or "none is named")
    return geometries


def _properties(names: list[str], values: Any, at: int) -> str:
    """Return what a feature says of itself: texts and numbers, nothing where nothing is said."""
    said = {
        name: _value(column[at]) for name, column in zip(names, values, strict=True) if name not in NOT_SHOWN
    }
    return json.dumps({name: value for name, value in said.items() if value is not None}, ensure_ascii=False)


def _value(said: Any) -> str | float | bool | None:
    plain = said.item() if isinstance(said, np.generic) else said
    if isinstance(plain, float):
        return plain if np.isfinite(plain) else None
    return plain if isinstance(plain, str | int | bool) else None
