"""The only SQL about patrols and plans as their own party, the desk and the edge deal with them. Never commits."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

import numpy as np
import shapely
from anyio import to_thread
from sqlalchemy import Row, Select, Uuid, bindparam, func, insert, select, text, tuple_, update

from deconflict.parties import scope
from deconflict.parties.model import PartyId, PersonId, UnitId
from deconflict.parties.tables import unit
from deconflict.patrols.errors import UnitBusy
from deconflict.patrols.model import (
    ON_RECORD,
    Patrol,
    PatrolClass,
    PatrolId,
    PatrolState,
    Plan,
    PlanId,
    Review,
    ReviewId,
    ReviewReason,
)
from deconflict.patrols.tables import check_due, patrol, plan, review
from deconflict.runtime.database import Insertion, PartySession, Session
from deconflict.runtime.errors import ConstraintViolated
from deconflict.runtime.ids import new_id
from deconflict.runtime.one_of import one_of
from deconflict.runtime.question import Question, none
from deconflict.separation.cover import check_envelope, cover, pack
from deconflict.separation.path import TimedPath, Track, Waypoint
from deconflict.separation.units import Metres, Seconds

T = TypeVar("T")
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SRID: Final = 4326
LONG_PATH: Final = 500
"""Legs above which a plan is packed in a thread, so that a week's journey holds up no other request (SEC-02)."""

OCCUPIED: Final = (
    select(plan.c.patrol)
    .where(
        plan.c.current,
        ~plan.c.after_the_fact,
        plan.c.party == bindparam("party"),
        plan.c.unit == bindparam("unit"),
        plan.c.nominal.op("&&")(func.tstzrange(bindparam("start"), bindparam("end"), "[]")),
    )
    .limit(1)
)
HOLD_UNIT: Final = text("SELECT hold_unit(:unit)").bindparams(bindparam("unit", type_=Uuid))
NOTHING: Final = Question(text("SELECT"), {}, none)
THROUGH_GLASS: Final = text("SELECT * FROM glass_plans(:glass)").bindparams(bindparam("glass", type_=Uuid))


def patrol_row(new: Patrol) -> dict[str, Any]:
    """Return a patrol as the columns of its row."""
    return {
        "id": new.id,
        "reference": new.reference,
        "party": new.party,
        "unit": new.unit,
        "state": new.state.value,
        "version": new.version,
        "purpose": new.purpose.value,
        "note": new.note,
        "late": new.late,
        "after_the_fact": new.after_the_fact,
        "registered_by": new.registered_by,
        "registered_at": new.registered_at,
    }


def plan_row(owner: Patrol, new: Plan, max_minimum_m: Metres) -> dict[str, Any]:
    """Return a version as the columns of its row, packed, with its padded envelope."""
    track = new.path.track
    box, start_s, end_s = check_envelope(track, max_minimum_m)
    outline = shapely.set_srid(shapely.box(box.west, box.south, box.east, box.north), SRID)
    return {
        "id": new.id,
        "patrol": owner.id,
        "party": owner.party,
        "unit": owner.unit,
        "callsign": owner.callsign,
        "reference": owner.reference,
        "version": new.version,
        "current": owner.state in ON_RECORD,
        "after_the_fact": owner.after_the_fact,
        "waypoints": packed(new.path.waypoints),
        "time_tolerance_s": new.path.time_tolerance_s,
        "lateral_tolerance_m": new.path.lateral_tolerance_m,
        "nominal": between(new.path.start, new.path.end),
        "over_at": new.path.end + timedelta(seconds=new.path.time_tolerance_s),
        "envelope": shapely.to_wkb(outline, hex=True, include_srid=True),
        "period": between(from_seconds(start_s), from_seconds(end_s)),
        "track": track.pack(),
        "cover": pack(cover(track, max_minimum_m)),
        "submitted_by": new.submitted_by,
        "submitted_at": new.submitted_at,
    }


