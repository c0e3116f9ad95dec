"""What those around the live tick ask of its state in plain numbers: who is how near whom, which cells are shared.

Also the way back: a roster, fixes and open pairs from what is on record. Decides nothing about who may learn it.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from deconflict.separation.cover import CellHours, cover
from deconflict.separation.frame import lon_lat
from deconflict.separation.live.clusters import Crowds
from deconflict.separation.live.conformance import Keeping
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.pairs import Pairs, Phase
from deconflict.separation.live.roster import NO_GROUP, Base, Meeting, Roster
from deconflict.separation.live.tick import State
from deconflict.separation.path import Track
from deconflict.separation.units import FloatArray, IntArray

Pair = tuple[int, int]
UNTOLD_ACCURACY_M: Final = 10.0
"""What a device that does not tell its accuracy is taken to be good for."""


class Sharing(NamedTuple):
    """The cell-hours that a unit shares with units of one other party, and which units these are."""

    cells: CellHours
    units: list[int]


class OnRecord(NamedTuple):
    """A pair's last encounter as it is on record; `ended_s` is None while it is open."""

    a: int
    b: int
    grade: int
    since_s: float
    told_m: float
    episode: int
    ended_s: float | None


def roster_of(
    party: Sequence[int],
    group: Mapping[int, int],
    default_m: float,
    apart_m: Mapping[Pair, float],
    bases: Sequence[Base],
    meetings: Sequence[Meeting],
) -> Roster:
    """Return a roster: the party of each unit, the joint patrol of some, alert distances of pairs of parties."""
    parties = max(party, default=-1) + 1
    groups = np.full(len(party), NO_GROUP, dtype=np.int64)
    groups[list(group)] = list(group.values())
    distance_m = np.full((parties, parties), default_m)
    for (one, other), metres in apart_m.items():
        distance_m[one, other] = distance_m[other, one] = metres
    return Roster(np.array(party, dtype=np.int64), groups, distance_m, bases, meetings)


def rows_of(packed: bytes) -> FloatArray:
    """Return the fixes of an upload as `tracking` packs them: (n, 6) float64."""
    rows: FloatArray = np.frombuffer(packed, dtype="<f8").reshape(-1, 6)
    return rows


def fixes_of(parts: Sequence[tuple[int, bytes]]) -> Fixes:
    """Return the fixes of uploads: of each its unit, and rows of six little-endian float64 as `tracking` packs them."""
    rows = rows_of(b"".join(packed for _, packed in parts))
    counts = [len(packed) // 48 for _, packed in parts]
    units = np.array([unit for unit, _ in parts], dtype=np.int64).repeat(counts)
    time_s, lon, lat, told_m, speed, course = (rows[:, column].copy() for column in range(6))
    return Fixes(
        units, time_s, lon, lat, np.where(np.isnan(told_m), UNTOLD_ACCURACY_M, told_m), speed, course
    )


def pairs_of(items: Sequence[OnRecord]) -> Pairs:
    """Return pairs as they are on record, so that none opens twice and none that is over is told again."""
    columns = np.array(items, dtype=np.float64).reshape(-1, len(OnRecord._fields))  # None becomes nan
    a, b, grade, since_s, told_m, episode, _ = columns.T
    pairs = Pairs.opened(
        a.astype(np.int64),
        b.astype(np.int64),
        grade.astype(np.int64),
        since_s,
        told_m,
        episode.astype(np.int64),
    )
    ended = {(min(item.a, item.b), max(item.a, item.b)): item.ended_s for item in items}
    for row, pair in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)):
        if (at_s := ended[pair]) is not None:
            pairs.phase[row], pairs.to_s[row] = Phase.OVER, at_s
    return pairs


def sided(roster: Roster, pairs: Sequence[Pair]) -> list[Pair]:
    """Return those pairs of units that are on one side: of one party, or of one joint patrol."""
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    apart = roster.strangers(both[:, 0], both[:, 1]).tolist()
    return [pair for pair, is_apart in zip(pairs, apart, strict=True) if not is_apart]


def within(state: State, metres: float, now_s: float) -> dict[Pair, float]:
    """Return the open pairs that are so near each other, both heard lately, with their distances in metres."""
    tracks, pairs = state.tracks, state.open_pairs()
    a, b = pairs.a, pairs.b
    fresh = np.minimum(tracks.last_s.take(a), tracks.last_s.take(b)) > now_s - tracks.terms.fresh_s
    apart = np.linalg.norm(tracks.place.take(a, axis=0) - tracks.place.take(b, axis=0), axis=1)
    some = (fresh & (apart <= metres)).nonzero()[0]
    return {(int(a[one]), int(b[one])): float(apart[one]) for one in some}


