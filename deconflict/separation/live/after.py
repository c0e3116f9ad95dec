"""Passages found after the fact, on tracks as they are stored (LIV-01): what came too late for the live state.

By the same comparison as the live tick, so that the two agree. What it finds is to be marked late and rings nowhere.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from deconflict.separation.live.sweep import Legs, Met, meet
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.units import FloatArray

_EVER: Final = -np.inf


def passages(own: FloatArray, others: Sequence[FloatArray], limit_m: FloatArray, terms: LiveTerms) -> Met:
    """Compare one track with n others, each at its own alert distance, (n,).

    A track is (k, 4): x, y, z in earth-centred metres and seconds since 1970, by ascending time, k ≥ 1. Between two
    fixes further apart than the longest gap nothing is known.
    """
    legs = _legs([own, *others], terms)
    own_number = np.zeros(len(others), dtype=np.int64)
    return meet(legs, own_number, np.arange(1, len(others) + 1), limit_m, np.full(len(others), _EVER))


def _legs(tracks: Sequence[FloatArray], terms: LiveTerms) -> Legs:
    begins = np.concatenate([track[:-1] for track in tracks])
    ends = np.concatenate([track[1:] for track in tracks])
    owner = np.arange(len(tracks)).repeat([len(track) - 1 for track in tracks])
    lasts = ends[:, 3] - begins[:, 3]
    known = ((lasts > 0.0) & (lasts <= terms.gap_s)).nonzero()[0]
    begins, ends, lasts = begins[known], ends[known], lasts[known]
    count = np.bincount(owner[known], minlength=len(tracks))
    velocity = (ends[:, :3] - begins[:, :3]) / lasts[:, None]
    return Legs(begins[:, 3], ends[:, 3], begins[:, :3], velocity, count.cumsum() - count, count)
