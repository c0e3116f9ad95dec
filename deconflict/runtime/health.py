"""Whether the service can do its work now: the parts that `/readyz` lists. Knows nothing of HTTP."""

from typing import Final

from sqlalchemy import text

from deconflict.errors import DeconflictError
from deconflict.runtime.database import RoleDatabase
from deconflict.runtime.errors import NotMigrated
from deconflict.runtime.locks import ENGINE
from deconflict.runtime.schema import require_migrated

ENGINE_RUNS: Final = text("SELECT engine_runs(:engine)").bindparams(engine=ENGINE)


async def readiness(database: RoleDatabase) -> dict[str, bool]:
    """Return which parts are there: `database`, `schema` (at our revision), `engine` (one is active)."""
    try:
        await require_migrated(database)
        return {"database": True, "schema": True, "engine": bool((await database.probe(ENGINE_RUNS))[0])}
    except NotMigrated:
        return {"database": True, "schema": False, "engine": False}
    except DeconflictError:
        return {"database": False, "schema": False, "engine": False}
