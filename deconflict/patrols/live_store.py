"""The only SQL about patrols that the live tick asks: which are being driven, and that one has left its plan.

For the engine alone. Never commits.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select, update

from deconflict.parties.model import UnitId
from deconflict.patrols.model import AS_PLANNED, UNDER_WAY, Driven, PatrolId, PatrolState
from deconflict.patrols.tables import patrol, plan
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of
from deconflict.separation.errors import TrackUnreadable
from deconflict.separation.path import Track

Version = tuple[UUID, int]
LIVE: Final = (PatrolState.REGISTERED, *UNDER_WAY)
THEN: Final = (*AS_PLANNED, PatrolState.ENDED)
"""What a plan that was kept to may have become since."""
TRACKS: Final = "SELECT patrol, version, track FROM plan WHERE current AND patrol = ANY (%s)"


async def driven(checker: CheckerSession, now: datetime, known: Mapping[Version, Track]) -> list[Driven]:
    """Return the patrols under way, and those whose time it is; tracks that are not known yet are read."""
    under_way = patrol.c.state.in_([state.value for state in UNDER_WAY])
    rows = await checker.rows(
        select(plan.c.patrol, plan.c.unit, plan.c.version, patrol.c.state)
        .join(patrol, patrol.c.id == plan.c.patrol)
        .where(
            plan.c.current,
            ~plan.c.after_the_fact,
            patrol.c.state.in_([state.value for state in LIVE]),
            or_(under_way, plan.c.period.contains(now)),
        )
        .order_by(plan.c.patrol)
    )
    wanted = [row.patrol for row in rows if (row.patrol, row.version) not in known]
    tracks = dict(known) | (await _tracks(checker, wanted) if wanted else {})
    return [
        Driven(PatrolId(row.patrol), UnitId(row.unit), row.version, PatrolState(row.state), track)
        for row in rows
        if (track := tracks.get((row.patrol, row.version))) is not None
    ]


async def units_under_way(checker: CheckerSession) -> list[UnitId]:
    """Return the units that have started a patrol and not ended it."""
    states = patrol.c.state.in_([state.value for state in UNDER_WAY])
    under_way = select(plan.c.unit).join(patrol, patrol.c.id == plan.c.patrol).where(plan.c.current, states)
    return [UnitId(unit) for unit in await checker.scalars(under_way.distinct())]


async def driven_then(
    checker: CheckerSession, units: Collection[UnitId], then: datetime
) -> list[tuple[UnitId, tuple[PatrolId, int]]]:
    """Return which patrols those units drove, or were to drive, at a moment that is past, and their versions."""
    rows = await checker.rows(
        select(plan.c.unit, plan.c.patrol, plan.c.version)
        .join(patrol, (patrol.c.id == plan.c.patrol) & (patrol.c.version == plan.c.version))
        .where(
            ~plan.c.after_the_fact,
            one_of(plan.c.unit, units),
            patrol.c.state.in_([state.value for state in THEN]),
            plan.c.period.contains(then),
        )
        .order_by(plan.c.patrol)
    )
    return [(UnitId(row.unit), (PatrolId(row.patrol), row.version)) for row in rows]


async def leave_plan(checker: CheckerSession, wanted: PatrolId) -> bool:
    """Move an active patrol off its plan (PAT-07); False when it is no longer active."""
    active = patrol.c.id == wanted, patrol.c.state == PatrolState.ACTIVE.value
    moved = await checker.execute(update(patrol).where(*active).values(state=PatrolState.OFF_PLAN.value))
    return moved.rowcount == 1


async def _tracks(checker: CheckerSession, wanted: Collection[UUID]) -> dict[Version, Track]:
    found = {}
    for patrol_id, version, packed in await checker.packed(TRACKS, list(wanted)):
        try:
            found[patrol_id, version] = Track.unpack(packed)
        except TrackUnreadable:  # the checker sets it aside; nobody is held against it
            continue
    return found
