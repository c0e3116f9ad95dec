"""Measures what ADR 0003 decided: a cover as a packed array beside its plan, or as rows of a table.

On a part of the plans, as the rows of all of them would take gigabytes; shares of both ways are fair, totals are not.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import psycopg

from deconflict.bench.ground import copy_into
from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene
from deconflict.bench.timing import Spread, Stopwatch, ratio
from deconflict.separation.cover import CellHours, shared, unpack

MOST: Final = 5000
"""Plans whose covers become rows: over a million of them, so that their indexes are deep enough to be real."""
WRITTEN: Final = 200
"""Of these, so many are written one by one into the finished tables, to time a write."""

STORED: Final = "SELECT patrol, party, envelope, period, cover FROM plan WHERE current ORDER BY id LIMIT %s"
TABLES: Final = (
    "CREATE TABLE cover_row (cell bigint NOT NULL, patrol uuid NOT NULL, party uuid NOT NULL)",
    """
    CREATE TABLE cover_array (patrol uuid PRIMARY KEY, party uuid NOT NULL, envelope geometry NOT NULL,
        period tstzrange NOT NULL, cover bytea NOT NULL)
    """,
    "CREATE INDEX ON cover_array USING gist (envelope, period)",
    "ALTER TABLE cover_row ADD PRIMARY KEY (patrol, cell)",
    "CREATE INDEX ON cover_row (cell)",
)
SETTLE: Final = ("ANALYZE cover_row", "ANALYZE cover_array")
SIZES: Final = """
    SELECT pg_total_relation_size('cover_row')::float8, (SELECT sum(pg_column_size(cover))::float8 FROM cover_array)
    """
BY_ROWS: Final = """
    SELECT other.patrol, other.cell FROM cover_row AS own JOIN cover_row AS other USING (cell)
    WHERE own.patrol = %s AND other.party <> own.party
    """
BY_ARRAYS: Final = """
    SELECT own.cover, other.patrol, other.cover
    FROM cover_array AS own
    JOIN cover_array AS other ON other.envelope && own.envelope AND other.period && own.period
        AND other.party <> own.party
    WHERE own.patrol = %s
    """

Shared = dict[UUID, list[int]]


@dataclass(frozen=True)
class CoverFigures:
    """Bytes a plan; milliseconds to find what one plan shares with rivals, and to write one plan's cover.

    `intersect_ms` is the arrays' part that is not reading: the checker reads the candidates anyway.
    """

    plans: int
    cell_hours_per_plan: float
    row_bytes: float
    array_bytes: float
    times_larger: float
    rows_find_ms: Spread
    arrays_find_ms: Spread
    intersect_ms: Spread
    rows_write_ms: Spread
    arrays_write_ms: Spread
    agreeing: float


def measure_covers(scene: Scene, queries: int, stages: Stages) -> CoverFigures:
    """Store some covers both ways, then ask both for the same."""
    with scene.ground.administrator() as connection:
        for statement in TABLES:
            connection.execute(statement.encode())
        plans = connection.execute(STORED.encode(), [min(MOST, scene.plans)]).fetchall()
    cells = {row[0]: unpack(row[4]) for row in plans}
    writes = _write_all(scene, plans, cells, stages)
    with scene.ground.administrator() as connection:
        for statement in SETTLE:
            connection.execute(statement.encode())
        row_bytes, array_bytes = connection.execute(SIZES.encode()).fetchone() or (0.0, 0.0)
        wanted = [row[0] for row in plans[:queries]]
        finds = _find_all(connection, wanted, stages)
    return CoverFigures(
        plans=len(plans),
        cell_hours_per_plan=Spread.of([len(keys) for keys in cells.values()]).mean,
        row_bytes=row_bytes / len(plans),
        array_bytes=array_bytes / len(plans),
        times_larger=ratio(row_bytes, array_bytes),
        rows_find_ms=finds.rows.milliseconds,
        arrays_find_ms=finds.arrays.milliseconds,
        intersect_ms=finds.intersect.milliseconds,
        rows_write_ms=writes.rows.milliseconds,
        arrays_write_ms=writes.arrays.milliseconds,
        agreeing=ratio(finds.agreeing, len(wanted)),
    )


class _Watches:
    def __init__(self) -> None:
        self.rows, self.arrays, self.intersect = Stopwatch(), Stopwatch(), Stopwatch()
        self.agreeing = 0


def _write_all(
    scene: Scene, plans: list[tuple[Any, ...]], cells: dict[UUID, CellHours], stages: Stages
) -> _Watches:
    """Write most plans at once and the last ones each in a transaction of its own, timed."""
    watches = _Watches()
    alone = min(WRITTEN, len(plans) // 2)
    bulk = plans[: len(plans) - alone]
    with stages.stage("storing covers", len(plans)) as advance:
        for begin in range(0, len(bulk), WRITTEN):
            some = bulk[begin : begin + WRITTEN]
            with scene.ground.administrator() as connection:
                copy_into(connection, "cover_row", [row for plan in some for row in _rows(plan, cells)])
                copy_into(connection, "cover_array", [_array(plan) for plan in some])
            advance(len(some))
        with scene.ground.administrator() as connection:
            for plan in plans[len(bulk) :]:
                rows, array = _rows(plan, cells), _array(plan)
                with watches.rows.round(), connection.transaction():
                    copy_into(connection, "cover_row", rows)
                with watches.arrays.round(), connection.transaction():
                    copy_into(connection, "cover_array", [array])
                advance(1)
    return watches


def _rows(plan: tuple[Any, ...], cells: dict[UUID, CellHours]) -> list[dict[str, Any]]:
    patrol, party = plan[:2]
    return [{"cell": cell, "patrol": patrol, "party": party} for cell in cells[patrol].tolist()]


def _array(plan: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(("patrol", "party", "envelope", "period", "cover"), plan, strict=True))


def _find_all(connection: psycopg.Connection, wanted: list[UUID], stages: Stages) -> _Watches:
    watches = _Watches()
    with stages.stage("finding shared cells", len(wanted)) as advance:
        for patrol in wanted:
            with watches.rows.round():
                by_rows: Shared = {}
                for other, cell in connection.execute(BY_ROWS.encode(), [patrol]).fetchall():
                    by_rows.setdefault(other, []).append(cell)
            with watches.arrays.round():
                found = connection.execute(BY_ARRAYS.encode(), [patrol]).fetchall()
                with watches.intersect.round():
                    by_arrays = _intersect(found)
            watches.agreeing += {other: sorted(keys) for other, keys in by_rows.items()} == by_arrays
            advance(1)
    return watches


def _intersect(found: list[tuple[bytes, UUID, bytes]]) -> Shared:
    own = unpack(found[0][0]) if found else None
    both = {} if own is None else {other: shared(own, unpack(cover)).tolist() for _, other, cover in found}
    return {other: keys for other, keys in both.items() if keys}
