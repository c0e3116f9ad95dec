"""Part of the live tick, at the release tick: below live level 3 parties are told on the fixed grid (LIV-06).

Around each unit that keeps to a registered plan a disc of Dmax / 2 is a cover, as a plan has one; a party is told when
its unit's cells and those of rivals' units meet, never how close they are. What it learns is its own cells ∩ theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from deconflict.agreements.model import Level, Matter, Pacts
from deconflict.agreements.rules import levels_at
from deconflict.encounters import checker_store as encounters
from deconflict.encounters.model import (
    LiveUnit,
    Shown,
    Sight,
    Sighting,
    SightingChange,
    SightingId,
    SightingState,
    Told,
)
from deconflict.encounters.rules import is_sealed, looks_the_same, shows_more
from deconflict.flows.deployment import Deployment
from deconflict.flows.following import Area, Current, Following
from deconflict.flows.record_encounters import Telling, disclosed
from deconflict.flows.unheard import unheard
from deconflict.ledger.model import Entry
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.cover import CellHours, cells, pack
from deconflict.separation.live.near import shared_cells

STAYS: Final = timedelta(seconds=60)
"""How long an area stays once no rival shares a cell: a unit at the border of one does not come and go."""


@dataclass(frozen=True)
class Near:
    """What one unit shares with the units of one rival, and which these are."""

    rival: PartyId
    cells: CellHours
    units: Sequence[LiveUnit]


@dataclass
class Sharing:
    """What is told around one unit: of whom, and which of their units are meant, each at which level."""

    told: list[Told] = field(default_factory=list)
    units: list[tuple[LiveUnit, Level]] = field(default_factory=list)


async def tell_areas(
    checker: CheckerSession, at: Following, pacts: Pacts, deployment: Deployment, now: datetime
) -> Telling:
    """Tell each party what its units share with rivals' units now, and what has changed since the last tick."""
    near = _near(at, deployment.terms.max_minimum_m, now)
    found = {unit: _sharing(unit, others, pacts, now) for unit, others in near.items()}
    telling = Telling()
    same: list[tuple[Sighting, tuple[Told, ...]]] = []
    units = {*found, *(_unit(at, area) for area in at.areas.values())}
    silent = await unheard(checker, at, units, deployment.budget, now)
    for unit in sorted(units, key=lambda one: one.unit):
        sharing, area = found.get(unit, Sharing()), at.areas.get(unit.unit)
        if unit.unit in silent:
            _withhold(at, unit, area, telling, now)
        elif area is not None and _is_withheld(unit, area, sharing, pacts, now):
            _withhold(at, unit, area, telling, now)
            if sharing.told:
                _share(
                    at,
                    unit,
                    None,
                    sharing,
                    telling,
                    same,
                    now,
                    rings=shows_more(area.shown.told, sharing.told),
                )
        elif sharing.told:
            _share(at, unit, area, sharing, telling, same, now, rings=area is None)
        elif area is not None:
            _part(at, unit, area, telling, now)
    await encounters.tell_of_others(checker, same)
    return telling


def _share(
    at: Following,
    unit: LiveUnit,
    area: Area | None,
    sharing: Sharing,
    telling: Telling,
    same: list[tuple[Sighting, tuple[Told, ...]]],
    now: datetime,
    *,
    rings: bool,
) -> None:
    told = tuple(sharing.told)
    before = () if area is None else area.shown.told
    if area is None:
        current = Current(_opened(unit, now), told)
        telling.tell(current.sighting, told, is_new=True, rings=rings)
    elif looks_the_same(before, told):
        current = Current(area.shown.sighting, told)
        if {one.rival for one in before} != {one.rival for one in told}:
            same.append((current.sighting, told))
    else:
        current = Current(area.shown.sighting.revised(SightingChange.UPDATED, now), told)
        telling.tell(current.sighting, told, is_new=False, rings=shows_more(before, told))
    telling.entries += _entries(at, unit, before, sharing, now)
    at.areas[unit.unit] = Area(current)


