"""What putting a plan on record costs, behind row-level security: against a bare row of the same bytes."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from deconflict.bench.fleet import Mission, registered, unit_rows, units_of
from deconflict.bench.ground import copy_into
from deconflict.bench.scene import Scene
from deconflict.bench.timing import Spread, Stopwatch, ratio
from deconflict.parties.model import Role, UnitId
from deconflict.patrols import store as patrols
from deconflict.runtime.context import Context
from deconflict.runtime.database import Database
from deconflict.runtime.ids import new_id
from deconflict.runtime.roles import drop_privileges

BARE: Final = (
    "CREATE TABLE bare_plan (id uuid PRIMARY KEY, body bytea NOT NULL)",
    "GRANT INSERT ON bare_plan TO deconflict_api",
)
INSERT: Final = text("INSERT INTO bare_plan (id, body) VALUES (:id, :body)")
SIZES: Final = """
    SELECT (pg_total_relation_size('plan') - pg_indexes_size('plan')) / greatest(count(*), 1)::float8,
        pg_indexes_size('plan') / greatest(count(*), 1)::float8
    FROM plan
    """


@dataclass(frozen=True)
class InsertFigures:
    """Milliseconds, each transaction from its beginning to its durable end; the plan's includes packing."""

    pack_ms: Spread
    plan_ms: Spread
    bare_ms: Spread
    times_slower: float
    packed_bytes: float
    table_bytes: float
    index_bytes: float


@dataclass
class _Watches:
    pack: Stopwatch
    plan: Stopwatch
    bare: Stopwatch


async def measure_inserts(scene: Scene, count: int) -> InsertFigures:
    """Store some more plans both ways, in turn."""
    order = scene.further(count, series=1)[0]
    units = units_of(order)
    with scene.ground.administrator() as connection:
        for statement in BARE:
            connection.execute(statement.encode())
        copy_into(connection, "unit", unit_rows(units))
    watches = _Watches(Stopwatch(), Stopwatch(), Stopwatch())
    url = drop_privileges(scene.ground.url, "api", scene.ground.key)
    async with Database(url, context_key=scene.ground.key) as database:
        sizes = [
            await _store_both(database, scene, item, units[item.side.party, item.callsign], watches)
            for item in order.missions
        ]
    with scene.ground.administrator() as connection:
        table, indexes = connection.execute(SIZES.encode()).fetchone() or (0.0, 0.0)
    plan, bare = watches.plan.milliseconds, watches.bare.milliseconds
    return InsertFigures(
        pack_ms=watches.pack.milliseconds,
        plan_ms=plan,
        bare_ms=bare,
        times_slower=ratio(plan.p50, bare.p50),
        packed_bytes=Spread.of(sizes).mean,
        table_bytes=table,
        index_bytes=indexes,
    )


async def _store_both(
    database: Database, scene: Scene, item: Mission, unit: UnitId, watches: _Watches
) -> int:
    """Store one plan both ways; return how many bytes it is packed."""
    viewer = Context(item.side.officer, item.side.party, Role.LIAISON.value, "viewer")
    dmax_m, now = scene.order.max_minimum_m, scene.order.first
    with watches.pack.round():
        row = patrols.plan_row(*registered(item, unit, now), dmax_m)
    body = row["waypoints"] + row["track"] + row["cover"]
    with watches.plan.round():
        async with database.transaction(viewer) as session:
            patrol, plan = registered(item, unit, now)
            version = await patrols.plan_addition(patrol, plan, dmax_m)
            await patrols.store(session, patrol, plan.path, patrols.addition(patrol), version)
    with watches.bare.round():
        async with database.transaction(viewer) as session:
            await session.execute(INSERT, {"id": new_id(), "body": body})
    return len(body)
