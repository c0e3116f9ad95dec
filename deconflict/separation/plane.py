"""The plane around a place: earth-centred metres laid flat, and how legs and edges pass each other in it.

Knows neither degrees nor times; a caller with many pairs passes them all at once.
"""

import numpy as np

from deconflict.separation.frame import ECCENTRICITY_2, SEMI_MINOR_M
from deconflict.separation.units import FloatArray

Interval = tuple[FloatArray, FloatArray]
"""First and last fraction of each leg; first > last where there is none."""

# Half of the centimetre that distances are told to: what is this little nearer is as near.
SAME_M = 0.005


def flat(origins: FloatArray, places: FloatArray) -> FloatArray:
    """Return (n, q, 2) metres east and north of an origin, azimuthal equidistant.

    origins: (n, 3), or (1, 3) for all, earth-centred metres at the surface; places: (n, q, 3).
    """
    x, y, z = origins[:, 0], origins[:, 1], origins[:, 2] / (1 - ECCENTRICITY_2)
    axis, steep = np.hypot(x, y), np.hypot(np.hypot(x, y), z)
    east = (-y / axis, x / axis)
    up = (x / steep, y / steep, z / steep)
    axes = np.empty((len(origins), 3, 3))
    axes[:, 0, 0], axes[:, 1, 0], axes[:, 2, 0] = *east, 0.0
    axes[:, 0, 1], axes[:, 1, 1], axes[:, 2, 1] = -up[2] * east[1], up[2] * east[0], axis / steep
    axes[:, 0, 2], axes[:, 1, 2], axes[:, 2, 2] = up
    turned = (places - origins[:, None]) @ axes
    radius = (SEMI_MINOR_M / (1 - ECCENTRICITY_2 * up[2] ** 2))[:, None]
    level = np.hypot(turned[..., 0], turned[..., 1])
    along = radius * np.arctan2(level, radius + turned[..., 2])
    stretch = np.divide(along, level, out=np.ones_like(level), where=level > 0.0)
    laid: FloatArray = turned[..., :2] * stretch[..., None]
    return laid


def apart(legs: FloatArray, edges: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how far legs are from edges, 0 where they cross, and the fraction of the leg where first so.

    legs, edges: (n, 2, 2) ends in one plane, either may have no length. Within `SAME_M` is as near.
    """
    move, side = legs[:, 1] - legs[:, 0], edges[:, 1] - edges[:, 0]
    gap = edges[:, 0] - legs[:, 0]
    turn, of_leg, of_edge = _cross(move, side), _cross(gap, side), _cross(gap, move)
    crosses = (of_leg * (of_leg - turn) < 0.0) & (of_edge * (of_edge - turn) < 0.0)
    crossing = np.divide(of_leg, turn, out=np.zeros_like(turn), where=crosses)
    feet = [_foot(edges[:, end], legs) for end in (0, 1)]
    distances = np.stack(
        [_foot(legs[:, end], edges)[0] for end in (0, 1)] + [distance for distance, _ in feet]
    )
    fractions = np.stack([np.zeros_like(turn), np.ones_like(turn), feet[0][1], feet[1][1]])
    least = distances.min(axis=0)
    first = np.where(distances <= least + SAME_M, fractions, 1.0).min(axis=0)
    return np.where(crosses, 0.0, least), np.where(crosses, crossing, first)


def within(legs: FloatArray, edges: FloatArray, reach: float) -> Interval:
    """Return the fractions of each leg between which it is within reach of its edge.

    legs, edges: (n, 2, 2) ends in one plane; an edge has some length.

    What is within reach of an edge is a disc around either end and a band along it; together they are
    convex, so the spell is one interval.
    """
    move, side = legs[:, 1] - legs[:, 0], edges[:, 1] - edges[:, 0]
    length = np.linalg.norm(side, axis=1)
    ahead = side / length[:, None]
    to_start = legs[:, 0] - edges[:, 0]
    along = _between(_dot(to_start, ahead), _dot(move, ahead), 0.0, length)
    across = _between(_cross(ahead, to_start), _cross(ahead, move), -reach, reach)
    first, last = np.maximum(along[0], across[0]), np.minimum(along[1], across[1])
    first, last = np.where(first <= last, first, np.inf), np.where(first <= last, last, -np.inf)
    for end in (0, 1):
        enter, leave = _in_disc(legs[:, 0] - edges[:, end], move, reach)
        first, last = np.minimum(first, enter), np.maximum(last, leave)
    return np.maximum(first, 0.0), np.minimum(last, 1.0)


def _between(value: FloatArray, slope: FloatArray, low: float, high: float | FloatArray) -> Interval:
    """Return where low ≤ value + slope · f ≤ high."""
    moving = slope != 0.0
    still = np.where((low <= value) & (value <= high), np.inf, -np.inf)
    one = np.divide(low - value, slope, out=-still, where=moving)
    other = np.divide(high - value, slope, out=still.copy(), where=moving)
    return np.where(moving, np.minimum(one, other), one), np.where(moving, np.maximum(one, other), other)


def _in_disc(start: FloatArray, move: FloatArray, reach: float) -> Interval:
    """Return where |start + move · f| ≤ reach."""
    square, slope, excess = _dot(move, move), _dot(start, move), _dot(start, start) - reach**2
    root = slope**2 - square * excess
    moving, met = square > 0.0, np.where(square > 0.0, root, -excess) >= 0.0
    half = np.sqrt(np.maximum(root, 0.0))
    enter = np.divide(-slope - half, square, out=np.full_like(square, -np.inf), where=moving)
    leave = np.divide(-slope + half, square, out=np.full_like(square, np.inf), where=moving)
    return np.where(met, enter, np.inf), np.where(met, leave, -np.inf)


def _cross(one: FloatArray, other: FloatArray) -> FloatArray:
    turn: FloatArray = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return turn


def _dot(one: FloatArray, other: FloatArray) -> FloatArray:
    product: FloatArray = one[:, 0] * other[:, 0] + one[:, 1] * other[:, 1]
    return product


def _foot(places: FloatArray, segments: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the distance of (n, 2) places from (n, 2, 2) segments, and the fraction of the segment there."""
    side, away = segments[:, 1] - segments[:, 0], places - segments[:, 0]
    square = _dot(side, side)
    foot = np.divide(_dot(away, side), square, out=np.zeros_like(square), where=square > 0.0).clip(0.0, 1.0)
    rest = away - foot[:, None] * side
    return np.hypot(rest[:, 0], rest[:, 1]), foot
