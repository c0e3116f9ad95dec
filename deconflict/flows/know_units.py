"""Who is who for the live tick: units and parties by number, what holds between these, what raises nothing (LIV-05).

Read again every few seconds; levels are read when something is to be told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Pacts, Terms
from deconflict.agreements.rules import minimum
from deconflict.encounters.model import LiveUnit
from deconflict.joint_patrols import checker_store as joint_patrols
from deconflict.parties import store as parties
from deconflict.parties.model import PartyId, UnitId
from deconflict.patrols import live_store as patrols
from deconflict.patrols.model import AS_PLANNED, UNDER_WAY, Driven, PatrolId
from deconflict.rendezvous import checker_store as rendezvous
from deconflict.rendezvous.rules import LATEST, disc_of
from deconflict.runtime.database import CheckerSession
from deconflict.separation.area import ZoneKind
from deconflict.separation.live.near import roster_of
from deconflict.separation.live.roster import Base, Meeting, Roster
from deconflict.separation.live.routes import Routes
from deconflict.separation.path import Track
from deconflict.tracking.checker_store import Reported
from deconflict.zones import store as zones

Version = tuple[PatrolId, int]


@dataclass(frozen=True, eq=False)
class Known:
    """n units by number. `driven`: the patrols on record now, of the units that have one."""

    units: Sequence[LiveUnit] = ()
    number: Mapping[UUID, int] = field(default_factory=dict)
    driven: Mapping[int, Driven] = field(default_factory=dict)

    def numbered(self, reported: Iterable[Reported]) -> list[tuple[int, bytes]]:
        """Return what units reported, by their numbers."""
        return [(self.number[item.unit], item.fixes) for item in reported]

    def under_way(self, unit: int) -> Driven | None:
        """Return the patrol that a unit has started and not ended."""
        patrol = self.driven.get(unit)
        return patrol if patrol is not None and patrol.state in UNDER_WAY else None

    def routes(self) -> Routes:
        """Return the routes of the units that are taken to be where their plans say (PAT-07)."""
        planned = {unit: item.track for unit, item in self.driven.items() if item.state in AS_PLANNED}
        return Routes.of(len(self.units), planned)


async def know_units(
    checker: CheckerSession, terms: Terms, before: Known, wanted: Sequence[UUID], now: datetime
) -> tuple[Known, Roster]:
    """Return who is who now; the units that were known before keep their numbers, those wanted are added."""
    new = [unit for unit in await parties.units_with(checker, wanted) if unit.id not in before.number]
    units = [*before.units, *(LiveUnit(unit.party, unit.id, unit.callsign) for unit in new)]
    number: dict[UUID, int] = {item.unit: index for index, item in enumerate(units)}
    driven = await _driven(checker, before, number, now)
    as_planned = {
        unit: (item.patrol, item.version) for unit, item in driven.items() if item.state in AS_PLANNED
    }
    meeting = {unit: item.patrol for unit, item in driven.items()}
    roster = await _roster(checker, terms, units, as_planned, meeting, now)
    return Known(units, number, driven), roster


async def know_units_then(
    checker: CheckerSession, terms: Terms, wanted: Sequence[UnitId], then: datetime
) -> tuple[list[LiveUnit], Roster]:
    """Return who those units are, in that order, and what raised nothing between them at a moment that is past.

    Between parties holds what they have agreed on by now.
    """
    found = {unit.id: unit for unit in await parties.units_with(checker, wanted)}
    units = [LiveUnit(found[one].party, one, found[one].callsign) for one in wanted]
    number = {item.unit: index for index, item in enumerate(units)}
    driven = {number[unit]: version for unit, version in await patrols.driven_then(checker, wanted, then)}
    meeting = {unit: patrol for unit, (patrol, _) in driven.items()}
    return units, await _roster(checker, terms, units, driven, meeting, then)


async def _roster(
    checker: CheckerSession,
    terms: Terms,
    units: Sequence[LiveUnit],
    as_planned: Mapping[int, Version],
    driving: Mapping[int, PatrolId],
    at: datetime,
) -> Roster:
    """Return who may not come close to whom at a moment; `as_planned`: what units drive by number, or should."""
    numbered = {item: index for index, item in enumerate(sorted({unit.party for unit in units}))}
    return roster_of(
        [numbered[item.party] for item in units],
        await _groups(checker, as_planned),
        float(terms.minimum_m),
        _apart(numbered, await agreements.pacts(checker, terms)),
        await _bases(checker, numbered, at),
        await _meetings(checker, units, driving, at),
    )


async def _driven(
    checker: CheckerSession, before: Known, number: Mapping[UUID, int], now: datetime
) -> dict[int, Driven]:
    """Return the patrols of known units whose time it is; one that is started goes before one that is not."""
    tracks: dict[tuple[UUID, int], Track] = {
        (item.patrol, item.version): item.track for item in before.driven.values()
    }
    found: dict[int, Driven] = {}
    for item in await patrols.driven(checker, now, tracks):
        unit = number.get(item.unit)
        if unit is not None and (unit not in found or item.state in UNDER_WAY):
            found[unit] = item
    return found


async def _groups(checker: CheckerSession, as_planned: Mapping[int, Version]) -> dict[int, int]:
    """Return of units that drive in a joint patrol, as its text says, in which one: by number (PAT-10)."""
    keeping: dict[UUID, int] = {patrol: unit for unit, (patrol, _) in as_planned.items()}
    together = await joint_patrols.together(checker, list(keeping)) if keeping else {}
    numbers: dict[tuple[UUID, int], int] = {}
    return {
        keeping[patrol]: numbers.setdefault(joint, len(numbers))
        for patrol, joint in together.items()
        if patrol in keeping and as_planned[keeping[patrol]][1] == joint[1]
    }


def _apart(numbered: Mapping[PartyId, int], pacts: Pacts) -> dict[tuple[int, int], float]:
    """Return the alert distance of pairs of parties that agreed on something: their separation minimum (SEP-04)."""
    return {
        (numbered[one], numbered[other]): float(minimum(pact))
        for (one, other), pact in pacts.between.items()
        if one in numbered and other in numbered
    }


async def _bases(checker: CheckerSession, numbered: Mapping[PartyId, int], now: datetime) -> list[Base]:
    """Return the bases that hold now (LIV-05)."""
    return [
        Base(numbered[zone.party], zones.to_polygon(zone.area))
        for zone in await zones.of_kind(checker, ZoneKind.BASE, now)
        if zone.party is not None and zone.party in numbered
    ]


async def _meetings(
    checker: CheckerSession, units: Sequence[LiveUnit], driving: Mapping[int, PatrolId], now: datetime
) -> list[Meeting]:
    """Return where and when units with a plan may be close, since both sides confirmed it (SEP-10)."""
    found = []
    for meant in await rendezvous.confirmed(checker, now - LATEST):
        disc = disc_of(meant.where)
        one, other = sorted(meant.sides)
        ours, theirs = (
            [
                unit
                for unit, patrol in driving.items()
                if units[unit].party == side and meant.is_for(side, patrol)
            ]
            for side in (one, other)
        )
        found += [Meeting(a, b, disc) for a in ours for b in theirs]
    return found
