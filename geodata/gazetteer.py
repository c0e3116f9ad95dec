"""The gazetteer: what the service looks names up in when somebody types a town, as one JSON file."""

import json
from typing import Any

from geodata.layers import Airfield, District, Loaded, Town

DECIMALS = 5


def gazetteer(loaded: Loaded, attribution: str) -> dict[str, Any]:
    """Return the gazetteer of a country: towns first, then districts and airfields."""
    return {
        "country": loaded.about.alpha2,
        "attribution": attribution,
        "places": [
            *map(_town, loaded.towns),
            *map(_district, loaded.districts),
            *map(_airfield, loaded.airfields),
        ],
    }


def written(said: dict[str, Any]) -> str:
    """Return a gazetteer as it is committed: one place a line, so that a review sees what changed."""
    places = ",\n".join(json.dumps(place, ensure_ascii=False) for place in said["places"])
    head = json.dumps({key: value for key, value in said.items() if key != "places"}, ensure_ascii=False)
    return f'{head[:-1]}, "places": [\n{places}\n]}}\n'


def _town(town: Town) -> dict[str, Any]:
    return {
        "id": f"geonames-{town.number}",
        "kind": "town",
        "name_en": town.name_en,
        "name_ar": town.name_ar,
        "lon": town.lon,
        "lat": town.lat,
        "inhabitants": town.inhabitants,
        "other_names": town.other_names,
    }


def _district(district: District) -> dict[str, Any]:
    middle = district.outline.representative_point()
    return {
        "id": f"district-{district.code.lower()}",
        "kind": "district",
        "name_en": district.name_en,
        "name_ar": district.name_ar,
        "lon": round(middle.x, DECIMALS),
        "lat": round(middle.y, DECIMALS),
        "inhabitants": None,
        "other_names": (),
    }


def _airfield(airfield: Airfield) -> dict[str, Any]:
    return {
        "id": f"airfield-{airfield.icao.lower()}",
        "kind": "airfield",
        "name_en": airfield.name_en,
        "name_ar": airfield.name_ar,
        "lon": airfield.lon,
        "lat": airfield.lat,
        "inhabitants": None,
        "other_names": tuple(code for code in (airfield.icao, airfield.iata) if code),
    }
