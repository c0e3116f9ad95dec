"""The only SQL about encounters that reads and writes across parties: for the engine alone. Never commits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, delete, func, or_, select, tuple_, update

from deconflict.agreements.model import Parties
from deconflict.agreements.rules import ordered
from deconflict.encounters.facts import from_facts, to_facts
from deconflict.encounters.model import (
    Closeness,
    Encounter,
    EncounterId,
    EncounterState,
    LiveRun,
    LiveUnit,
    Overdue,
    OverdueId,
    Sight,
    Sighting,
    SightingChange,
    SightingId,
    SightingState,
    Told,
)
from deconflict.encounters.tables import encounter, live_run, overdue, sighting, sighting_told
from deconflict.parties.model import PartyId, UnitId
from deconflict.parties.tables import unit
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of


async def lately(checker: CheckerSession, since: datetime) -> list[Encounter]:
    """Return the encounters that are open, and those that something became of since that moment."""
    lively = encounter.c.state == EncounterState.OPEN.value, encounter.c.updated_at >= since
    rows = await checker.rows(_encounters().where(or_(*lively)))
    return [_to_encounter(row) for row in rows]


async def between_units(
    checker: CheckerSession, of: UnitId, others: Collection[UnitId], since: datetime
) -> list[Encounter]:
    """Return the encounters of a unit with those others that were not over by that moment."""
    a, b = encounter.c.unit_a, encounter.c.unit_b
    pair = or_(and_(a == of, one_of(b, others)), and_(b == of, one_of(a, others)))
    lively = encounter.c.state == EncounterState.OPEN.value, encounter.c.updated_at >= since
    return [_to_encounter(row) for row in await checker.rows(_encounters().where(pair, or_(*lively)))]


async def episodes(
    checker: CheckerSession, pairs: Collection[tuple[UnitId, UnitId]]
) -> dict[tuple[UUID, UUID], int]:
    """Return how many encounters those pairs of units had, the lesser id first."""
    pair = encounter.c.unit_a, encounter.c.unit_b
    rows = await checker.rows(
        select(*pair, func.max(encounter.c.episode).label("last"))
        .where(tuple_(*pair).in_(list(pairs)))
        .group_by(*pair)
    )
    return {(row.unit_a, row.unit_b): row.last + 1 for row in rows}


async def record(checker: CheckerSession, new: Sequence[Encounter], changed: Sequence[Encounter]) -> None:
    """Store encounters."""
    await checker.insert_all(encounter, [_row(item) for item in new])
    states = ("id", "state", "closeness", "distance_m", "closest_at", "opened_at", "updated_at")
    await checker.update_all(
        encounter, "id", [{name: row[name] for name in states} for row in map(_row, changed)]
    )


async def record_sightings(
    checker: CheckerSession,
    new: Sequence[Sighting],
    changed: Sequence[Sighting],
    told: Sequence[tuple[Sighting, Sequence[Told]]],
) -> None:
    """Store what viewers are shown, and what each revision tells; first what ended, for an area follows another."""
    states = ("id", "state", "revision", "change", "updated_at")
    await checker.update_all(
        sighting, "id", [{name: row[name] for name in states} for row in map(_sighting_row, changed)]
    )
    await checker.insert_all(sighting, [_sighting_row(item) for item in new])
    await checker.insert_all(sighting_told, [_told_row(item, one) for item, all_of in told for one in all_of])


async def tell_of_others(checker: CheckerSession, told: Sequence[tuple[Sighting, Sequence[Told]]]) -> None:
    """Let revisions that were told stand for other rivals than before: nothing that shows has changed."""
    if told:
        revision = sighting_told.c.sighting, sighting_told.c.revision
        those = tuple_(*revision).in_([(item.id, item.revision) for item, _ in told])
        await checker.execute(delete(sighting_told).where(those))
    await checker.insert_all(sighting_told, [_told_row(item, one) for item, all_of in told for one in all_of])


async def open_sightings(checker: CheckerSession) -> list[tuple[Sighting, tuple[Told, ...]]]:
    """Return what viewers are shown now, with what the last revision tells of whom."""
    return await _with_told(checker, select(sighting).where(sighting.c.state == SightingState.OPEN.value))


async def beside(checker: CheckerSession, wanted: UUID) -> frozenset[UUID]:
    """Return as what parties know the encounter that a sighting of the desk's is of: of its units, on the grid too."""
    seen, theirs = sighting.alias(), sighting.alias()
    on_grid = (theirs.c.sight == Sight.AREA.value) & (theirs.c.state == SightingState.OPEN.value)
    of_its_units = theirs.c.unit.in_((encounter.c.unit_a, encounter.c.unit_b))
    found = (
        select(theirs.c.id)
        .select_from(seen.join(encounter, encounter.c.id == seen.c.encounter))
        .join(theirs, (theirs.c.encounter == encounter.c.id) | (on_grid & of_its_units))
        .where(seen.c.id == wanted, seen.c.party.is_(None), theirs.c.party.is_not(None))
    )
    return frozenset(await checker.scalars(found))