def between(start: datetime, end: datetime) -> str:
    """Return a period with both its ends as PostgreSQL reads it."""
    return f"[{start.isoformat()},{end.isoformat()}]"


def addition(new: Patrol) -> Insertion:
    """Return a new patrol, to be stored."""
    return Insertion(patrol, [patrol_row(new)])


async def plan_addition(owner: Patrol, new: Plan, max_minimum_m: Metres) -> Insertion:
    """Return a version of a patrol with its cover and padded envelope, to be stored."""
    if len(new.path.knots) > LONG_PATH:
        return Insertion(plan, [await to_thread.run_sync(plan_row, owner, new, max_minimum_m)])
    return Insertion(plan, [plan_row(owner, new, max_minimum_m)])


def to_do(
    at: datetime,
    *,
    owner: PartyId | None,
    patrol_id: UUID | None = None,
    zone: UUID | None = None,
    pair: tuple[PartyId, PartyId] | None = None,
) -> Insertion:
    """Return the checker's durable to-do: this patrol, every patrol near this zone, or all between two parties.

    (CON-01, PAT-09.)
    """
    a, b = pair or (None, None)
    row = {"patrol": patrol_id, "zone": zone, "pair_a": a, "pair_b": b, "party": owner, "queued_at": at}
    return Insertion(check_due, [{"id": new_id(), **row}])


async def occupied(
    reader: Session, party: PartyId, unit_id: UnitId, path: TimedPath, but: UUID | None
) -> UUID | None:
    """Return which patrol of its party a unit is on while that path lasts, one patrol left aside; None when on none."""
    then = {"party": party, "unit": unit_id, "start": path.start, "end": path.end}
    elsewhere = OCCUPIED if but is None else OCCUPIED.where(plan.c.patrol != but)
    return await reader.scalar(elsewhere, then)


async def store(writer: Session, changed: Patrol, path: TimedPath, *additions: Insertion) -> None:
    """Store what belongs together; UnitBusy when the unit is elsewhere then (PRB-01)."""
    await store_and_ask(writer, changed, path, NOTHING, *additions)


async def store_and_ask(
    writer: Session, changed: Patrol, path: TimedPath, asked: Question[T], *additions: Insertion
) -> T:
    """Store what belongs together, and return the answer to a question that goes with it."""
    async with one_place_at_a_time(writer, changed, path):
        return await writer.attempt(unit_held(changed.unit), asked, *additions)


def unit_held(wanted: UnitId) -> Question[None]:
    """Wait until nobody else is putting that unit on a patrol; till the end of the transaction they wait for this one.

    Always after the patrol's own row and before any of its plans: in one order nobody waits for each other.
    """
    return Question(HOLD_UNIT, {"unit": wanted}, none)


@asynccontextmanager
async def one_place_at_a_time(writer: Session, changed: Patrol, path: TimedPath) -> AsyncIterator[None]:
    """Where the schema refuses that a unit is in two places, say with UnitBusy which own patrol it is on."""
    try:
        yield
    except ConstraintViolated as error:
        if error.constraint != "plan_one_per_unit":
            raise
        busy = await occupied(writer, changed.party, changed.unit, path, None)
        raise UnitBusy(patrol=None if busy is None else str(busy)) from None


async def set_state(writer: PartySession, changed: Patrol, path: TimedPath, *, was: PatrolState) -> None:
    """Store a move of a patrol read to be changed; its plan stays current while on record. UnitBusy as for `store`."""
    await writer.execute(
        update(patrol)
        .where(patrol.c.id == changed.id)
        .values(
            state=changed.state.value,
            late=changed.late,
            after_the_fact=changed.after_the_fact,
            registered_by=changed.registered_by,
            registered_at=changed.registered_at,
        )
    )
    if changed.state in ON_RECORD and was not in ON_RECORD:
        await writer.together(unit_held(changed.unit))
        async with one_place_at_a_time(writer, changed, path), writer.savepoint():
            await set_current(writer, changed, current=True)
    elif was in ON_RECORD and changed.state not in ON_RECORD:
        await set_current(writer, changed, current=False)


