"""The only SQL that reads plans across parties: for the checker alone, which no network reaches (CON-01).

Never commits.
"""

from collections.abc import AsyncIterator, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, delete, func, insert, select, text, update

from deconflict.parties.model import PartyId, UnitId
from deconflict.patrols.model import ON_RECORD, Due, Entered, PatrolId, PatrolState, Standing
from deconflict.patrols.tables import check_due, patrol, plan, suspended_plan
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id
from deconflict.runtime.metadata import TIMESTAMP
from deconflict.runtime.one_of import one_of
from deconflict.separation.errors import TrackUnreadable
from deconflict.separation.path import Track

# One index scan per subject on (envelope, period); both sides are padded, so nothing that matters is outside (SEP-07).
# The subject itself is among what is found.
AROUND: Final = """
    SELECT subject.patrol, other.patrol, other.party, other.callsign, other.reference, other.version,
        other.after_the_fact, other.track, other.cover
    FROM plan AS subject
    JOIN plan AS other ON other.current AND other.envelope && subject.envelope AND other.period && subject.period
        AND (other.party <> subject.party OR other.id = subject.id)
    WHERE subject.current AND subject.patrol = ANY (%s)
    """

# Of suspended parties: the versions that stood when their suspension began, whatever became of them since.
HELD_AROUND: Final = """
    SELECT subject.patrol, held.patrol, held.party, held.callsign, held.reference, held.version,
        held.after_the_fact, held.track, held.cover
    FROM suspended_plan AS suspended
    JOIN plan AS held ON held.party = suspended.party AND held.patrol = suspended.patrol
        AND held.version = suspended.version AND NOT held.after_the_fact
    JOIN plan AS subject ON subject.current AND subject.party <> held.party
        AND subject.envelope && held.envelope AND subject.period && held.period
    WHERE subject.patrol = ANY (%s)
    """

# Also what was withdrawn or ended between the suspension and the moment the checker learnt of it.
HOLD: Final = text(
    """
    INSERT INTO suspended_plan (patrol, party, version)
    SELECT p.patrol, p.party, max(p.version)
    FROM plan p JOIN patrol t ON t.id = p.patrol
    WHERE p.party = :party AND p.submitted_at < :since AND t.registered_at < :since
        AND (t.state IN ('registered', 'active', 'off_plan', 'contingent') OR EXISTS (
            SELECT FROM ledger_entry e
            WHERE e.party = :party AND e.at >= :since AND e.subject = t.id AND e.kind = 'move'
                AND e.payload ->> 'to' IN ('withdrawn', 'ended')))
    GROUP BY p.patrol, p.party
    ON CONFLICT DO NOTHING
    """
).bindparams(bindparam("party", type_=Uuid))

QUEUE_PARTY: Final = text(
    """
    INSERT INTO check_due (id, patrol, party, queued_at)
    SELECT gen_random_uuid(), patrol, party, :at FROM plan WHERE current AND party = :party
    UNION
    SELECT gen_random_uuid(), patrol, party, :at FROM suspended_plan WHERE party = :party
    """
).bindparams(bindparam("party", type_=Uuid), bindparam("at", type_=TIMESTAMP))

PLANS: Final = """
    SELECT patrol, party, callsign, reference, version, after_the_fact, track, cover FROM plan
    """
EVERY: Final = "SELECT patrol FROM plan WHERE current ORDER BY patrol"
A_PART: Final = f"{PLANS} WHERE current AND patrol > %s ORDER BY patrol LIMIT %s"
THOSE: Final = f"{PLANS} WHERE current AND patrol = ANY (%s) ORDER BY patrol"
PART: Final = 500
"""Plans read together when all are: whoever else has work to do waits no longer than these take."""

WITHIN_REACH: Final = """
    SELECT other.patrol, other.party, other.callsign, other.reference, other.version, other.after_the_fact, other.track,
        other.cover
    FROM plan AS subject
    JOIN plan AS other ON other.current AND other.envelope && subject.envelope AND other.party <> subject.party
        AND other.period && tstzrange(lower(subject.period) - %s, upper(subject.period) + %s, '[]')
    WHERE subject.current AND subject.patrol = %s AND NOT other.after_the_fact
    """

