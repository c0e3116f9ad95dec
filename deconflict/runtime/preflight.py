"""What a process makes sure of before it starts: its login is weak, the schema is ours, the key fits."""

from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

import structlog
from sqlalchemy import func, select

from deconflict.errors import DeconflictError
from deconflict.runtime.context import Context
from deconflict.runtime.database import Database
from deconflict.runtime.roles import Kind, boxes_are_leakproof, drop_privileges, require_weak
from deconflict.runtime.schema import require_migrated
from deconflict.runtime.settings import Settings

NOBODY: Final = Context(UUID(int=0), None, "operator", "viewer")
log = structlog.get_logger()


@dataclass(eq=False)
class ContextKeyWrong(DeconflictError):
    """The database verifies contexts with another key: with this one nobody would ever see anything."""

    code: ClassVar[str] = "context_key_wrong"


def weaken(settings: Settings, kind: Kind) -> Settings:
    """Return the settings with the login of one kind of process, whichever login they name."""
    url = drop_privileges(settings.url, kind, settings.key)
    return settings.with_secrets(url.render_as_string(hide_password=False), settings.key.decode())


async def require_fit(settings: Settings, kind: Kind) -> None:
    """Raise the first reason not to start, such as LoginTooPowerful, NotMigrated or ContextKeyWrong."""
    async with Database(settings.url, context_key=settings.key, pool_size=1) as database:
        await require_weak(database, kind)
        await require_migrated(database)
        if kind == "api":
            await _require_key(database)
            if not await boxes_are_leakproof(database):
                log.warning("map reads will be slow: run `deconflict migrate` as a superuser, once")


async def _require_key(database: Database) -> None:
    async with database.transaction(NOBODY) as session:
        if await session.scalar(select(func.viewer_role())) != NOBODY.role:
            raise ContextKeyWrong
