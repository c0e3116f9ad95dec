"""Which units hang together by open encounters: a pile-up is one thing to tell, not a quadratic number of pairs."""

from typing import Final

import numpy as np

from deconflict.separation.live.kernel import kernel
from deconflict.separation.units import BoolArray, FloatArray, IntArray

# A unit with so many open encounters gets no further ones with units that it hangs together with already.
CROWD: Final = 12


def labels(units: int, a: IntArray, b: IntArray) -> IntArray:
    """Return for each of n units the least one of all that hang together by the pairs a, b; itself if none."""
    label = np.arange(units)
    _join(label, a, b)
    return label


@kernel
def _join(label: IntArray, a: IntArray, b: IntArray) -> None:
    """Point every unit at the least one it hangs together with, halving the ways there as they are gone."""
    for pair in range(len(a)):
        one, other = a[pair], b[pair]
        while label[one] != one:
            label[one] = label[label[one]]
            one = label[one]
        while label[other] != other:
            label[other] = label[label[other]]
            other = label[other]
        label[max(one, other)] = min(one, other)
    for unit in range(len(label)):
        label[unit] = label[label[unit]]


class Crowds:
    """What hangs together now: label: (n,) as `labels` gives it; partners: (n,) how many open encounters each has."""

    def __init__(self, units: int, a: IntArray, b: IntArray) -> None:
        self.label = labels(units, a, b)
        self.partners = np.bincount(a, minlength=units) + np.bincount(b, minlength=units)

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
