"""The only SQL that shares plans at level 4 and takes them back: for the checker alone. Never commits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, delete, select, text, tuple_

from deconflict.parties.model import PartyId
from deconflict.patrols.tables import plan, shared_plan
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of

Viewing = tuple[PartyId, UUID]
"""A viewer's party and the rival's patrol whose plan it is shown."""
Name = tuple[UUID, str]
"""The id and the reference under which a viewer knows a plan, its own for it (IDN-04)."""

SHARE: Final = text(
    """
    INSERT INTO shared_plan (id, reference, party, owner, patrol, version, callsign, state, purpose, waypoints,
        time_tolerance_s, lateral_tolerance_m, envelope, period, cover, shared_at)
    SELECT shown.id, shown.reference, shown.party, plan.party, plan.patrol, plan.version, plan.callsign, patrol.state,
        patrol.purpose, plan.waypoints, plan.time_tolerance_s, plan.lateral_tolerance_m, plan.envelope, plan.period,
        plan.cover, :at
    FROM unnest(:ids, :references, :parties, :patrols) AS shown (id, reference, party, patrol)
    JOIN plan ON plan.patrol = shown.patrol AND plan.current
    JOIN patrol ON patrol.id = plan.patrol
    ON CONFLICT (party, patrol) DO UPDATE SET (version, callsign, state, purpose, waypoints, time_tolerance_s,
        lateral_tolerance_m, envelope, period, cover, shared_at) = (excluded.version, excluded.callsign, excluded.state,
        excluded.purpose, excluded.waypoints, excluded.time_tolerance_s, excluded.lateral_tolerance_m,
        excluded.envelope, excluded.period, excluded.cover, excluded.shared_at)
    WHERE (shared_plan.version, shared_plan.state) IS DISTINCT FROM (excluded.version, excluded.state)
    RETURNING party, owner, patrol, version
    """
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid)),
    bindparam("references", type_=ARRAY(Text)),
    bindparam("parties", type_=ARRAY(Uuid)),
    bindparam("patrols", type_=ARRAY(Uuid)),
)


@dataclass(frozen=True)
class Shareable:
    """A current plan that could be shared, and where it lies; `cover` as `separation.cover` packs it."""

    patrol: UUID
    party: PartyId
    cover: bytes


@dataclass(frozen=True)
class Shared:
    """A version that a viewer's party is shown from now on."""

    party: PartyId
    owner: PartyId
    patrol: UUID
    version: int


async def shareable(
    checker: CheckerSession, patrols: Collection[UUID], owners: Collection[PartyId]
) -> list[Shareable]:
    """Return the current plans of those patrols and owners; what was registered after the fact is the desk's alone."""
    rows = await checker.rows(
        select(plan.c.patrol, plan.c.party, plan.c.cover).where(
            plan.c.current,
            ~plan.c.after_the_fact,
            one_of(plan.c.patrol, patrols),
            one_of(plan.c.party, owners),
        )
    )
    return [Shareable(row.patrol, PartyId(row.party), row.cover) for row in rows]


async def patrols_of(checker: CheckerSession, owners: Collection[PartyId]) -> list[UUID]:
    """Return the patrols of those parties that have a current plan."""
    return list(
        await checker.scalars(select(plan.c.patrol).where(plan.c.current, one_of(plan.c.party, owners)))
    )


async def shown(checker: CheckerSession, patrols: Collection[UUID]) -> dict[Viewing, Name]:
    """Return to whom the plans of those patrols are shown, and under which names."""
    columns = shared_plan.c.party, shared_plan.c.patrol, shared_plan.c.id, shared_plan.c.reference
    rows = await checker.rows(select(*columns).where(one_of(shared_plan.c.patrol, patrols)))
    return {(PartyId(row.party), row.patrol): (row.id, row.reference) for row in rows}


async def share(checker: CheckerSession, wanted: Mapping[Viewing, Name], at: datetime) -> list[Shared]:
    """Show those plans as they are now; return what is new in it."""
    if not wanted:
        return []
    named = list(wanted.items())
    rows = await checker.execute(
        SHARE,
        {
            "ids": [name[0] for _, name in named],
            "references": [name[1] for _, name in named],
            "parties": [party for (party, _), _ in named],
            "patrols": [patrol for (_, patrol), _ in named],
            "at": at,
        },
    )
    return [Shared(PartyId(row.party), PartyId(row.owner), row.patrol, row.version) for row in rows.all()]


async def unshare(checker: CheckerSession, those: Sequence[Viewing]) -> None:
    """Show those plans no more."""
    if those:
        of = tuple_(shared_plan.c.party, shared_plan.c.patrol).in_(list(those))
        await checker.execute(delete(shared_plan).where(of))


async def shown_between(checker: CheckerSession, one: PartyId, other: PartyId) -> list[tuple[Viewing, bytes]]:
    """Return which plans either of two parties is shown of the other's, and where each lies."""
    between = tuple_(shared_plan.c.party, shared_plan.c.owner).in_([(one, other), (other, one)])
    columns = shared_plan.c.party, shared_plan.c.patrol, shared_plan.c.cover
    rows = await checker.rows(select(*columns).where(between))
    return [((PartyId(row.party), row.patrol), row.cover) for row in rows]
