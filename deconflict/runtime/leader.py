"""Who is the one active engine of a database: the holder of an advisory lock, on a connection of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg

from deconflict.runtime.database import conninfo
from deconflict.runtime.locks import ENGINE

RETRY_S = 1.0


class Leadership:
    """Held while the connection lives: the server lets go of the lock when the process or the network dies."""

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection

    async def holds(self) -> bool:
        """Tell whether the connection, and with it the lock, is still there."""
        try:
            await self._connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


@asynccontextmanager
async def leadership(url: str) -> AsyncIterator[Leadership]:
    """Wait until no other engine is active, then be the active one. Keeps trying while the database is away."""
    connection = await _locked(url)
    try:
        yield Leadership(connection)
    finally:
        await connection.close()


async def _locked(url: str) -> psycopg.AsyncConnection:
    while True:
        try:
            connection = await psycopg.AsyncConnection.connect(
                conninfo(url), autocommit=True, connect_timeout=5, application_name="deconflict engine lock"
            )
        except psycopg.OperationalError:
            await asyncio.sleep(RETRY_S)
            continue
        try:
            while True:
                row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", [ENGINE])).fetchone()
                if row is not None and row[0]:
                    return connection
                await asyncio.sleep(RETRY_S)
        except psycopg.OperationalError:
            await connection.close()
        except BaseException:
            await connection.close()
            raise
