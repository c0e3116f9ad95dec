"""Where the legs of two plans come within reach of each other, and what bounds hold between the plans.

The pass over leg pairs that the check and the description of what it finds share. Knows no grades.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from deconflict.separation.approach import Closest, LegPairs, closest
from deconflict.separation.path import Track
from deconflict.separation.rendezvous import Disc, cut
from deconflict.separation.screen import Legs, legs_of, near
from deconflict.separation.units import BOUND_SLACK_M, BoolArray, FloatArray, IntArray

# Up to this many minima apart two plans that are clear are still an advisory (SEP-06).
ADVISORY_MINIMA = 2.0


@dataclass(frozen=True, eq=False)
class Bounds:
    """What holds between the first of several tracks and each; the first entry of every array is not used.

    band_s: τA + τB. bound_m: D + wA + wB, reach_m: 2D + wA + wB, both with the centimetre of SEP-03.
    inside: (legs, discs) which legs are within a rendezvous of the two tracks; None where there is none.
    """

    tracks: Sequence[Track]
    legs: Legs
    band_s: FloatArray
    bound_m: FloatArray
    reach_m: FloatArray
    inside: BoolArray | None = None

    @classmethod
    def between(cls, tracks: Sequence[Track], minima_m: Sequence[float] | float) -> "Bounds":
        """Return the bounds of the first track with the others, at one minimum or one for each."""
        minima = np.empty(len(tracks))
        minima[0], minima[1:] = 0.0, minima_m
        tolerances = np.array([(track.time_tolerance_s, track.lateral_tolerance_m) for track in tracks])
        band, width = (tolerances + tolerances[0]).T
        width = width + BOUND_SLACK_M
        return cls(tracks, legs_of(tracks), band, minima + width, ADVISORY_MINIMA * minima + width)

    @classmethod
    def outside(cls, a: Track, b: Track, minimum_m: float, discs: Sequence[Disc]) -> "Bounds":
        """Return the bounds of two tracks, less what happens within their rendezvous (SEP-10)."""
        apart_m = minimum_m + a.lateral_tolerance_m + b.lateral_tolerance_m
        first, second = cut(a, discs, apart_m), cut(b, discs, apart_m)
        bounds = cls.between((first.track, second.track), minimum_m)
        return replace(bounds, inside=np.concatenate((first.inside, second.inside)))

    @cached_property
    def turned(self) -> BoolArray:
        """Whether another track goes before the first in all arithmetic.

        The one that starts earlier does, at the same time x, y, z, at last every byte decides. An order that
        does not depend on who asks makes every answer symmetric to the last bit, ties included (SEP-08).
        """
        starts = self.legs.table[[7, 0, 1, 2]].take(self.legs.first, axis=1)
        order = np.array((27.0, 9.0, 3.0, 1.0)) @ np.sign(starts - starts[:, :1])
        for same in np.flatnonzero(order == 0.0)[1:]:
            order[same] = -1.0 if self.tracks[same].pack() < self.tracks[0].pack() else 1.0
        return np.asarray(order < 0.0)

    def paired(self, look_m: FloatArray, lag_s: FloatArray) -> Iterator["Paired"]:
        """Yield the leg pairs that the screen lets through, see `screen.near`."""
        for own, other in self._near(look_m, lag_s):
            track = self.legs.track.take(other)
            turned = self.turned.take(track)
            i, j = np.where(turned, other, own), np.where(turned, own, other)
            yield Paired(track, i, j, LegPairs.of(self.legs.table, i, j))

    def _near(self, look_m: FloatArray, lag_s: FloatArray) -> Iterator[tuple[IntArray, IntArray]]:
        if self.inside is None:
            yield from near(self.legs, look_m, lag_s)
            return
        for own, other in near(self.legs, look_m, lag_s):
            both = self.inside.take(own, axis=0) & self.inside.take(other, axis=0)
            chosen = np.flatnonzero(~both.any(axis=1))
            if len(chosen):
                yield own.take(chosen), other.take(chosen)


@dataclass(frozen=True, eq=False)
class Paired:
    """n leg pairs: the track the first one is paired with, ascending; both columns of `legs`; the pairs."""

    track: IntArray
    i: IntArray
    j: IntArray
    pairs: LegPairs


@dataclass(frozen=True, eq=False)
class Meetings(Paired):
    """n leg pairs that come within reach."""

    nearest: Closest

    def only(self, chosen: IntArray) -> "Meetings":
        """Return the chosen ones."""
        track, i, j = self.track.take(chosen), self.i.take(chosen), self.j.take(chosen)
        return Meetings(track, i, j, self.pairs.only(chosen), self.nearest.only(chosen))

    def within(self, bound_m: FloatArray) -> IntArray:
        """Say which are within a bound, (number of tracks,)."""
        return (self.nearest.distance <= bound_m.take(self.track)).nonzero()[0]


def groups(track: IntArray) -> tuple[IntArray, IntArray]:
    """Return the values of an ascending array, not empty, and where each begins."""
    new = np.ones(len(track), dtype=np.bool_)
    np.not_equal(track[1:], track[:-1], out=new[1:])
    begins = new.nonzero()[0]
    return track.take(begins), begins


def meet(bounds: Bounds) -> Iterator[Meetings]:
    """Yield, batch by batch, every leg pair of the first track with another that comes within reach in the band."""
    for paired in bounds.paired(bounds.reach_m, bounds.band_s):
        nearest = closest(paired.pairs, bounds.band_s.take(paired.track))
        meetings = Meetings(paired.track, paired.i, paired.j, paired.pairs, nearest)
        chosen = meetings.within(bounds.reach_m)
        if len(chosen):
            yield meetings.only(chosen)
