"""Pure decisions about distress: which rings are areas, and what lies in one."""

import math
from collections.abc import Sequence
from typing import Final

from shapely import LineString, Point, Polygon

from deconflict.distress.errors import AreaInvalid
from deconflict.distress.model import Ring

WIDEST_DEG: Final = 2.0
"""A halt is at most this wide and high: about 200 km."""
M_PER_DEG: Final = 111_200.0


def require_area(ring: Ring) -> Ring:
    """Return a ring that encloses an area and is not too wide, else refuse it."""
    west, south, east, north = box_of(ring)
    narrow = east - west <= WIDEST_DEG and north - south <= WIDEST_DEG
    if not narrow or len(set(ring)) < 3 or not _polygon(ring).is_valid or not _polygon(ring).area:
        raise AreaInvalid(widest_deg=WIDEST_DEG)
    return ring


def box_of(ring: Ring) -> tuple[float, float, float, float]:
    """Return the box of a ring in degrees: west, south, east, north."""
    lons, lats = zip(*ring, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def comes_into(ring: Ring, places: Sequence[tuple[float, float]], within_m: float) -> bool:
    """Tell whether a way of (lon, lat) places, one or more, comes into the area or so near to it.

    In degrees stretched as at the area's middle: over the width a halt may have that is a few percent off at most.
    """
    across = math.cos(math.radians(sum(lat for _, lat in ring) / len(ring)))
    way = [(lon * across, lat) for lon, lat in places]
    path = LineString(way) if len(way) > 1 else Point(way[0])
    area = _polygon(tuple((lon * across, lat) for lon, lat in ring))
    return bool(area.distance(path) * M_PER_DEG <= within_m)


def _polygon(ring: Ring) -> Polygon:
    return Polygon(ring)
