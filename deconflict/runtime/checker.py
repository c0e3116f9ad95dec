"""The one way to read across parties, and the lock that lets one engine do so at a time.

Only the engine and the commands import this (a contract). Must not know what is checked.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from deconflict.errors import DeconflictError
from deconflict.runtime.database import CheckerSession, RoleDatabase, translated
from deconflict.runtime.locks import ENGINE

TRY: Final = text("SELECT pg_try_advisory_lock(:engine)").bindparams(engine=ENGINE)
HELD: Final = text(
    """
    SELECT EXISTS (SELECT FROM pg_locks
                    WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid() AND objid = :engine)
    """
).bindparams(engine=ENGINE)


@dataclass(eq=False)
class NotActive(DeconflictError):
    """The connection that held the engine's lock is gone, so another engine may be at work: stop at once."""

    code: ClassVar[str] = "engine_not_active"


class Watch:
    """The active engine's hold on its lock, for as long as its connection lives."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def require(self) -> None:
        """Raise `NotActive` unless the lock is still ours. Ask before every round of work."""
        try:
            with translated():
                if await self._connection.scalar(HELD):
                    return
        except DeconflictError:
            pass
        raise NotActive


class CheckerDatabase(RoleDatabase):
    """The engine's: the login `…_checker_login`, which inherits nothing and becomes the checker per transaction."""

    def __init__(self, url: str | URL, *, pool_size: int = 4) -> None:
        super().__init__(
            url,
            pool_size=pool_size,
            application_name="deconflict engine",
            statement_timeout_s=60.0,
            lock_timeout_s=10.0,
        )

    @asynccontextmanager
    async def transaction(self, *, snapshot: bool = False) -> AsyncIterator[CheckerSession]:
        """Open a transaction as the checker; `snapshot`: read-only, all of it at one moment."""
        async with self._transaction("role", "deconflict_checker", snapshot=snapshot) as connection:
            yield CheckerSession(connection)

    @asynccontextmanager
    async def watch(self, poll_s: float = 0.5) -> AsyncIterator[Watch]:
        """Stand by until no other engine of this database is active, then hold the lock until the end.

        It belongs to a connection of its own: when this process dies, however it dies, the lock is free.
        """
        with translated():
            connection = await self._engine.connect()
        try:
            with translated():
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                while not await connection.scalar(TRY):  # noqa: ASYNC110  (the other engine is elsewhere)
                    await asyncio.sleep(poll_s)
            yield Watch(connection)
        finally:
            await connection.invalidate()  # closes it, and with it the lock, whatever state it is in
            await connection.close()
