"""Which units hang together by open encounters: a pile-up is one thing to tell, not a quadratic number of pairs."""

from typing import Final

import numpy as np

from deconflict.separation.units import BoolArray, FloatArray, IntArray

# A unit with so many open encounters gets no further ones with units that it hangs together with already.
CROWD: Final = 12


def labels(units: int, a: IntArray, b: IntArray) -> IntArray:
    """Return for each of n units the least one of all that hang together by the pairs a, b; itself if none.

    Each round takes over the least label across every pair and then follows labels to their ends, so that the number
    of rounds grows with the logarithm of a chain's length, not with the length.
    """
    label = np.arange(units)
    while True:
        one, other = label.take(a), label.take(b)
        apart = (one != other).nonzero()[0]
        if not len(apart):
            return label
        low, high = np.minimum(one[apart], other[apart]), np.maximum(one[apart], other[apart])
        np.minimum.at(label, high, low)
        while True:
            further = label.take(label)
            if np.array_equal(further, label):
                break
            label = further


class Crowds:
    """What hangs together now: label: (n,) as `labels` gives it; partners: (n,) how many open encounters each has."""

    def __init__(self, units: int, a: IntArray, b: IntArray) -> None:
        self.label = labels(units, a, b)
        self.partners = np.bincount(a, minlength=units) + np.bincount(b, minlength=units)

    def news(self, a: IntArray, b: IntArray) -> BoolArray:
        """Say which further pairs would be worth knowing: not those inside a crowd."""
        crowded = (self.partners.take(a) >= CROWD) & (self.partners.take(b) >= CROWD)
        together: BoolArray = self.label.take(a) == self.label.take(b)
        return ~(crowded & together)

    def chosen(self, a: IntArray, b: IntArray, distance_m: FloatArray) -> BoolArray:
        """Say which of new pairs are opened: for either unit it is among the nearest so many.

        What is left out of one pile-up all at once comes up again at the next tick if it does not hang together yet.
        """
        kept = np.zeros(len(a), dtype=np.bool_)
        for whose in (a, b):
            order = np.lexsort((a, b, distance_m, whose))
            ranked = whose.take(order)
            new = np.ones(len(ranked), dtype=np.bool_)
            np.not_equal(ranked[1:], ranked[:-1], out=new[1:])
            begins = new.nonzero()[0]
            rank = np.arange(len(ranked)) - begins.take(new.cumsum() - 1) if len(ranked) else ranked
            kept[order[rank < CROWD]] = True
        return kept