async def set_current(writer: Session, owner: Patrol, *, current: bool) -> None:
    """Let the checker compare the patrol's newest plan with others, or not any more."""
    await writer.execute(
        update(plan)
        .where(plan.c.party == owner.party, plan.c.patrol == owner.id, plan.c.version == owner.version)
        .values(current=current, after_the_fact=owner.after_the_fact)
    )


async def set_version(writer: Session, changed: Patrol) -> None:
    """Store the next version number of a patrol read to be changed."""
    await writer.execute(
        update(patrol)
        .where(patrol.c.id == changed.id)
        .values(
            version=changed.version,
            note=changed.note,
            late=changed.late,
            after_the_fact=changed.after_the_fact,
        )
    )


def _patrols(reader: Session) -> Select[*tuple[Any, ...]]:
    seen = scope.of_viewer(reader, patrol.c.party)
    return select(patrol, unit.c.callsign).join(unit, unit.c.id == patrol.c.unit).where(seen)


async def patrol_with(reader: Session, wanted: UUID) -> Patrol | None:
    """Return a patrol the reader may see."""
    row = await reader.one_or_none(_patrols(reader).where(patrol.c.id == wanted))
    return None if row is None else to_patrol(row)


async def patrol_to_change(writer: Session, wanted: UUID) -> Patrol | None:
    """Return a patrol the writer may change, as it is once nobody else is changing it."""
    query = _patrols(writer).where(patrol.c.id == wanted).with_for_update(of=patrol, key_share=True)
    row = await writer.one_or_none(query)
    return None if row is None else to_patrol(row)


