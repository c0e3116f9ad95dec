"""Whether the service can do its work now: the parts that `/readyz` lists. Knows nothing of HTTP."""

from typing import Final

from sqlalchemy import text

from deconflict.errors import DeconflictError
from deconflict.runtime.database import RoleDatabase
from deconflict.runtime.errors import NotMigrated
from deconflict.runtime.locks import ENGINE, LIVE
from deconflict.runtime.schema import require_migrated

ENGINES_RUN: Final = text("SELECT engine_runs(:engine), engine_runs(:live)").bindparams(
    engine=ENGINE, live=LIVE
)


async def readiness(database: RoleDatabase) -> dict[str, bool]:
    """Return which parts are there: `database`, `schema` (at our revision), and of the engine both processes.

    `engine` checks plans, `positions` follows live units: of each, one is active.
    """
    engine, positions, migrated, there = False, False, False, False
    try:
        await require_migrated(database)
        engine, positions = await database.probe(ENGINES_RUN)
        migrated = there = True
    except NotMigrated:
        there = True
    except DeconflictError:
        pass  # no database, no part
    return {"database": there, "schema": migrated, "engine": bool(engine), "positions": bool(positions)}
