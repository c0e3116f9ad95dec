"""The live engine reads everything anew: fixes of the last minutes, who is who, what is on record as open (LIV-01).

What was open stays open and what was told is not told again; nothing is kept that the tables do not hold.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from deconflict.agreements.model import Pacts
from deconflict.encounters import checker_store as encounters
from deconflict.encounters.model import Encounter, EncounterId, EncounterState, Sight, SightingChange
from deconflict.flows.deployment import Deployment
from deconflict.flows.following import Area, Current, Following
from deconflict.flows.know_units import Known, know_units
from deconflict.flows.record_encounters import GRADES
from deconflict.flows.tell_units import take_up_straying
from deconflict.parties.model import UnitId
from deconflict.patrols import live_store as patrols
from deconflict.runtime.database import CheckerSession
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.near import OnRecord, fixes_of, pairs_of
from deconflict.separation.live.pairs import Pairs
from deconflict.separation.live.tick import State
from deconflict.separation.live.tracks import KEPT_S
from deconflict.tracking import checker_store as tracking
from deconflict.tracking.model import Fix

TRACKED: Final = timedelta(seconds=KEPT_S)


async def begin_following(checker: CheckerSession, deployment: Deployment, now: datetime) -> Following:
    """Return the live state as the tables have it; the fixes are for the first tick to take in."""
    cap = timedelta(seconds=deployment.live.reach_cap_s)
    reported, seen = await tracking.reported_since(checker, now - TRACKED)
    lately = await encounters.lately(checker, now - TRACKED)
    # The cap ends a reach, not a silence: under way or met, a unit is looked for however long the engine was away.
    also = await patrols.units_under_way(checker) + [
        side.unit for item in lately for side in (item.a, item.b)
    ]
    silent = await tracking.last_known(checker, now - TRACKED - cap, now - TRACKED, also)
    silent += await _ahead(checker, deployment, now)
    overdue = await encounters.standing_overdue(checker)
    shown = await encounters.open_sightings(checker)
    named = {item.unit for item in reported} | {unit for unit, _ in silent}
    named |= {side.unit for item in lately for side in (item.a, item.b)} | {item.unit for item in overdue}
    named |= {item.unit for item, _ in shown}
    known, roster = await know_units(checker, deployment.terms, Known(), sorted(named), now)
    state = State.of(roster, deployment.live)
    at = Following(state, known, seen, Pacts(deployment.terms, {}))
    state.routes = known.routes()
    await take_up_straying(checker, at, now)
    state.pairs = _pairs(at, lately, now)
    at.encounters = {at.pair_of(item): item for item in lately if item.state is EncounterState.OPEN}
    at.overdue = {item.unit: replace(item, since=min(item.since, now)) for item in overdue}
    for item, told in shown:
        current = Current(item, told)
        if item.encounter is None:
            at.areas[item.unit] = Area(current)
        else:
            at.shown.setdefault(item.encounter, {})[item.party, item.sight] = current
            if item.sight is Sight.STOP:
                at.spent.add(item.encounter)
    at.stopped = _stopped(at, lately)
    at.untaken = _first(at, silent, fixes_of(at.known.numbered(reported)))
    return at


def _stopped(at: Following, lately: Sequence[Encounter]) -> dict[EncounterId, SightingChange]:
    """Return what became of encounters that are over, of which crews that were stopped have yet to be told."""
    ended = {item.id for item in lately if item.state is EncounterState.ENDED}
    still_open = {item.id for item in at.encounters.values()}
    return {
        of: SightingChange.RESOLVED if of in ended else SightingChange.LOST
        for of in at.shown
        if of not in still_open
    }


async def _ahead(checker: CheckerSession, deployment: Deployment, now: datetime) -> list[tuple[UnitId, Fix]]:
    """Return where units were last by a clock that was ahead and has been set back since: when, nobody knows.

    What they reported then is of the future and counts no more. Long enough ago that nothing is carried on from it, nor
    any way from there to where they are now too long.
    """
    future, fresh = (timedelta(seconds=item) for item in (deployment.live.future_s, deployment.live.fresh_s))
    found = await tracking.last_known(checker, now + future, datetime.max.replace(tzinfo=UTC))
    return [(unit, fix._replace(at=now - fresh)) for unit, fix in found]


def _pairs(at: Following, lately: Sequence[Encounter], now: datetime) -> Pairs:
    """Return the pairs that are open, and those that were lately: a late fix does not tell again what was told.

    None as later than now, as a clock that was ahead put them on record: it would swallow what comes.
    """
    last = {at.pair_of(item): item for item in lately if item.state is not EncounterState.LATE}
    return pairs_of(
        [
            OnRecord(
                *pair,
                grade=int(GRADES[item.closeness]),
                # Found between fixes, it was before it was found.
                since_s=min(item.opened_at, item.closest_at, now).timestamp(),
                told_m=item.distance_m,
                episode=item.episode,
                ended_s=None if item.state is EncounterState.OPEN else min(item.updated_at, now).timestamp(),
            )
            for pair, item in last.items()
        ]
    )


def _first(at: Following, silent: Sequence[tuple[UnitId, Fix]], fixes: Fixes) -> Fixes:
    """Return what the first tick takes in: also where units were last that have been silent for longer."""
    rows = [(at.known.number[unit], fix.at.timestamp(), fix.lon, fix.lat) for unit, fix in silent]
    return Fixes.of(rows).and_of(fixes)