def shared_cells(state: State, dmax_m: float, now_s: float) -> dict[int, list[Sharing]]:
    """Return what each unit that keeps to its plan and is heard shares with such units of other parties.

    Each has the disc of Dmax / 2 around it, and is outside its own bases.
    """
    tracks, roster = state.tracks, state.roster
    keeping = state.conformance.keeping == Keeping.ON_PLAN
    units = (keeping & (tracks.last_s > now_s - tracks.terms.fresh_s)).nonzero()[0]
    units = units[~roster.at_base(units, tracks.place[units])]
    covers = [cells_around(state, int(unit), dmax_m, now_s) for unit in units]
    return _shared(roster, units, covers) if covers else {}


def _shared(roster: Roster, units: IntArray, covers: Sequence[CellHours]) -> dict[int, list[Sharing]]:
    """Return what units share by their cells; paired are the sides in a cell, as many units may be in one place."""
    keys, cell = np.unique(np.concatenate(covers), return_inverse=True)
    lengths = [len(one) for one in covers]
    row = np.arange(len(units)).repeat(lengths)
    in_cell = _split(row[cell.argsort(kind="stable")], np.bincount(cell))
    sides = np.column_stack((roster.party[units], roster.group[units]))
    _, first, side = np.unique(sides, axis=0, return_index=True, return_inverse=True)
    both = np.unique(cell * len(first) + side[row])
    sides_in_cell = _split(first[both % len(first)], np.bincount(both // len(first)))
    found = {}
    for own, cells in zip(units.tolist(), _split(cell, np.array(lengths)), strict=True):
        crowded = [at for at in cells.tolist() if len(sides_in_cell[at]) > 1]
        if crowded:
            others = units[np.concatenate([sides_in_cell[at] for at in crowded])]
            where = keys[np.repeat(crowded, [len(sides_in_cell[at]) for at in crowded])]
            there = np.zeros(len(units), dtype=np.bool_)
            there[np.concatenate([in_cell[at] for at in crowded])] = True
            if shared := _by_party(roster, own, others, where, units[there]):
                found[own] = shared
    return found


def _by_party(roster: Roster, own: int, others: IntArray, where: IntArray, there: IntArray) -> list[Sharing]:
    """Return what a unit shares, party by party: `others` stand for the sides in its cells, `there` are all units."""
    strange = roster.strangers(np.full(len(others), own), others)
    party, where = roster.party[others[strange]], where[strange]
    there = there[roster.strangers(np.full(len(there), own), there)]
    of_party = roster.party[there]
    return [
        Sharing(np.unique(where[party == one]), there[of_party == one].tolist())
        for one in np.unique(party).tolist()
    ]


def _split(values: IntArray, lengths: IntArray) -> list[IntArray]:
    return np.split(values, lengths.cumsum()[:-1])


def cells_around(state: State, unit: int, dmax_m: float, now_s: float) -> CellHours:
    """Return the cover of a unit at this moment: the cell-hours within Dmax / 2 of where it was last."""
    knots = np.empty((2, 4))
    knots[:, :3], knots[:, 3] = state.tracks.place[unit], now_s
    return cover(Track(knots, 0.0, 0.0), dmax_m)


def cells_at(state: State, unit: int, at_s: float) -> CellHours:
    """Return the cell-hours in which a unit was at that moment: of the leg between the fixes around it.

    After its last fix, where that was; none of a unit of which nothing is known then.
    """
    around = state.tracks.around(np.array([unit]), np.array([at_s]))
    ends = [(around.before_cm[0], around.before_s[0])] if around.before_s[0] > -np.inf else []
    if at_s < around.after_s[0] < np.inf:
        ends.append((around.after_cm[0], around.after_s[0]))
    elif ends:
        ends = [(around.before_cm[0], at_s)] * 2
    if len(ends) == 2:
        knots = np.array([[*(place / 100.0), time_s] for place, time_s in ends])
        return cover(Track(knots, 0.0, 0.0), 0.0)
    return np.empty(0, dtype=np.int64)


def clusters(state: State) -> int:
    """Return how many groups of units hang together by open encounters."""
    pairs = state.open_pairs()
    return len(set(Crowds(len(state.roster), pairs.a, pairs.b).label.take(pairs.a).tolist()))


def heard_s(state: State, unit: int) -> float | None:
    """Return when a unit's newest fix is of, seconds since 1970 UTC."""
    last_s = float(state.tracks.last_s[unit])
    return last_s if math.isfinite(last_s) else None


def place_of(state: State, unit: int) -> tuple[float, float]:
    """Return where a unit was last, degrees."""
    lon, lat = lon_lat(state.tracks.place[[unit]])[0].tolist()
    return lon, lat


def bearing_deg(state: State, own: int, other: int) -> int:
    """Return the direction from one unit to another: whole degrees clockwise from north."""
    lon, lat = (math.radians(degrees) for degrees in place_of(state, own))
    way = (state.tracks.place[other] - state.tracks.place[own]).tolist()
    east = -way[0] * math.sin(lon) + way[1] * math.cos(lon)
    outward = way[0] * math.cos(lon) + way[1] * math.sin(lon)
    north = way[2] * math.cos(lat) - outward * math.sin(lat)
    return round(math.degrees(math.atan2(east, north))) % 360