def _entries(
    at: Following, unit: LiveUnit, before: Sequence[Told], sharing: Sharing, now: datetime
) -> list[Entry]:
    """Return what goes on the ledger: whom the party is told of that it was not told of before (DIS-07)."""
    named = {one.shown.party for one in before}
    new = [other for other, level in sharing.units if level >= Level.AREA and other.party not in named]
    entries = disclosed(at.suspended, unit, new, Level.AREA, now)
    others = [other for other, level in sharing.units if level < Level.AREA]
    if others and not before:
        entries += disclosed(at.suspended, unit, others, Level.NOTICE, now)
    return entries


def _is_withheld(unit: LiveUnit, area: Area, sharing: Sharing, pacts: Pacts, now: datetime) -> bool:
    """Tell whether a rival that was told of is sealed now, and its absence would look like an all-clear (ALR-06).

    At level 1 others in the area are told of as before. Whether the rival is still there makes no difference, nor do
    those that nothing was told of.
    """
    seen = {one.shown.party for one in sharing.told}
    gone = [one for one in area.shown.told if one.shown.party not in seen]
    return any(is_sealed(pacts.of(unit.party, one.rival), one, now) for one in gone)


def _withhold(at: Following, unit: LiveUnit, area: Area | None, telling: Telling, now: datetime) -> None:
    """Say that it may not be told any more: that is no all-clear."""
    if area is not None:
        withheld = area.shown.sighting.revised(SightingChange.WITHHELD, now)
        telling.tell(withheld, (), is_new=False, rings=False)
        del at.areas[unit.unit]


def _part(at: Following, unit: LiveUnit, area: Area, telling: Telling, now: datetime) -> None:
    """End what is shown when no rival has shared a cell for a while: no more is known, which is no all-clear.

    Whether they drove away, fell silent or left their plans is the same here: below level 3 nobody is told of a rival's
    silence, and silence clears nobody (LIV-03, ALR-06, decision 0052).
    """
    area.gone_at = area.gone_at or now
    if now - area.gone_at < STAYS:
        return
    told = tuple(
        Told(one.rival, Shown(Level.NOTICE), one.lies)
        for one in area.shown.told
        if one.shown.level is Level.NOTICE
    )
    telling.tell(area.shown.sighting.revised(SightingChange.LOST, now), told, is_new=False, rings=False)
    del at.areas[unit.unit]


def _near(at: Following, dmax_m: float, now: datetime) -> dict[LiveUnit, list[Near]]:
    """Return what units that keep to their plans share with others' that do, rival by rival."""
    known = at.known.units
    return {
        known[own]: sorted(
            (
                Near(known[item.units[0]].party, item.cells, [known[unit] for unit in item.units])
                for item in shared
            ),
            key=lambda one: one.rival,
        )
        for own, shared in shared_cells(at.state, dmax_m, now.timestamp()).items()
    }


def _sharing(unit: LiveUnit, near: Iterable[Near], pacts: Pacts, now: datetime) -> Sharing:
    """Return what a party is told of what its unit shares, rival by rival, at the level of each cell (DIS-01)."""
    sharing = Sharing()
    for item in near:
        levels = levels_at(pacts.of(unit.party, item.rival), item.cells, Matter.LIVE, now)
        some = item.cells[(levels >= Level.NOTICE) & (levels <= Level.AREA)]
        named = item.cells[levels == Level.AREA]
        if not len(some):
            continue
        sharing.told.append(Told(item.rival, Shown(Level.NOTICE), pack(some)))
        level = Level.AREA if len(named) else Level.NOTICE
        if len(named):
            shown = Shown(Level.AREA, party=item.rival, cells=tuple(cells(named)))
            sharing.told.append(Told(item.rival, shown, pack(named)))
        sharing.units += [(one, level) for one in item.units]
    return sharing


def _opened(unit: LiveUnit, now: datetime) -> Sighting:
    return Sighting(
        id=SightingId(new_id(unit.party)),
        reference=new_reference(unit.party),
        party=unit.party,
        unit=unit.unit,
        encounter=None,
        sight=Sight.AREA,
        state=SightingState.OPEN,
        revision=1,
        change=SightingChange.OPENED,
        opened_at=now,
        updated_at=now,
    )


def _unit(at: Following, area: Area) -> LiveUnit:
    return at.known.units[at.known.number[area.shown.sighting.unit]]
