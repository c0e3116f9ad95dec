"""The only SQL about conflicts and findings. Written by the checker.

Read by those entitled to the exact view. Never commits.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select, true, tuple_, update

from deconflict.conflicts.facts import from_facts, to_facts
from deconflict.conflicts.model import (
    Conflict,
    ConflictId,
    ConflictState,
    FindingId,
    Pair,
    Resolution,
    Side,
    ZoneSide,
)
from deconflict.conflicts.tables import conflict, finding, oracle_run
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession, PartySession, Session
from deconflict.runtime.one_of import one_of
from deconflict.separation.area import ZoneFinding
from deconflict.separation.check import Finding

_alarm = finding.alias()
_conflicts = (
    select(conflict, finding.c.version_a, finding.c.version_b, finding.c.facts, _alarm.c.facts.label("rang"))
    .join(finding, finding.c.id == conflict.c.finding)
    .join(_alarm, _alarm.c.id == conflict.c.alarm)
)
_to_change = _conflicts.with_for_update(of=conflict, key_share=True)


async def of_patrols(checker: CheckerSession, patrols: Collection[UUID]) -> dict[tuple[UUID, UUID], Conflict]:
    """Return every conflict, past or present, of those patrols, by what it is between (IDN-02).

    They are locked, so that what the desk does meanwhile comes before or after what is recorded, and is kept.
    """
    by_a = _to_change.where(one_of(conflict.c.patrol_a, patrols))
    by_b = _to_change.where(conflict.c.zone.is_(None), one_of(conflict.c.patrol_b, patrols))
    found = [to_conflict(row) for query in (by_a, by_b) for row in await checker.rows(query)]
    return {item.pair.key: item for item in found}


async def of_zones(checker: CheckerSession, zones: Collection[UUID]) -> frozenset[UUID]:
    """Return the patrols that have an open conflict with one of those zones."""
    rows = await checker.scalars(
        select(conflict.c.patrol_a).where(
            conflict.c.zone.in_(zones), conflict.c.state != ConflictState.RESOLVED.value
        )
    )
    return frozenset(rows)


async def record(
    checker: CheckerSession, new: Sequence[Conflict], changed: Sequence[Conflict], at: datetime
) -> None:
    """Store conflicts found for the first time and those found anew or resolved, with their findings (CON-02)."""
    await checker.insert_all(conflict, [_row(item) for item in new])
    if changed:
        await checker.execute(
            update(finding)
            .where(one_of(finding.c.conflict, [item.id for item in changed]), finding.c.closed_at.is_(None))
            .values(closed_at=at)
        )
        await checker.update_all(conflict, "id", [_row(item) for item in changed])
    found = [item for item in (*new, *changed) if item.state is not ConflictState.RESOLVED]
    await checker.insert_all(finding, [_finding_row(item, at) for item in found])


async def set_states(checker: CheckerSession, changed: Sequence[Conflict]) -> None:
    """Store where conflicts stand after what their sides said; what was found of them is as it was."""
    await checker.update_all(conflict, "id", [_row(item) for item in changed])


async def over(checker: CheckerSession, now: datetime) -> list[Conflict]:
    """Return the open conflicts whose time is over, except those that were already over when found."""
    query = _to_change.where(
        conflict.c.state != ConflictState.RESOLVED.value,
        conflict.c.over_at < now,
        conflict.c.opened_at <= conflict.c.over_at,
    )
    return [to_conflict(row) for row in await checker.rows(query)]


async def oldest_open(checker: CheckerSession) -> datetime | None:
    """Return when the oldest conflict that is not resolved was opened; None when there is none."""
    still = conflict.c.state != ConflictState.RESOLVED.value
    return await checker.scalar(select(func.min(conflict.c.opened_at)).where(still))


async def open_pairs(
    checker: CheckerSession, of: Collection[UUID] | None = None
) -> dict[tuple[UUID, UUID], datetime]:
    """Return the pairs of patrols with an open conflict and when it is over, for the oracle (CON-03).

    `of`: only those with one of these patrols.
    """
    rows = await checker.rows(
        select(conflict.c.patrol_a, conflict.c.patrol_b, conflict.c.over_at).where(
            conflict.c.zone.is_(None), conflict.c.state != ConflictState.RESOLVED.value, _with_one_of(of)
        )
    )
    return {(row.patrol_a, row.patrol_b): row.over_at for row in rows}


async def settled_pairs(
    checker: CheckerSession, of: Collection[UUID] | None = None
) -> frozenset[tuple[UUID, UUID]]:
    """Return the pairs whose conflict both sides accepted, or whose time has passed, for the oracle (CON-03).

    `of`: only those with one of these patrols.
    """
    rows = await checker.rows(
        select(conflict.c.patrol_a, conflict.c.patrol_b).where(
            conflict.c.zone.is_(None),
            conflict.c.resolution.in_([Resolution.ACCEPTED.value, Resolution.PASSED.value]),
            _with_one_of(of),
        )
    )
    return frozenset((row.patrol_a, row.patrol_b) for row in rows)


def _with_one_of(patrols: Collection[UUID] | None) -> ColumnElement[bool]:
    if patrols is None:
        return true()
    return or_(one_of(conflict.c.patrol_a, patrols), one_of(conflict.c.patrol_b, patrols))


async def report_oracle(checker: CheckerSession, compared: int, difference: int, at: datetime) -> None:
    """Keep the oracle's latest run."""
    await checker.execute(delete(oracle_run))
    await checker.execute(insert(oracle_run).values(at=at, compared=compared, difference=difference))


