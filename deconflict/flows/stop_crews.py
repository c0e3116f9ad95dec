"""Part of the live tick: the safety clause, the one stated exception below live level 3 (LIV-06).

Inside the safety distance both crews are told to stop, with an octant and a coarse distance: once in an encounter, and
so many times a day between two parties. Their officers see that it was used.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from deconflict.agreements.model import Level, Pacts
from deconflict.agreements.rules import ordered, stops_crews
from deconflict.encounters import checker_store as encounters
from deconflict.encounters.model import (
    Closeness,
    Encounter,
    EncounterState,
    LiveUnit,
    Octant,
    Shown,
    Sight,
    SightingChange,
    SightingState,
    Told,
)
from deconflict.encounters.rules import band_m, octant
from deconflict.flows.deployment import Safety
from deconflict.flows.following import Current, Following, Pair
from deconflict.flows.record_encounters import Moved, Telling, disclosed, in_order, opened_sighting
from deconflict.parties.model import PartyId, UnitId
from deconflict.runtime.database import CheckerSession
from deconflict.separation.cover import merged, pack
from deconflict.separation.live.near import bearing_deg, cells_around, within

Near = Mapping[Pair, float]


class Stopping(NamedTuple):
    """One crew that is to be stopped, and what it is told."""

    item: Encounter
    own: LiveUnit
    other: LiveUnit
    told: Told


def near_enough(at: Following, moved: Sequence[Moved], safety: Safety, now: datetime) -> dict[Pair, float]:
    """Return the pairs inside the safety distance that may still be stopped, with their distances."""
    found = within(at.state, safety.distance_m, now.timestamp())
    for pair, item, _ in moved:  # also those that passed between two fixes
        if item.state is EncounterState.OPEN and item.distance_m <= safety.distance_m:
            found[pair] = min(item.distance_m, found.get(pair, item.distance_m))
    return {pair: metres for pair, metres in found.items() if _may_stop(at, pair)}


async def stop_crews(
    checker: CheckerSession, at: Following, near: Near, pacts: Pacts, safety: Safety, now: datetime
) -> Telling:
    """Tell both crews of each of those pairs, unless they are shown more, a side dropped the clause or too often."""
    telling = Telling()
    if not near:
        return telling
    day = datetime(now.year, now.month, now.day, tzinfo=UTC)
    used = await encounters.stops_since(checker, day)
    stopped = []
    for item, metres in sorted(
        ((at.encounters[pair], metres) for pair, metres in near.items()), key=lambda one: in_order(one[0])
    ):
        if any((side.party, Sight.EXACT) in _open_views(at, item) for side in (item.a, item.b)):
            continue
        at.spent.add(item.id)
        pair = ordered(item.a.party, item.b.party)
        if used.get(pair, 0) >= safety.stops or not stops_crews(pacts.of(*pair), now):
            continue
        used[pair] = used.get(pair, 0) + 1
        stopped += [
            _stopping(at, item, own, other, metres, now)
            for own, other in ((item.a, item.b), (item.b, item.a))
            if own.party not in at.suspended
        ]
    for stopping in sorted(stopped, key=_as_told):
        _stop(at, stopping, telling, now)
    return telling


def end_stops(at: Following, now: datetime) -> Telling:
    """Tell the crews that were stopped that it is over, at the tick: exactly when it was is not for them (ALR-06)."""
    telling = Telling()
    over = [(current, change) for of, change in at.stopped.items() for current in at.shown.pop(of).values()]
    at.stopped.clear()
    for current, change in sorted(over, key=lambda one: (one[0].sighting.unit, one[0].sighting.reference)):
        told = tuple(Told(one.rival, Shown(Level.SEALED), one.lies) for one in current.told)
        telling.tell(current.sighting.revised(change, now), told, is_new=False, rings=False)
    return telling


def _may_stop(at: Following, pair: Pair) -> bool:
    item = at.encounters.get(pair)
    return item is not None and item.closeness is Closeness.CLOSE and item.id not in at.spent


def _open_views(at: Following, item: Encounter) -> set[object]:
    return {
        viewer
        for viewer, current in at.views(item.id).items()
        if current.sighting.state is SightingState.OPEN
    }


def _as_told(one: Stopping) -> tuple[PartyId, UnitId, Octant | None, int | None]:
    """Return by what the stops of one tick are told: by nothing that does not show."""
    return one.own.party, one.own.unit, one.told.shown.octant, one.told.shown.within_m


def _stopping(
    at: Following, item: Encounter, own: LiveUnit, other: LiveUnit, metres: float, now: datetime
) -> Stopping:
    here, there = at.known.number[own.unit], at.known.number[other.unit]
    way = octant(bearing_deg(at.state, here, there))
    lies = pack(merged(cells_around(at.state, unit, 0.0, now.timestamp()) for unit in (here, there)))
    shown = Shown(Level.SEALED, octant=way, within_m=band_m(metres))
    return Stopping(item, own, other, Told(other.party, shown, lies))


def _stop(at: Following, one: Stopping, telling: Telling, now: datetime) -> None:
    sighting = opened_sighting(one.item, one.own, Sight.STOP, SightingChange.OPENED, now)
    at.shown.setdefault(one.item.id, {})[one.own.party, Sight.STOP] = Current(sighting, (one.told,))
    telling.tell(sighting, (one.told,), is_new=True, rings=True)
    telling.entries += disclosed(at.suspended, one.own, [one.other], Level.SEALED, now)