HELD_WITHIN_REACH: Final = """
    SELECT held.patrol, held.party, held.callsign, held.reference, held.version, held.after_the_fact, held.track,
        held.cover
    FROM plan AS subject
    JOIN suspended_plan AS suspended ON suspended.party <> subject.party
    JOIN plan AS held ON held.party = suspended.party AND held.patrol = suspended.patrol
        AND held.version = suspended.version AND held.envelope && subject.envelope
        AND held.period && tstzrange(lower(subject.period) - %s, upper(subject.period) + %s, '[]')
    WHERE subject.current AND subject.patrol = %s AND NOT held.after_the_fact
    """

NEAR_ZONE: Final = text(
    """
    SELECT plan.patrol
    FROM zone JOIN plan ON plan.current AND plan.envelope && zone.envelope AND plan.period && zone.holds
    WHERE zone.id = ANY (:zones)
    """
).bindparams(bindparam("zones", type_=ARRAY(Uuid)))

QUEUE_PAIR: Final = text(
    """
    INSERT INTO check_due (id, patrol, pair_a, pair_b, party, queued_at)
    SELECT gen_random_uuid(), patrol, :a, :b, party, :at FROM plan WHERE current AND party = :a
    """
).bindparams(bindparam("a", type_=Uuid), bindparam("b", type_=Uuid))


async def take_due(checker: CheckerSession, now: datetime, limit: int) -> Due | None:
    """Take the oldest to-dos; they come back if the transaction fails. None when there is nothing to do."""
    put_off = check_due.c.not_before.is_not(None) & (check_due.c.not_before > now)
    oldest = (
        select(check_due.c.id).where(~put_off).order_by(check_due.c.queued_at, check_due.c.id).limit(limit)
    )
    taken = await checker.rows(
        delete(check_due)
        .where(check_due.c.id.in_(oldest))
        .returning(
            check_due.c.patrol,
            check_due.c.zone,
            check_due.c.pair_a,
            check_due.c.pair_b,
            check_due.c.queued_at,
        )
    )
    if not taken:
        return None
    return Due(
        patrols=frozenset(PatrolId(row.patrol) for row in taken if row.patrol is not None),
        zones=frozenset(row.zone for row in taken if row.zone is not None),
        pairs=frozenset(
            (PartyId(row.pair_a), PartyId(row.pair_b))
            for row in taken
            if row.patrol is None and row.pair_a is not None
        ),
        count=len(taken),
        queued_at=min(row.queued_at for row in taken),
    )


async def near_zones(checker: CheckerSession, zones: Collection[UUID]) -> frozenset[PatrolId]:
    """Return the patrols whose padded envelope and period meet one of the zones'."""
    found = (await checker.execute(NEAR_ZONE, {"zones": list(zones)})).all()
    return frozenset(PatrolId(row.patrol) for row in found)


async def states(checker: CheckerSession, patrols: Collection[UUID]) -> dict[UUID, PatrolState]:
    """Return where those patrols stand."""
    rows = await checker.rows(select(patrol.c.id, patrol.c.state).where(one_of(patrol.c.id, patrols)))
    return {row.id: PatrolState(row.state) for row in rows}


async def off_record(checker: CheckerSession, patrols: Collection[UUID]) -> frozenset[UUID]:
    """Return which of those patrols are no longer on record: withdrawn, ended or expired."""
    states_of = await states(checker, patrols) if patrols else {}
    return frozenset(item for item, state in states_of.items() if state not in ON_RECORD)


async def entered(checker: CheckerSession, wanted: Collection[UUID]) -> list[Entered]:
    """Return which versions of those patrols are on record and since when."""
    rows = await checker.rows(
        select(
            plan.c.patrol,
            plan.c.party,
            plan.c.unit,
            plan.c.version,
            patrol.c.state,
            func.greatest(plan.c.submitted_at, patrol.c.registered_at).label("since"),
            func.lower(plan.c.nominal).label("start"),
            plan.c.time_tolerance_s,
        )
        .join(patrol, patrol.c.id == plan.c.patrol)
        .where(plan.c.current, one_of(plan.c.patrol, wanted))
    )
    return [
        Entered(
            PatrolId(row.patrol),
            PartyId(row.party),
            UnitId(row.unit),
            row.version,
            PatrolState(row.state),
            row.since,
            row.start - timedelta(seconds=row.time_tolerance_s),
        )
        for row in rows
    ]


