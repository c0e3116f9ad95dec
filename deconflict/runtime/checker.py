"""The one way to read across parties. Only the engine and the commands import this (a contract)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.engine import URL

from deconflict.runtime.database import CheckerSession, RoleDatabase


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
