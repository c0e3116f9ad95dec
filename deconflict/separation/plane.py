"""The plane around a place: earth-centred metres laid flat, and how legs and edges pass each other in it.

Knows neither degrees nor times; a caller with many pairs passes them all at once.
"""

import numpy as np

from deconflict.separation.frame import ECCENTRICITY_2, SEMI_MINOR_M
from deconflict.separation.units import FloatArray

Interval = tuple[FloatArray, FloatArray]
"""First and last fraction of each leg; first > last where there is none."""


def flat(origins: FloatArray, places: FloatArray) -> FloatArray:
    """Return (n, q, 2) metres east and north of an origin, azimuthal equidistant.

    origins: (n, 3), or (1, 3) for all, earth-centred metres at the surface; places: (n, q, 3).
    """
    up = origins / (1.0, 1.0, 1 - ECCENTRICITY_2)
    up /= np.linalg.norm(up, axis=1)[:, None]
    east = np.stack([-up[:, 1], up[:, 0], np.zeros(len(up))], axis=1)
    east /= np.linalg.norm(east, axis=1)[:, None]
    axes = np.stack([east, np.cross(up, east), up], axis=2)
    turned = (places - origins[:, None]) @ axes
    radius = (SEMI_MINOR_M / (1 - ECCENTRICITY_2 * up[:, 2] ** 2))[:, None]
    level = np.hypot(turned[..., 0], turned[..., 1])
    along = radius * np.arctan2(level, radius + turned[..., 2])
    stretch = np.divide(along, level, out=np.ones_like(level), where=level > 0.0)
    laid: FloatArray = turned[..., :2] * stretch[..., None]
    return laid


def apart(legs: FloatArray, edges: FloatArray) -> FloatArray:
    """Return the distance between legs and edges, (n, 2, 2) ends in one plane; 0 where they cross."""
    move, side = legs[:, 1] - legs[:, 0], edges[:, 1] - edges[:, 0]
    leg_astride = _cross(side, legs[:, 0] - edges[:, 0]) * _cross(side, legs[:, 1] - edges[:, 0]) < 0.0
    edge_astride = _cross(move, edges[:, 0] - legs[:, 0]) * _cross(move, edges[:, 1] - legs[:, 0]) < 0.0
    from_legs = np.minimum(_to_segment(legs[:, 0], edges), _to_segment(legs[:, 1], edges))
    from_edges = np.minimum(_to_segment(edges[:, 0], legs), _to_segment(edges[:, 1], legs))
    return np.where(leg_astride & edge_astride, 0.0, np.minimum(from_legs, from_edges))


def _to_segment(places: FloatArray, segments: FloatArray) -> FloatArray:
    """Return the distance of (n, 2) places from (n, 2, 2) segments, which may have no length."""
    side, away = segments[:, 1] - segments[:, 0], places - segments[:, 0]
    square = _dot(side, side)
    foot = np.divide(_dot(away, side), square, out=np.zeros_like(square), where=square > 0.0).clip(0.0, 1.0)
    distance: FloatArray = np.linalg.norm(away - foot[:, None] * side, axis=1)
    return distance


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
    product: FloatArray = (one * other).sum(axis=1)
    return product
