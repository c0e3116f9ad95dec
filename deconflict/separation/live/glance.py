"""What a tick sees of pairs of units in one pass over their columns: how close now, where to look farther.

The loop under `look`, compiled. What takes more than the two units' own columns is left to it: legs ahead and between
fixes, bases and rendezvous.
"""

from math import inf, sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from deconflict.separation.live.kernel import kernel
from deconflict.separation.live.sweep import Met
from deconflict.separation.units import BoolArray, FloatArray, IntArray

MarkArray = NDArray[np.uint8]
# What a unit is marked with; a pair has a mark if both have it.
KNOWN, SURE, HEARD, LOUD = (np.uint8(1 << bit) for bit in range(4))
# Where units are taken to be and where their fixes lie differ by rounding.
ROUNDING_M: Final = 1.0


class Scene(NamedTuple):
    """The columns of n units that a glance reads; see `tracks`, `motion` and `roster` for what they are.

    marks: (n,) what there is to say of each in one byte. blur_m: (n,) how far from `place` a unit can have been since
    the longest of the new legs began.
    """

    party: IntArray
    limit_m: FloatArray
    marks: MarkArray
    place: FloatArray
    blur_m: FloatArray
    changed_s: FloatArray
    newest_s: FloatArray


class Glance(NamedTuple):
    """What is seen of k pairs, (k,) each.

    limit_m: the alert distance; both: the marks both have; now_m: how far apart, inf where that is not known. ahead:
    what lies ahead, but for those that are to be compared `farther`. since_s: from when on their tracks are to
    be compared, inf where there is no need; deep: whether that is before their newest fixes.
    """

    limit_m: FloatArray
    both: MarkArray
    now_m: FloatArray
    ahead: Met
    farther: BoolArray
    since_s: FloatArray
    deep: BoolArray


def glance(scene: Scene, a: IntArray, b: IntArray, ahead_of: BoolArray, now_s: float) -> Glance:
    """Look at pairs of units, and say which of them to look at farther; see `look.Look.see`."""
    count = len(a)
    limit, now, since = np.empty((3, count))
    both, (farther, deep) = np.empty(count, dtype=np.uint8), np.zeros((2, count), dtype=np.bool_)
    seen = Glance(limit, both, now, Met.never(count), farther, since, deep)
    _glance(scene, a, b, ahead_of, now_s, seen)
    return seen


@kernel
def _glance(
    scene: Scene,
    a: IntArray,
    b: IntArray,
    ahead_of: BoolArray,
    now_s: float,
    seen: Glance,
) -> None:
    place, ahead = scene.place, seen.ahead
    for pair in range(len(a)):
        i, j = a[pair], b[pair]
        limit, both = scene.limit_m[scene.party[i], scene.party[j]], scene.marks[i] & scene.marks[j]
        x, y, z = place[i, 0] - place[j, 0], place[i, 1] - place[j, 1], place[i, 2] - place[j, 2]
        apart = sqrt(x * x + y * y + z * z)
        known = (both & KNOWN) != 0
        seen.limit_m[pair], seen.both[pair], seen.now_m[pair] = limit, both, apart if known else inf
        close = known and apart <= limit
        if close:
            ahead.distance_m[pair] = apart
            ahead.at_s[pair] = ahead.first_s[pair] = ahead.last_s[pair] = now_s
        if known and ahead_of[pair] and not (close and (both & SURE) != 0):
            seen.farther[pair] = True
        since = min(scene.changed_s[i], scene.changed_s[j])
        could = apart <= limit + scene.blur_m[i] + scene.blur_m[j] + ROUNDING_M
        heard = since <= min(scene.newest_s[i, -1], scene.newest_s[j, -1])
        seen.since_s[pair] = since if could and heard else inf
        seen.deep[pair] = since < max(scene.newest_s[i, 0], scene.newest_s[j, 0])