async def told_between(checker: CheckerSession, one: PartyId, other: PartyId) -> list[tuple[UUID, int, Told]]:
    """Return all that either of two parties was ever told of the other at a level above sealed, by revision."""
    told = sighting_told.c
    sides = or_(and_(told.party == one, told.rival == other), and_(told.party == other, told.rival == one))
    rows = await checker.rows(select(sighting_told).where(sides, told.level > 0))
    return [(row.sighting, row.revision, _to_told(row)) for row in rows]


async def tell_no_more(checker: CheckerSession, what: Collection[tuple[UUID, int, Told]]) -> None:
    """Forget what those revisions told of those rivals at those levels."""
    if what:
        told = sighting_told.c
        key = tuple_(told.sighting, told.revision, told.rival, told.level)
        wanted = [(of, revision, item.rival, int(item.shown.level)) for of, revision, item in what]
        await checker.execute(delete(sighting_told).where(key.in_(wanted)))


async def tell_less(checker: CheckerSession, what: Collection[tuple[UUID, int, Told]]) -> None:
    """Let those revisions tell of those rivals at those levels what is left of it."""
    told = sighting_told.c
    for of, revision, item in what:
        key = (of, revision, item.rival, int(item.shown.level))
        same = tuple_(told.sighting, told.revision, told.rival, told.level) == key
        await checker.execute(
            update(sighting_told).where(same).values(facts=to_facts(item.shown), lies=item.lies)
        )


async def stops_since(checker: CheckerSession, since: datetime) -> dict[Parties, int]:
    """Return how often the safety clause was used between two parties since then, also towards one alone (LIV-06)."""
    told = sighting_told.c
    rows = await checker.rows(
        select(told.party, told.rival, func.count(sighting.c.encounter.distinct()).label("times"))
        .join(sighting, sighting.c.id == told.sighting)
        .where(sighting.c.sight == Sight.STOP.value, told.revision == 1, sighting.c.opened_at >= since)
        .group_by(told.party, told.rival)
    )
    used: dict[Parties, int] = {}
    for row in rows:
        pair = ordered(PartyId(row.party), PartyId(row.rival))
        used[pair] = max(used.get(pair, 0), row.times)
    return used


async def standing_overdue(checker: CheckerSession) -> list[Overdue]:
    """Return the units that are overdue."""
    rows = await checker.rows(
        select(overdue, unit.c.callsign)
        .join(unit, unit.c.id == overdue.c.unit)
        .where(overdue.c.heard_at.is_(None))
    )
    return [to_overdue(row) for row in rows]


async def record_overdue(checker: CheckerSession, new: Sequence[Overdue], changed: Sequence[Overdue]) -> None:
    """Store silent units."""
    await checker.insert_all(overdue, [_overdue_row(item) for item in new])
    states = ("id", "beyond_reach", "heard_at", "revision")
    await checker.update_all(
        overdue, "id", [{name: row[name] for name in states} for row in map(_overdue_row, changed)]
    )


async def last_run_at(checker: CheckerSession) -> datetime | None:
    """Return the moment of a live tick that was committed, within ten seconds of the last; None before any said so."""
    return await checker.scalar(select(live_run.c.at))


async def report_run(checker: CheckerSession, run: LiveRun) -> None:
    """Keep how the live tick did lately."""
    await checker.execute(delete(live_run))
    await checker.insert_all(live_run, [vars(run)])


