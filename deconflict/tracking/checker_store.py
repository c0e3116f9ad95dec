"""The only SQL about fixes that reads across parties: for the checker alone. Never commits."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, or_, select, update

from deconflict.parties.model import PartyId, PersonId, UnitId
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of
from deconflict.tracking.model import Fix, UploadId
from deconflict.tracking.tables import BEHIND, UNCOMPARED, last_position, upload

# One statement, so that the snapshot is the one in which the rows were seen. What seems to be of a transaction that has
# yet to begin was written in another cluster, whose numbers mean nothing here: each tick would take it for new.
NEWCOMERS: Final = """
    SELECT pg_current_snapshot()::text, NULL::uuid, NULL::uuid, NULL::timestamptz, NULL::bytea
    UNION ALL
    SELECT NULL, unit, person, received_at, fixes FROM upload
    WHERE written >= %s AND written < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        AND received_at >= %s AND NOT late
        AND NOT pg_visible_in_snapshot(written::text::xid8, %s::pg_snapshot)
    """
REPORTED: Final = """
    SELECT pg_current_snapshot()::text, NULL::uuid, NULL::uuid, NULL::timestamptz, NULL::bytea
    UNION ALL
    SELECT NULL, unit, person, received_at, fixes FROM upload WHERE received_at >= %s AND NOT late
    """

# Of each party the oldest, and of these that of the party whose turn was longest ago.
NEXT_BEHIND: Final = f"""
    SELECT late.id, late.party, unit, received_at, fixes, compared_to, min(received_at) OVER (), missed
    FROM party CROSS JOIN LATERAL (
        SELECT id, upload.party, unit, received_at, fixes, compared_to, missed FROM upload
        WHERE upload.party = party.id AND {UNCOMPARED} AND last_at <= %s
        ORDER BY received_at, id LIMIT 1
    ) AS late
    ORDER BY coalesce(array_position(%s::uuid[], late.party), 0), late.received_at, late.id LIMIT 1
    """  # noqa: S608  (a constant)
# Of its own unit alone: whether there can be a leg from or to a fix that is alone in its upload.
BESIDE: Final = f"""
    SELECT EXISTS (SELECT FROM upload WHERE NOT ({BEHIND}) AND received_at BETWEEN %s AND %s
            AND first_at <= %s AND last_at >= %s AND party = %s AND unit = %s)
        OR EXISTS (SELECT FROM upload WHERE ({BEHIND}) AND received_at >= %s
            AND first_at <= %s AND last_at >= %s AND party = %s AND unit = %s AND id <> %s)
    """  # noqa: S608  (a constant)
# What one unit reported while nobody took it in is compared together: each upload by itself costs as much as all.
MISSED_WITH: Final = """
    WITH missed AS (
        SELECT id, received_at, fixes FROM upload
        WHERE missed AND compared_to IS NULL AND party = %s AND unit = %s AND received_at BETWEEN %s AND %s
        ORDER BY received_at, id LIMIT %s
    )
    SELECT array_agg(id), string_agg(fixes, ''::bytea ORDER BY received_at, id) FROM missed
    """
MARK_MISSED: Final = f"""
    WITH marked AS (
        UPDATE upload SET missed = true
        WHERE received_at >= %s AND received_at < %s AND NOT missed AND NOT ({BEHIND}) RETURNING 1
    )
    SELECT count(*) FROM marked
    """  # noqa: S608  (a constant)
MARK_CROWDED: Final = f"""
    UPDATE upload SET missed = true
    WHERE received_at BETWEEN %s AND %s AND unit = ANY(%s::uuid[]) AND NOT missed AND NOT ({BEHIND})
    RETURNING 1
    """  # noqa: S608  (a constant)
TOGETHER: Final = timedelta(minutes=4)
"""With the minute that an upload may hold it is no more than what is compared in one go."""
MOST_TOGETHER: Final = 200
"""How many uploads that is at the most, whoever reports without end."""
# Of each unit in one piece: as rows they would hold up, where they are read, whoever else is served there. Nobody's may
# be so many that the rest cannot be read: of each unit the first to come; its own before others', the fewest first.
IN_TIME: Final = f"""
    WITH reported AS (
        SELECT unit, received_at, id, fixes,
            sum(octet_length(fixes)) OVER (PARTITION BY unit ORDER BY received_at, id) AS so_far
        FROM upload
        WHERE NOT ({BEHIND}) AND received_at BETWEEN %s AND %s AND first_at <= %s AND last_at >= %s
            AND (party <> %s OR unit = %s)
    ), whole AS (
        SELECT unit, max(so_far) AS size,
            string_agg(fixes, ''::bytea ORDER BY received_at, id) FILTER (WHERE so_far <= %s) AS fixes
        FROM reported GROUP BY unit
    )
    SELECT unit, size::bigint,
        CASE WHEN sum(octet_length(fixes)) OVER (ORDER BY unit <> %s, size, unit) <= %s THEN fixes END
    FROM whole ORDER BY unit
    """  # noqa: S608  (a constant)
# If they are too many, the first to come, by parties in turn.
ALSO_BEHIND: Final = f"""
    WITH reported AS (
        SELECT unit, received_at, id, fixes, row_number() OVER (PARTITION BY party ORDER BY received_at, id) AS turn
        FROM upload
        WHERE ({BEHIND}) AND received_at >= %s AND first_at <= %s AND last_at >= %s
            AND (party <> %s OR unit = %s)
    ), counted AS (
        SELECT unit, received_at, id, fixes, count(*) OVER () AS times,
            row_number() OVER in_turn AS nth, sum(octet_length(fixes)) OVER in_turn AS so_far
        FROM reported WINDOW in_turn AS (ORDER BY turn, received_at, id)
    )
    SELECT unit, received_at, id, fixes, times FROM counted WHERE nth <= %s AND so_far <= %s
    ORDER BY received_at, id
    """  # noqa: S608  (a constant)
CLOCKS: Final = timedelta(minutes=1)
"""By how much less than it may seem an upload can have come after its fixes: more than clocks are believed."""


@dataclass(frozen=True)
class Most:
    """What is read at the most to be compared with one part of an upload: bytes, of one unit and of all, and uploads.

    What units report in a quarter of an hour is far below it; a rival that reports without end holds up nobody.
    """

    of_unit: int = 48 * 20_000
    size: int = 2**26
    uploads: int = 20_000


MOST: Final = Most()


@dataclass(frozen=True)
class Behind:
    """An upload that came too late for the live tick; `compared_to`: up to which of its fixes it was compared.

    `longest_at`: when the one came that has waited longest, whoever's it is. `missed`: it came in time, but nobody took
    it in; `fixes` are then also those of the uploads `beside`, in any order.
    """

    id: UploadId
    party: PartyId
    unit: UnitId
    received_at: datetime
    fixes: bytes
    compared_to: datetime | None
    longest_at: datetime
    missed: bool = False
    beside: Sequence[UploadId] = ()


@dataclass(frozen=True)
class Stored:
    """Fixes of a unit as they are packed, that came too late for the live tick."""

    unit: UnitId
    received_at: datetime
    id: UploadId
    fixes: bytes


@dataclass(frozen=True)
class Reported:
    """Fixes of a unit as they are packed, who reported them, and when they came."""

    unit: UnitId
    person: PersonId
    received_at: datetime
    fixes: bytes


async def keep_hours(checker: CheckerSession, since: datetime, until: datetime, kept_from: datetime) -> int:
    """Make the partitions of the hours from one moment to another, drop those that ended before a third (SEC-05)."""
    return await checker.scalar(select(func.keep_upload_hours(since, until, kept_from))) or 0


async def last_places(
    checker: CheckerSession, box: tuple[float, float, float, float]
) -> list[tuple[PartyId, float, float]]:
    """Return the parties whose units were last within a box (west, south, east, north), and where (lon, lat)."""
    west, south, east, north = box
    place = last_position.c
    within = place.lon.between(west, east) & place.lat.between(south, north)
    rows = await checker.rows(select(place.party, place.lon, place.lat).where(within))
    return [(PartyId(row.party), row.lon, row.lat) for row in rows]


async def newcomers(checker: CheckerSession, seen: str, since: datetime) -> tuple[list[Reported], str]:
    """Return the uploads that came to be seen after that snapshot of the database, and the snapshot now; no late ones.

    None is left out or comes twice, whichever transaction commits first: a number or a time would lose some.
    `since` only spares the hours before it.
    """
    oldest = int(seen.split(":", 1)[0])
    (snapshot, *_), *rows = await checker.packed(NEWCOMERS, oldest, since, seen)
    return _reported(rows), snapshot


async def reported_since(checker: CheckerSession, since: datetime) -> tuple[list[Reported], str]:
    """Return the uploads that came in since that moment but late ones, and the snapshot that they were seen in."""
    (snapshot, *_), *rows = await checker.packed(REPORTED, since)
    return _reported(rows), snapshot


async def last_known(
    checker: CheckerSession, since: datetime, until: datetime, also: Collection[UnitId] = ()
) -> list[tuple[UnitId, Fix]]:
    """Return where units were last whose last fix is of that time; those of `also` however long before it."""
    place = last_position.c
    rows = await checker.rows(
        select(last_position).where(place.at < until, or_(place.at >= since, one_of(place.unit, also)))
    )
    return [(UnitId(row.unit), Fix(row.at, row.lon, row.lat, row.accuracy_m)) for row in rows]


async def crews(
    checker: CheckerSession, units: Collection[UnitId], since: datetime
) -> dict[UnitId, dict[PersonId, datetime]]:
    """Return who reported positions of those units since that moment, and when they last did."""
    wanted = one_of(upload.c.unit, units), upload.c.received_at >= since, upload.c.late.is_(False)
    last = func.max(upload.c.received_at).label("last")
    of = upload.c.unit, upload.c.person
    rows = await checker.rows(select(*of, last).where(*wanted).group_by(*of))
    found: dict[UnitId, dict[PersonId, datetime]] = {}
    for row in rows:
        found.setdefault(UnitId(row.unit), {})[PersonId(row.person)] = row.last
    return found


async def next_behind(
    checker: CheckerSession, until: datetime, served: Sequence[PartyId] = ()
) -> Behind | None:
    """Return the upload that is to be compared after the fact next, of those that end by then.

    By parties in turn, each party's in the order in which they came. `served`: who had a turn, the longest ago first.
    """
    rows = await checker.packed(NEXT_BEHIND, until, list(served))
    if not rows:
        return None
    first = Behind(*rows[0])
    if not first.missed or first.compared_to is not None:
        return first
    asked = first.party, first.unit, first.received_at, first.received_at + TOGETHER, MOST_TOGETHER
    [(ids, fixes)] = await checker.packed(MISSED_WITH, *asked)
    return replace(first, beside=ids, fixes=fixes)


async def mark_missed(checker: CheckerSession, since: datetime, until: datetime) -> int:
    """Let what came in time from one moment until before another be compared after the fact; return how many."""
    [(marked,)] = await checker.packed(MARK_MISSED, since, until)
    return int(marked)


async def mark_crowded(
    checker: CheckerSession, units: Collection[UnitId], since: datetime, until: datetime
) -> int:
    """Let all that came of those units then be compared after the fact: it was more than a tick takes in."""
    return len(await checker.packed(MARK_CROWDED, since, until, list(units)))


async def has_beside(
    checker: CheckerSession, of: Behind, since: datetime, until: datetime, in_time: timedelta
) -> bool:
    """Tell whether that unit may have reported anything of a time but what is in that upload."""
    own = of.party, of.unit
    asked = since - CLOCKS, until + in_time, until, since, *own, since - CLOCKS, until, since, *own, of.id
    [(there_is,)] = await checker.packed(BESIDE, *asked)
    return bool(there_is)


async def in_time_around(
    checker: CheckerSession,
    of: Behind,
    since: datetime,
    until: datetime,
    in_time: timedelta,
    most: Most = MOST,
) -> tuple[dict[UnitId, bytes], int]:
    """Return what that unit and all units of other parties reported of a time, within `in_time` of its first fix.

    And how many bytes of it were left out, being too many.
    """
    asked = since - CLOCKS, until + in_time, until, since, of.party, of.unit, most.of_unit, of.unit, most.size
    rows = await checker.packed(IN_TIME, *asked)
    found = {UnitId(unit): fixes for unit, _, fixes in rows if fixes is not None}
    return found, sum(size for _, size, _ in rows) - sum(map(len, found.values()))


async def behind_around(
    checker: CheckerSession, of: Behind, since: datetime, until: datetime, most: Most = MOST
) -> tuple[list[Stored], int]:
    """Return what the same reported of that time later than that, in the order in which it came.

    And how many uploads were left out, being too many.
    """
    asked = since - CLOCKS, until, since, of.party, of.unit, most.uploads, most.size
    rows = await checker.packed(ALSO_BEHIND, *asked)
    return [Stored(*row) for *row, _ in rows], (rows[0][-1] if rows else 0) - len(rows)


async def note_compared(checker: CheckerSession, of: Behind, until: datetime) -> None:
    """Note up to which of its fixes an upload was compared, and those beside it of which anything was."""
    of_time = upload.c.received_at.between(of.received_at, of.received_at + TOGETHER)
    begun = one_of(upload.c.id, of.beside) & (upload.c.first_at <= until)
    key = upload.c.party == of.party, of_time, (upload.c.id == of.id) | begun
    await checker.execute(update(upload).where(*key).values(compared_to=until))


def _reported(rows: Iterable[tuple[Any, ...]]) -> list[Reported]:
    return [Reported(UnitId(unit), PersonId(person), at, fixes) for _, unit, person, at, fixes in rows]
