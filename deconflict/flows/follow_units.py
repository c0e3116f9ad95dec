"""One live tick: take in the positions that came, see what they mean, put it on record, tell who may know (LIV-02).

    position → check → encounter → notice → delivery: the live twin of `check_plans`, in one transaction.

When it fails nothing is stored, and the state, which is ahead of the tables then, is thrown away: `begin_following`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Pacts, Terms
from deconflict.agreements.rules import capped
from deconflict.flows.begin_following import TRACKED
from deconflict.flows.deployment import Deployment
from deconflict.flows.following import Following
from deconflict.flows.know_units import know_units
from deconflict.flows.record_encounters import (
    Moved,
    Telling,
    end_together,
    keep_encounters_in_line,
    record_encounters,
    tell_encounters,
)
from deconflict.flows.say_at_once import Said, say_at_once
from deconflict.flows.stop_crews import end_stops, near_enough, stop_crews
from deconflict.flows.tell_areas import tell_areas
from deconflict.flows.tell_units import tell_conformance, tell_silence
from deconflict.flows.withhold_sightings import withhold_changed
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import UnitId
from deconflict.runtime.database import CheckerSession
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.near import fixes_of
from deconflict.separation.live.tick import tick
from deconflict.tracking import checker_store as tracking
from deconflict.tracking.checker_store import Reported
from deconflict.tracking.rules import HOURS_BEFORE

MOST: Final = 400
"""So many fixes of one unit a tick takes in: more than five minutes of a device that reports every second.

Each costs the tick a third of a millisecond, however many units send as many (docs/figures.md).
"""
log = structlog.get_logger()


@dataclass(frozen=True)
class Due:
    """What a tick does besides taking in fixes. `known`: read who is who again. `levels`: bring what is shown in line.

    `areas`: it is the release tick, at which parties are told on the grid.
    """

    known: bool = False
    levels: bool = False
    areas: bool = False


@dataclass(frozen=True)
class Followed:
    """What one tick did: fixes taken in, alerts said; how long the oldest upload had waited."""

    fixes: int
    said: int
    lag_s: float


async def follow_units(
    checker: CheckerSession, at: Following, deployment: Deployment, due: Due, now: datetime
) -> Followed:
    """Move everything to that moment; `at` is changed in place."""
    reported, at.seen = await tracking.newcomers(checker, at.seen, now - HOURS_BEFORE)
    strangers = sorted({item.unit for item in reported if item.unit not in at.known.number})
    ended: list[Moved] = []
    if due.known or strangers:
        ended = await _know_again(checker, at, deployment.terms, strangers, now)
    fixes = await _taken_in(checker, at, reported, now)
    at.state, tidings = tick(at.state, fixes, now.timestamp())
    moved = ended + await record_encounters(checker, at, tidings.pairs, now)
    said: list[Said] = []
    near = near_enough(at, moved, deployment.safety, now)
    if moved or near or due.levels or due.areas:
        pacts = await pacts_as_read(checker, deployment.terms, now)
        at.suspended = await suspensions.in_force(checker)
        if due.levels:
            await withhold_changed(checker, at, pacts, now)
        for telling in (
            tell_encounters(at, moved, pacts, now),
            keep_encounters_in_line(at, pacts, now) if due.levels else Telling(),
            await stop_crews(checker, at, near, pacts, deployment.safety, now),
            end_stops(at, now) if due.areas else Telling(),
            await tell_areas(checker, at, pacts, deployment, now) if due.areas else Telling(),
        ):
            await telling.store(checker)
            said += telling.said
    if due.levels:
        said += await tell_silence(checker, at, now)
    said += await tell_conformance(checker, at, tidings.conformance, now)
    await say_at_once(checker, said, now)
    lag_s = max((now - item.received_at).total_seconds() for item in reported) if reported else 0.0
    return Followed(len(fixes), len(said), lag_s)


async def _taken_in(
    checker: CheckerSession, at: Following, reported: Sequence[Reported], now: datetime
) -> Fixes:
    """Return what this tick takes in: of each unit the newest, so that nobody's flood stops what the others are told.

    What is left out is compared after the fact, as what no tick saw.
    """
    since = min((item.received_at for item in reported), default=now)
    if len(at.untaken):  # read back by an engine that has just begun
        since = min(since, now - TRACKED)
    fixes, at.untaken = at.untaken.and_of(fixes_of(at.known.numbered(reported))), Fixes.of(())
    kept, crowded = fixes.newest(MOST)
    if crowded:
        units = [at.known.units[unit].unit for unit in crowded]
        await tracking.mark_crowded(checker, units, since, now)
        log.warning(
            "left_to_after_the_fact", fixes=len(fixes) - len(kept), units=[str(unit) for unit in units]
        )
    return kept


async def pacts_as_read(checker: CheckerSession, terms: Terms, now: datetime) -> Pacts:
    """Return what holds between parties, never above what may be read now (`viewer_ceiling`).

    Told with more, an alert would be read as withheld and never ring.
    """
    pending = await agreements.pending(checker, now)
    pacts = await agreements.pacts(checker, terms)
    return capped(pacts, [(item.pair, item.lowest) for item in pending])


async def _know_again(
    checker: CheckerSession, at: Following, terms: Terms, strangers: Sequence[UnitId], now: datetime
) -> list[Moved]:
    """Read who is who again; return the encounters that end with it."""
    at.known, roster = await know_units(checker, terms, at.known, strangers, now)
    ended = await end_together(checker, at, roster, now)
    if len(roster) > len(at.state.roster):
        at.state = at.state.widened(roster)
    at.state.roster, at.state.routes = roster, at.known.routes()
    return ended