async def around(
    checker: CheckerSession, patrols: Collection[PatrolId]
) -> tuple[dict[PatrolId, Standing], dict[PatrolId, list[Standing]]]:
    """Return the current plans of those patrols that are on record, and other parties' that could matter to each."""
    standing: dict[PatrolId, Standing] = {}
    candidates: dict[PatrolId, list[Standing]] = {}
    seen: dict[UUID, Standing] = {}
    for subject, patrol_id, *columns in await rows_around(checker, patrols):
        if (item := seen.get(patrol_id)) is None:
            item = seen[patrol_id] = _standing(patrol_id, *columns)
        if subject == patrol_id:
            standing[item.patrol] = item
        else:
            candidates.setdefault(PatrolId(subject), []).append(item)
    return standing, candidates


async def held_around(
    checker: CheckerSession, patrols: Collection[PatrolId]
) -> dict[PatrolId, list[Standing]]:
    """Return for each of those patrols the plans of suspended parties that rivals go on being warned of."""
    found: dict[PatrolId, list[Standing]] = {}
    for subject, *columns in await checker.packed(HELD_AROUND, list(patrols)):
        found.setdefault(PatrolId(subject), []).append(_standing(*columns))
    return found


async def hold_plans(checker: CheckerSession, party: PartyId, since: datetime) -> None:
    """Keep the versions that a party had on record when it was suspended."""
    await checker.execute(HOLD, {"party": party, "since": since})


async def held(checker: CheckerSession) -> frozenset[UUID]:
    """Return the patrols of suspended parties of which a version is held."""
    return frozenset(await checker.scalars(select(suspended_plan.c.patrol)))


async def let_go_plans(checker: CheckerSession, party: PartyId) -> None:
    """Hold nothing of a party any more."""
    await checker.execute(delete(suspended_plan).where(suspended_plan.c.party == party))


async def queue_party(checker: CheckerSession, at: datetime, party: PartyId) -> dict[UUID, PartyId]:
    """Leave a to-do for every patrol of a party; return them."""
    await checker.execute(QUEUE_PARTY, {"party": party, "at": at})
    on_record = select(plan.c.patrol).where(plan.c.current, plan.c.party == party)
    held_of = select(suspended_plan.c.patrol).where(suspended_plan.c.party == party)
    return dict.fromkeys(await checker.scalars(on_record.union(held_of)), party)


async def within_reach(checker: CheckerSession, patrol_id: UUID, by: timedelta) -> list[Standing]:
    """Return other parties' current plans that one could come near if it began so much earlier or later."""
    return [_standing(*row) for row in await checker.packed(WITHIN_REACH, by, by, patrol_id)]


async def held_within_reach(checker: CheckerSession, patrol_id: UUID, by: timedelta) -> list[Standing]:
    """Return the same of the plans of suspended parties that rivals go on being warned of."""
    return [_standing(*row) for row in await checker.packed(HELD_WITHIN_REACH, by, by, patrol_id)]


async def rows_around(checker: CheckerSession, patrols: Collection[PatrolId]) -> list[tuple[Any, ...]]:
    """Return what `around` makes values of."""
    return await checker.packed(AROUND, list(patrols))


async def on_record(checker: CheckerSession) -> list[PatrolId]:
    """Return every patrol with a current plan, in order of their ids."""
    return [PatrolId(row[0]) for row in await checker.packed(EVERY)]


async def in_parts(
    checker: CheckerSession, size: int = PART
) -> AsyncIterator[tuple[list[Standing], frozenset[UUID]]]:
    """Yield every current plan, for the oracle (CON-03), so many at a time in order of their patrols' ids.

    With each part come the patrols whose plan cannot be read.
    """
    last = UUID(int=0)
    while rows := await checker.packed(A_PART, last, size):
        last = rows[-1][0]
        yield _readable(rows)


async def with_ids(checker: CheckerSession, wanted: Collection[UUID]) -> list[Standing]:
    """Return the current plans of those patrols that can be read, in order of their ids."""
    return _readable(await checker.packed(THOSE, list(wanted)))[0]


