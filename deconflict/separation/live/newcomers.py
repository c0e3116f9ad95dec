"""Which pairs get a row at a tick: close in some way, without a row so far, and no more of a pile-up than tell it."""

import numpy as np

from deconflict.separation.live.clusters import CROWD, Crowds
from deconflict.separation.live.kernel import kernel
from deconflict.separation.live.look import Look
from deconflict.separation.live.pairs import UNIT_BITS, Pairs, Seen
from deconflict.separation.units import BoolArray, IntArray


def newcomers(known: Pairs, look: Look, crowds: Crowds) -> tuple[Pairs, Seen]:
    """Return pairs without a row that are close in some way, and what is seen of them."""
    nobody: IntArray = np.empty(0, dtype=np.int64)
    pairs, seen = Pairs.fresh(nobody, nobody), look.see(nobody, nobody, 1.0, nobody == 0)
    rows = Rows(known, crowds)
    for a, b, ahead in look.candidates():
        wanted = rows.wanted(a, b).nonzero()[0]
        a, b = a.take(wanted), b.take(wanted)
        found = look.see(np.minimum(a, b), np.maximum(a, b), 1.0, np.full(len(a), ahead))
        chosen = found.anything().nonzero()[0]
        if len(chosen):
            pairs = pairs.joined(Pairs.fresh(a.take(chosen), b.take(chosen)))
            seen = seen.and_of(found.only(chosen))
    _, once = np.unique(pairs.key, return_index=True)
    pairs, seen = pairs.only(once), seen.only(once)
    distance = np.minimum(np.minimum(seen.now_m, seen.swept_m), np.minimum(seen.ahead_m, seen.reach_m))
    chosen = crowds.chosen(pairs.a, pairs.b, distance).nonzero()[0]
    return pairs.only(chosen), seen.only(chosen)


class Rows:
    """The pairs that have a row, by the lesser unit of each, and who is in a crowd."""

    def __init__(self, known: Pairs, crowds: Crowds) -> None:
        self.key = known.key
        self.first = np.zeros(len(crowds.label) + 1, dtype=np.int64)
        np.cumsum(np.bincount(known.a, minlength=len(crowds.label)), out=self.first[1:])
        self.crowded = crowds.partners >= CROWD
        self.label = crowds.label

    def wanted(self, a: IntArray, b: IntArray) -> BoolArray:
        """Say which pairs have no row and would be worth one: inside a crowd a further pair is no news."""
        wanted = np.empty(len(a), dtype=np.bool_)
        _wanted(self.key, UNIT_BITS, self.first, self.crowded, self.label, a, b, wanted)
        return wanted


@kernel
def _wanted(
    key: IntArray,
    bits: int,
    first: IntArray,
    crowded: BoolArray,
    label: IntArray,
    a: IntArray,
    b: IntArray,
    wanted: BoolArray,
) -> None:
    for pair in range(len(a)):
        lesser, other = min(a[pair], b[pair]), max(a[pair], b[pair])
        low, high, sought = first[lesser], first[lesser + 1], (lesser << bits) | other
        while low < high:
            middle = (low + high) // 2
            if key[middle] < sought:
                low = middle + 1
            else:
                high = middle
        held = low < first[lesser + 1] and key[low] == sought
        inside = crowded[lesser] and crowded[other] and label[lesser] == label[other]
        wanted[pair] = not (held or inside)