def _encounters() -> Select[*tuple[Any, ...]]:
    one, other = unit.alias(), unit.alias()
    return (
        select(encounter, one.c.callsign.label("callsign_a"), other.c.callsign.label("callsign_b"))
        .join(one, one.c.id == encounter.c.unit_a)
        .join(other, other.c.id == encounter.c.unit_b)
        .order_by(encounter.c.opened_at, encounter.c.id)
    )


async def _with_told(
    checker: CheckerSession, wanted: Select[*tuple[Any, ...]]
) -> list[tuple[Sighting, tuple[Told, ...]]]:
    shown = [to_sighting(row, row.encounter) for row in await checker.rows(wanted)]
    told: dict[tuple[UUID, int], list[Told]] = {}
    if shown:
        rows = await checker.rows(
            select(sighting_told).where(one_of(sighting_told.c.sighting, [item.id for item in shown]))
        )
        for row in rows:
            told.setdefault((row.sighting, row.revision), []).append(_to_told(row))
    return [(item, tuple(told.get((item.id, item.revision), ()))) for item in shown]


def to_sighting(row: Row[*tuple[Any, ...]], of: UUID | None) -> Sighting:
    """Read a sighting; of which encounter is for the engine alone."""
    return Sighting(
        SightingId(row.id),
        row.reference,
        row.party and PartyId(row.party),
        UnitId(row.unit),
        None if of is None else EncounterId(of),
        Sight(row.sight),
        SightingState(row.state),
        row.revision,
        SightingChange(row.change),
        row.opened_at,
        row.updated_at,
    )


def to_overdue(row: Row[*tuple[Any, ...]]) -> Overdue:
    """Read a silent unit."""
    return Overdue(
        OverdueId(row.id),
        row.reference,
        PartyId(row.party),
        UnitId(row.unit),
        row.callsign,
        row.since,
        row.beyond_reach,
        row.heard_at,
        row.revision,
    )


def _to_encounter(row: Row[*tuple[Any, ...]]) -> Encounter:
    return Encounter(
        EncounterId(row.id),
        LiveUnit(PartyId(row.party_a), UnitId(row.unit_a), row.callsign_a),
        LiveUnit(PartyId(row.party_b), UnitId(row.unit_b), row.callsign_b),
        EncounterState(row.state),
        Closeness(row.closeness),
        row.episode,
        row.distance_m,
        row.closest_at,
        row.opened_at,
        row.updated_at,
    )


def _to_told(row: Row[*tuple[Any, ...]]) -> Told:
    return Told(PartyId(row.rival), from_facts(row.level, row.facts), row.lies)


def _row(item: Encounter) -> dict[str, Any]:
    return {
        "id": item.id,
        "party_a": item.a.party,
        "unit_a": item.a.unit,
        "party_b": item.b.party,
        "unit_b": item.b.unit,
        "state": item.state.value,
        "closeness": item.closeness.value,
        "episode": item.episode,
        "distance_m": item.distance_m,
        "closest_at": item.closest_at,
        "opened_at": item.opened_at,
        "updated_at": item.updated_at,
    }


def _sighting_row(item: Sighting) -> dict[str, Any]:
    return {
        "id": item.id,
        "reference": item.reference,
        "party": item.party,
        "unit": item.unit,
        "encounter": item.encounter,
        "sight": item.sight.value,
        "state": item.state.value,
        "revision": item.revision,
        "change": item.change.value,
        "opened_at": item.opened_at,
        "updated_at": item.updated_at,
    }


def _told_row(item: Sighting, told: Told) -> dict[str, Any]:
    return {
        "sighting": item.id,
        "revision": item.revision,
        "rival": told.rival,
        "level": int(told.shown.level),
        "party": item.party,
        "facts": to_facts(told.shown),
        "lies": told.lies,
    }


def _overdue_row(item: Overdue) -> dict[str, Any]:
    return {
        "id": item.id,
        "reference": item.reference,
        "party": item.party,
        "unit": item.unit,
        "since": item.since,
        "beyond_reach": item.beyond_reach,
        "heard_at": item.heard_at,
        "revision": item.revision,
    }
