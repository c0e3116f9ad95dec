"""Where degrees meet metres: WGS84 longitude and latitude to earth-centred metres and back, and padded boxes.

Beside the constructor of paths the only module of the engine that knows degrees. No times, no tolerances.
"""

from dataclasses import dataclass

import numpy as np

from deconflict.separation.units import FloatArray

SEMI_MAJOR_M = 6378137.0
FLATTENING = 1 / 298.257223563
SEMI_MINOR_M = SEMI_MAJOR_M * (1 - FLATTENING)
ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING)
SECOND_ECCENTRICITY_2 = ECCENTRICITY_2 / (1 - ECCENTRICITY_2)

# The smallest meridional radius of curvature, a(1 - e²), at the equator: no degree of latitude is shorter.
LEAST_MERIDIAN_RADIUS_M = SEMI_MAJOR_M * (1 - ECCENTRICITY_2)
# A geodesic leaves the lon/lat box of its ends poleward by at most L² tan(lat) / 8R: 4.7 m for 5 km at 84°.
LEG_BOW_M = 5.0


@dataclass(frozen=True)
class Box:
    """A closed lon/lat box in degrees, west ≤ east; one that meets the antimeridian spans all longitudes."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, lon: float, lat: float) -> bool:
        """Say whether a point in degrees lies in the box, its border included."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


WORLD = Box(-180.0, -80.0, 180.0, 80.0)


def ecef(lon_lat: FloatArray) -> FloatArray:
    """Return (n, 3) earth-centred metres of (n, 2) degrees on the WGS84 ellipsoid at height 0 (EPSG 9602)."""
    lon, lat = np.radians(lon_lat[:, 0]), np.radians(lon_lat[:, 1])
    sin_lat, cos_lat = np.sin(lat), np.cos(lat)
    normal = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY_2 * sin_lat**2)
    xyz = np.empty((len(lon_lat), 3))
    xyz[:, 0] = normal * cos_lat * np.cos(lon)
    xyz[:, 1] = normal * cos_lat * np.sin(lon)
    xyz[:, 2] = normal * (1 - ECCENTRICITY_2) * sin_lat
    return xyz


def lon_lat(xyz: FloatArray) -> FloatArray:
    """Return (n, 2) degrees of (n, 3) earth-centred metres within a few kilometres of the surface.

    Bowring's closed form (Survey Review 28, 1985); its error below 10 km of height is under a nanodegree.
    """
    axis = np.hypot(xyz[:, 0], xyz[:, 1])
    reduced = np.arctan2(xyz[:, 2] * SEMI_MAJOR_M, axis * SEMI_MINOR_M)
    degrees = np.empty((len(xyz), 2))
    degrees[:, 0] = np.arctan2(xyz[:, 1], xyz[:, 0])
    degrees[:, 1] = np.arctan2(
        xyz[:, 2] + SECOND_ECCENTRICITY_2 * SEMI_MINOR_M * np.sin(reduced) ** 3,
        axis - ECCENTRICITY_2 * SEMI_MAJOR_M * np.cos(reduced) ** 3,
    )
    return np.degrees(degrees)


def padded_box(lon_lat: FloatArray, metres: float) -> Box:
    """Return a box that holds every point within `metres` of the line through (n, 2) points in degrees.

    The line's legs are geodesics of at most 5 km below 84°. Where the line crosses the antimeridian, or the
    padding reaches it or a pole, the box is widened to all longitudes.
    """
    lon, lat = lon_lat[:, 0], lon_lat[:, 1]
    reach = metres + LEG_BOW_M
    rise = np.degrees(reach / LEAST_MERIDIAN_RADIUS_M)
    south, north = float(lat.min() - rise), float(lat.max() + rise)
    highest = max(abs(south), abs(north))
    if highest < 90.0 and (len(lon) == 1 or np.abs(np.diff(lon)).max() <= 180.0):
        run = np.degrees(reach / (SEMI_MAJOR_M * np.cos(np.radians(highest))))
        west, east = float(lon.min() - run), float(lon.max() + run)
        if west >= -180.0 and east <= 180.0:
            return Box(west, south, east, north)
    return Box(-180.0, max(south, -90.0), 180.0, min(north, 90.0))