async def oracle_difference(reader: Session) -> int | None:
    """Return what the metric `conflict_oracle_difference` shows; None before the first run."""
    return await reader.scalar(select(oracle_run.c.difference))


async def conflict_with(reader: Session, wanted: UUID) -> Conflict | None:
    """Return a conflict the reader may see."""
    row = await reader.one_or_none(_conflicts.where(conflict.c.id == wanted))
    return None if row is None else to_conflict(row)


async def conflict_to_change(writer: PartySession, wanted: UUID) -> Conflict | None:
    """Return a conflict the writer may change, as it is once nobody else is changing it."""
    lock = select(conflict.c.id).where(conflict.c.id == wanted).with_for_update(key_share=True)
    if await writer.one_or_none(lock) is None:
        return None
    return await conflict_with(writer, wanted)  # by another statement: its finding may be a new one


async def page(
    reader: Session, limit: int, after: tuple[datetime, UUID] | None, *, open_only: bool = False
) -> list[Conflict]:
    """Return at most `limit` conflicts the reader may see, newest first, after that (opened_at, id)."""
    wanted = _conflicts.order_by(conflict.c.opened_at.desc(), conflict.c.id.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(tuple_(conflict.c.opened_at, conflict.c.id) < after)
    if open_only:
        wanted = wanted.where(conflict.c.state != ConflictState.RESOLVED.value)
    return [to_conflict(row) for row in await reader.rows(wanted)]


async def with_ids(reader: Session, wanted: Collection[UUID]) -> dict[UUID, Conflict]:
    """Return those conflicts that the reader may see."""
    rows = await reader.rows(_conflicts.where(conflict.c.id.in_(wanted)))
    return {row.id: to_conflict(row) for row in rows}


async def findings(reader: Session, wanted: Collection[UUID]) -> dict[UUID, Finding | ZoneFinding]:
    """Return those findings that the reader may see."""
    rows = await reader.rows(select(finding.c.id, finding.c.facts).where(finding.c.id.in_(wanted)))
    return {row.id: from_facts(row.facts) for row in rows}


async def set_state(writer: PartySession, changed: Conflict) -> None:
    """Store what the desk did with a conflict."""
    await writer.execute(
        update(conflict)
        .where(conflict.c.id == changed.id)
        .values(
            state=changed.state.value,
            updated_at=changed.updated_at,
            resolution=changed.resolution and changed.resolution.value,
        )
    )


def _row(item: Conflict) -> dict[str, Any]:
    a, b, zone = item.pair.a, item.pair.b, item.pair.zone
    return {
        "id": item.id,
        "reference": item.reference,
        "party_a": a.party,
        "patrol_a": a.patrol,
        "callsign_a": a.callsign,
        "reference_a": a.reference,
        "party_b": b and b.party,
        "patrol_b": b and b.patrol,
        "callsign_b": b and b.callsign,
        "reference_b": b and b.reference,
        "zone": zone and zone.id,
        "zone_name": zone and zone.name,
        "zone_party": zone and zone.party,
        "state": item.state.value,
        "episode": item.episode,
        "finding": item.finding_id,
        "alarm": item.alarm_id,
        "opened_at": item.opened_at,
        "updated_at": item.updated_at,
        "over_at": item.over_at,
        "resolution": item.resolution and item.resolution.value,
    }


def _finding_row(item: Conflict, at: datetime) -> dict[str, Any]:
    return {
        "id": item.finding_id,
        "conflict": item.id,
        "version_a": item.pair.a.version,
        "version_b": item.pair.b and item.pair.b.version,
        "facts": to_facts(item.finding),
        "found_at": at,
    }


def to_conflict(row: Row[*tuple[Any, ...]]) -> Conflict:
    """Read a conflict with its present finding."""
    a = Side(PartyId(row.party_a), row.patrol_a, row.version_a, row.callsign_a, row.reference_a)
    b = zone = None
    if row.patrol_b is not None:
        b = Side(PartyId(row.party_b), row.patrol_b, row.version_b, row.callsign_b, row.reference_b)
    if row.zone is not None:
        zone = ZoneSide(row.zone, row.zone_name, row.zone_party)
    return Conflict(
        ConflictId(row.id),
        row.reference,
        Pair(a, b, zone),
        ConflictState(row.state),
        row.episode,
        FindingId(row.finding),
        from_facts(row.facts),
        row.over_at,
        row.opened_at,
        row.updated_at,
        row.resolution and Resolution(row.resolution),
        FindingId(row.alarm),
        from_facts(row.rang),
    )
