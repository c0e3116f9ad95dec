"""What the compiled loops of the live engine do, said once more in plain Python, one by one."""

from math import inf

import numpy as np

from deconflict.separation.live.sweep import STILL, Legs


def met(legs: Legs, a: int, b: int, bound_m: float, since_s: float) -> tuple[float, float, float, float]:
    """Return how close two units come, when, and the first and last moment within the bound."""
    of_a, of_b = (range(legs.first[unit], legs.first[unit] + legs.count[unit]) for unit in (a, b))
    found = [each for i in of_a for j in of_b for each in _shared(legs, i, j, bound_m, since_s)]
    nearest = min(((distance, at) for distance, at, _, _ in found), default=(inf, inf))
    first = min((first for _, _, first, _ in found), default=inf)
    return *nearest, first, max((last for _, _, _, last in found), default=-inf)


def _shared(legs: Legs, i: int, j: int, bound_m: float, since_s: float):
    start = max(legs.begin_s[i], legs.begin_s[j], since_s)
    stop = min(legs.end_s[i], legs.end_s[j])
    if start <= stop:
        at_i, at_j = (legs.place[leg] + (start - legs.begin_s[leg]) * legs.velocity[leg] for leg in (i, j))
        yield _closest(at_i - at_j, legs.velocity[i] - legs.velocity[j], start, stop - start, bound_m)


def _closest(apart, move, start: float, seconds: float, bound_m: float):
    """Try the ends and the foot of the parabola; solve for where it meets the bound."""
    bend, slope = float(move @ move), float(apart @ move)
    moments = [0.0, seconds] + ([min(max(-slope / bend, 0.0), seconds)] if bend > STILL else [])
    distance, at = min((float(np.linalg.norm(apart + t * move)), t) for t in moments)
    if distance > bound_m:
        return distance, start + at, inf, -inf
    roots = np.roots([bend, 2.0 * slope, float(apart @ apart) - bound_m**2]) if bend > STILL else []
    ends = [0.0, seconds, *(float(root.real) for root in roots if abs(root.imag) < 1e-6)]
    slack = 1e-6 * (1.0 + bound_m)
    within = [t for t in ends if 0.0 <= t <= seconds and np.linalg.norm(apart + t * move) <= bound_m + slack]
    return distance, start + at, start + min([*within, at]), start + max([*within, at])


def legs_of(times, cm, since_s: float, farthest: tuple[float, float, float]):
    """Return (begin, end, place, velocity) of each believed leg of one track that ends after a moment."""
    gap_s, speed_ms, slack_m = farthest
    legs = []
    for one in range(len(times) - 1):
        begin, end = float(times[one]), float(times[one + 1])
        if not np.isfinite([begin, end]).all() or end <= since_s or end - begin > gap_s:
            continue
        place, moved = cm[one] / 100.0, cm[one + 1] / 100.0 - cm[one] / 100.0
        if np.linalg.norm(moved) <= speed_ms * (end - begin) + slack_m:
            legs.append((begin, end, place, moved / (end - begin)))
    return legs
