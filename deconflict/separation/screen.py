"""Which leg pairs could be close at all: boxes in space and time, grown by what may lie between.

Cheap and never wrong in rejecting (SEP-07); whether a pair is close is for `approach` to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from deconflict.separation.path import Track
from deconflict.separation.units import FloatArray, IntArray

# Boxes are grown by this much more, so that the screen and the exact check never differ by rounding.
SLACK_M = 0.001
SLACK_S = 0.001
# A coordinate that changes by less along a leg stands still: squares of what a unit near the equator, where z is
# almost 0, would move by otherwise underflow.
STILL_M = 1e-6
# Leg pairs looked at together: beyond 100 kB an array costs more to allocate than to fill.
BATCH = 4096


@dataclass(frozen=True, eq=False)
class Legs:
    """The legs of several tracks, one after the other.

    table: (8, m) start x, y, z, velocity, duration, start time, as `approach.LegPairs` takes them. low, high:
    (4, m) boxes in x, y, z and time. track: (m,) which track a leg belongs to. first: for each track the
    column of its first leg.
    """

    table: FloatArray
    low: FloatArray
    high: FloatArray
    track: IntArray
    first: IntArray


def legs_of(tracks: Sequence[Track]) -> Legs:
    """Return the legs of tracks."""
    count = np.array([len(track.knots) for track in tracks])
    knots = np.concatenate([track.knots for track in tracks]).T.copy()
    last = count.cumsum() - 1
    begins = np.ones(knots.shape[1], dtype=np.bool_)
    begins[last] = False
    begin = begins.nonzero()[0]
    start, end = knots.take(begin, axis=1), knots.take(begin + 1, axis=1)
    table = np.empty((8, len(begin)))
    table[:3], table[7] = start[:3], start[3]
    np.subtract(end, start, out=table[3:7])
    table[3:6][np.abs(table[3:6]) < STILL_M] = 0.0
    table[3:6] /= np.where(table[6] > 0.0, table[6], np.inf)
    numbers = np.arange(len(tracks))
    first = last - count - numbers + 1
    return Legs(table, np.minimum(start, end), np.maximum(start, end), numbers.repeat(count - 1), first)


def near(legs: Legs, reach_m: FloatArray, lag_s: FloatArray) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield the leg pairs of the first track with every other that could be within reach.

    reach_m, lag_s: (number of tracks,) how far apart in metres and seconds, for each track with the first;
    its own entry is not used. Yields columns of `legs`, those of the other tracks ascending.
    """
    own = int(legs.first[1])
    own_low, own_high = legs.low[:, :own], legs.high[:, :own]
    pad = np.empty((4, len(legs.track) - own))
    pad[:3], pad[3] = reach_m.take(legs.track[own:]) + SLACK_M, lag_s.take(legs.track[own:]) + SLACK_S
    low, high = legs.low[:, own:] - pad, legs.high[:, own:] + pad
    meets = low <= own_high.max(axis=1, keepdims=True)
    meets &= high >= own_low.min(axis=1, keepdims=True)
    other = np.logical_and.reduce(meets).nonzero()[0]
    first = own_high[3].searchsorted(low[3].take(other), side="left")
    count = own_low[3].searchsorted(high[3].take(other), side="right") - first
    total = count.cumsum()
    begin = 0
    while begin < len(other):
        done = int(total[begin - 1]) if begin else 0
        end = max(int(total.searchsorted(done + BATCH, side="right")), begin + 1)
        j = other[begin:end].repeat(count[begin:end])
        i = np.arange(len(j)) + (first - total + count + done)[begin:end].repeat(count[begin:end])
        meets = low[:3].take(j, axis=1) <= own_high[:3].take(i, axis=1)
        meets &= high[:3].take(j, axis=1) >= own_low[:3].take(i, axis=1)
        chosen = np.logical_and.reduce(meets).nonzero()[0]
        if len(chosen):
            yield i.take(chosen), j.take(chosen) + own
        begin = end