async def page(
    reader: Session,
    limit: int,
    after: tuple[datetime, UUID] | None,
    *,
    on_record: bool = False,
    unit: UUID | None = None,
) -> list[Patrol]:
    """Return at most `limit` patrols the reader may see, of a unit or of all, newest registration first."""
    wanted = _patrols(reader).order_by(patrol.c.registered_at.desc(), patrol.c.id.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(tuple_(patrol.c.registered_at, patrol.c.id) < after)
    if on_record:
        wanted = wanted.where(patrol.c.state.in_([state.value for state in ON_RECORD]))
    if unit is not None:
        wanted = wanted.where(patrol.c.unit == unit)
    return [to_patrol(row) for row in await reader.rows(wanted)]


async def on_record_of(reader: Session, party: UUID) -> list[Patrol]:
    """Return a party's patrols on record that the reader may see, by registration."""
    states = [state.value for state in ON_RECORD]
    wanted = _patrols(reader).where(patrol.c.party == party, patrol.c.state.in_(states))
    return [to_patrol(row) for row in await reader.rows(wanted.order_by(patrol.c.registered_at, patrol.c.id))]


async def with_ids(reader: Session, wanted: Collection[UUID]) -> dict[UUID, Patrol]:
    """Return those patrols that the reader may see."""
    rows = await reader.rows(_patrols(reader).where(one_of(patrol.c.id, wanted)))
    return {row.id: to_patrol(row) for row in rows}


async def plans_of(reader: Session, wanted: Sequence[PatrolId]) -> dict[PatrolId, Plan]:
    """Return the newest plan of each of those patrols."""
    rows = await reader.rows(
        select(plan)
        .join(patrol, (patrol.c.id == plan.c.patrol) & (patrol.c.version == plan.c.version))
        .where(plan.c.patrol.in_(wanted), scope.of_viewer(reader, plan.c.party))
    )
    return {PatrolId(row.patrol): to_plan(row) for row in rows}


async def versions(reader: Session, wanted: PatrolId) -> list[Plan]:
    """Return every version of a patrol, oldest first."""
    seen = scope.of_viewer(reader, plan.c.party)
    rows = await reader.rows(select(plan).where(plan.c.patrol == wanted, seen).order_by(plan.c.version))
    return [to_plan(row) for row in rows]


async def through_glass(reader: PartySession, glass: UUID) -> list[tuple[Patrol, Plan]]:
    """Return the patrols, with their newest plans, that a broken glass lets the reader see: the database decides."""
    rows = (await reader.execute(THROUGH_GLASS, {"glass": glass})).all()
    return [(to_patrol(row), to_plan(row, row.plan)) for row in rows]


async def open_review(writer: PartySession, new: Review) -> None:
    """Leave the desk a review task."""
    await writer.execute(
        insert(review).values(
            id=new.id,
            reference=new.reference,
            party=new.party,
            patrol=new.patrol,
            reason=new.reason.value,
            opened_at=new.opened_at,
        )
    )


async def reviews(reader: Session, wanted: Sequence[UUID] | None = None) -> list[Review]:
    """Return the desk's reviews, newest first; with `wanted`, those alone."""
    query = select(review).order_by(review.c.opened_at.desc(), review.c.id)
    if wanted is not None:
        query = query.where(review.c.id.in_(wanted))
    return [to_review(row) for row in await reader.rows(query)]


async def close_review(
    writer: PartySession, wanted: ReviewId, by: PersonId, outcome: str, at: datetime
) -> bool:
    """Close an open review; False when there is none to be seen."""
    closed = await writer.execute(
        update(review)
        .where(review.c.id == wanted, review.c.closed_at.is_(None))
        .values(closed_at=at, closed_by=by, outcome=outcome)
    )
    return closed.rowcount == 1


def packed(waypoints: Sequence[Waypoint]) -> bytes:
    """Return waypoints as little-endian float64 (lon, lat, unix seconds)."""
    rows = [
        (waypoint.lon, waypoint.lat, (waypoint.time - EPOCH) / timedelta(seconds=1)) for waypoint in waypoints
    ]
    return np.array(rows, dtype="<f8").tobytes()


def unpacked(stored: bytes) -> tuple[Waypoint, ...]:
    """Read what `packed` wrote."""
    rows = np.frombuffer(stored, dtype="<f8").reshape(-1, 3)
    return tuple(Waypoint(float(lon), float(lat), from_seconds(float(at))) for lon, lat, at in rows)


def from_seconds(seconds: float) -> datetime:
    """Return the moment that many seconds after 1970, to the microsecond."""
    return EPOCH + timedelta(seconds=seconds)


def to_patrol(row: Row[*tuple[Any, ...]]) -> Patrol:
    """Read a patrol with its unit's callsign."""
    return Patrol(
        PatrolId(row.id),
        row.reference,
        PartyId(row.party),
        UnitId(row.unit),
        row.callsign,
        PatrolState(row.state),
        row.version,
        PatrolClass(row.purpose),
        row.note,
        row.late,
        row.after_the_fact,
        PersonId(row.registered_by),
        row.registered_at,
    )


def to_plan(row: Row[*tuple[Any, ...]], plan_id: UUID | None = None) -> Plan:
    """Read a plan, with its id where the row's is its patrol's; what was accepted once is not checked again."""
    knots = Track.unpack(row.track).knots
    path = TimedPath(
        waypoints=unpacked(row.waypoints),
        time_tolerance_s=Seconds(row.time_tolerance_s),
        lateral_tolerance_m=Metres(row.lateral_tolerance_m),
        knots=knots,
        length_m=Metres(float(np.linalg.norm(np.diff(knots[:, :3], axis=0), axis=1).sum())),
    )
    return Plan(PlanId(plan_id or row.id), row.version, path, PersonId(row.submitted_by), row.submitted_at)


def to_review(row: Row[*tuple[Any, ...]]) -> Review:
    """Read a review."""
    return Review(
        ReviewId(row.id),
        row.reference,
        PartyId(row.party),
        PatrolId(row.patrol),
        ReviewReason(row.reason),
        row.opened_at,
        row.closed_at,
        row.outcome,
    )