async def everything(checker: CheckerSession) -> tuple[list[Standing], frozenset[UUID]]:
    """Return every current plan, and the patrols whose plan cannot be read."""
    parts = [part async for part in in_parts(checker)]
    return [item for plans, _ in parts for item in plans], frozenset().union(*(lost for _, lost in parts))


def _readable(rows: Iterable[tuple[Any, ...]]) -> tuple[list[Standing], frozenset[UUID]]:
    readable, unreadable = [], set()
    for row in rows:
        try:
            readable.append(_standing(*row))
        except TrackUnreadable:
            unreadable.add(row[0])
    return readable, frozenset(unreadable)


async def waiting(checker: CheckerSession) -> frozenset[UUID]:
    """Return the patrols with a to-do that is not taken yet, their own or their party's."""
    due = select(check_due.c.patrol).where(check_due.c.patrol.is_not(None))
    of_pairs = select(check_due.c.pair_a).where(check_due.c.patrol.is_(None), check_due.c.pair_a.is_not(None))
    found = await checker.scalars(
        due.union(select(plan.c.patrol).where(plan.c.current, plan.c.party.in_(of_pairs)))
    )
    return frozenset(item for item in found if item is not None)


async def expire(checker: CheckerSession, now: datetime) -> list[tuple[PatrolId, PartyId]]:
    """End the patrols that never started and whose plan, run as late as it may, is over (PAT-01)."""
    over = (
        select(patrol.c.id, patrol.c.party)
        .join(plan, (plan.c.patrol == patrol.c.id) & plan.c.current)
        .where(patrol.c.state == PatrolState.REGISTERED.value, ~plan.c.after_the_fact, plan.c.over_at < now)
        .with_for_update(key_share=True)  # both: a plan that is amended meanwhile is not over
    )
    gone = await checker.rows(over)
    if gone:
        wanted = [row.id for row in gone]
        expired = {"state": PatrolState.EXPIRED.value}
        await checker.execute(update(patrol).where(one_of(patrol.c.id, wanted)).values(expired))
        await checker.execute(
            update(plan).where(plan.c.current, one_of(plan.c.patrol, wanted)).values(current=False)
        )
    return [(PatrolId(row.id), PartyId(row.party)) for row in gone]


async def put_off(checker: CheckerSession, due: Due, until: datetime) -> None:
    """Leave what was taken for later."""
    nothing: dict[str, UUID | None] = {"patrol": None, "zone": None, "pair_a": None, "pair_b": None}
    subjects = [nothing | {"patrol": patrol} for patrol in due.patrols]
    subjects += [nothing | {"zone": zone} for zone in due.zones]
    subjects += [nothing | {"pair_a": a, "pair_b": b} for a, b in due.pairs]
    rows = [{"id": new_id(), **item, "queued_at": due.queued_at, "not_before": until} for item in subjects]
    await checker.insert_all(check_due, rows)


async def queue_pair(checker: CheckerSession, at: datetime, pair: tuple[PartyId, PartyId]) -> None:
    """Leave a to-do for each plan of the one side: checking it compares it with all of the other's (PAT-09)."""
    await checker.execute(QUEUE_PAIR, {"a": pair[0], "b": pair[1], "at": at})


async def pairs_waiting(checker: CheckerSession) -> frozenset[tuple[PartyId, PartyId]]:
    """Return the pairs of parties on whose account something is still to be checked."""
    rows = await checker.rows(
        select(check_due.c.pair_a, check_due.c.pair_b).where(check_due.c.pair_a.is_not(None)).distinct()
    )
    return frozenset((PartyId(row.pair_a), PartyId(row.pair_b)) for row in rows)


async def queue_check(checker: CheckerSession, at: datetime, wanted: PatrolId, owner: PartyId) -> None:
    """Leave a to-do for what the checker itself changed."""
    await checker.execute(insert(check_due).values(id=new_id(), patrol=wanted, party=owner, queued_at=at))


def _standing(
    patrol_id: UUID,
    party: UUID,
    callsign: str,
    reference: str,
    version: int,
    after_the_fact: bool,  # noqa: FBT001  (a column)
    track: bytes,
    cover: bytes,
) -> Standing:
    return Standing(
        PatrolId(patrol_id),
        PartyId(party),
        callsign,
        reference,
        version,
        after_the_fact,
        Track.unpack(track),
        cover,
    )
