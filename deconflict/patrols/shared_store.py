"""The only SQL about rivals' plans as a party at level 4 reads them. Never commits."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, select, tuple_

from deconflict.parties import scope
from deconflict.parties.model import PartyId
from deconflict.patrols.model import PatrolClass, PatrolState, SharedPlan, SharedPlanId
from deconflict.patrols.store import unpacked
from deconflict.patrols.tables import shared_plan
from deconflict.runtime.database import PartySession
from deconflict.separation.units import Metres, Seconds

SEEN: Final = (
    shared_plan.c.id,
    shared_plan.c.reference,
    shared_plan.c.party,
    shared_plan.c.owner,
    shared_plan.c.version,
    shared_plan.c.callsign,
    shared_plan.c.state,
    shared_plan.c.purpose,
    shared_plan.c.waypoints,
    shared_plan.c.time_tolerance_s,
    shared_plan.c.lateral_tolerance_m,
    shared_plan.c.shared_at,
)


async def shared_plan_with(reader: PartySession, wanted: UUID) -> SharedPlan | None:
    """Return a rival's plan that the reader may see."""
    row = await reader.one_or_none(_shared(reader).where(shared_plan.c.id == wanted))
    return None if row is None else to_shared_plan(row)


async def page(reader: PartySession, limit: int, after: tuple[datetime, UUID] | None) -> list[SharedPlan]:
    """Return at most `limit` of rivals' plans that the reader may see, newest first, after that (shared_at, id)."""
    key = tuple_(shared_plan.c.shared_at, shared_plan.c.id)
    wanted = _shared(reader).order_by(shared_plan.c.shared_at.desc(), shared_plan.c.id.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(key < after)
    return [to_shared_plan(row) for row in await reader.rows(wanted)]


def _shared(reader: PartySession) -> Select[*tuple[Any, ...]]:
    return select(*SEEN).where(scope.of_party(reader, shared_plan.c.party))


def to_shared_plan(row: Row[*tuple[Any, ...]]) -> SharedPlan:
    """Read a rival's plan."""
    return SharedPlan(
        id=SharedPlanId(row.id),
        reference=row.reference,
        party=PartyId(row.party),
        owner=PartyId(row.owner),
        version=row.version,
        callsign=row.callsign,
        state=PatrolState(row.state),
        purpose=PatrolClass(row.purpose),
        waypoints=unpacked(row.waypoints),
        time_tolerance_s=Seconds(row.time_tolerance_s),
        lateral_tolerance_m=Metres(row.lateral_tolerance_m),
        shared_at=row.shared_at,
    )
