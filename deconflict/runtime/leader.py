"""Who is the one active engine of a database: the holder of an advisory lock, on a connection of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import LiteralString

import psycopg

from deconflict.runtime.database import conninfo, line
from deconflict.runtime.locks import ENGINE

RETRY_S = 1.0
ANSWER_S = 10.0
"""No answer for so long is a lost line: sooner than the server gives the lock to another (`line`)."""


class Leadership:
    """Held while the connection lives: the server lets go of the lock when the process or, in 45 s, the line dies."""

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection

    async def holds(self) -> bool:
        """Tell whether the connection, and with it the lock, is still there."""
        try:
            return await _says_yes(self._connection, "SELECT true")
        except psycopg.OperationalError:
            return False


@asynccontextmanager
async def leadership(url: str, lock: int = ENGINE) -> AsyncIterator[Leadership]:
    """Wait until nobody else holds that lock, then be the active engine. Keeps trying while the database is away."""
    connection = await _locked(url, lock)
    try:
        yield Leadership(connection)
    finally:
        await connection.close()


async def _locked(url: str, lock: int) -> psycopg.AsyncConnection:
    while True:
        try:
            connection = await psycopg.AsyncConnection.connect(
                conninfo(url), autocommit=True, application_name="deconflict engine lock", **line()
            )
        except psycopg.OperationalError:
            await asyncio.sleep(RETRY_S)
            continue
        try:
            while True:
                if await _says_yes(connection, "SELECT pg_try_advisory_lock(%s)", lock):
                    return connection
                await asyncio.sleep(RETRY_S)
        except psycopg.OperationalError:
            await connection.close()
        except BaseException:
            await connection.close()
            raise


async def _says_yes(connection: psycopg.AsyncConnection, question: LiteralString, *asked: int) -> bool:
    """Return what a question answers; OperationalError without a line, or without an answer in time.

    Then the connection is closed first: else the driver lets go of a question only when the server answers that it has.
    """

    async def ask() -> bool:
        row = await (await connection.execute(question, asked)).fetchone()
        return row is not None and bool(row[0])

    answer = asyncio.create_task(ask())
    try:
        await asyncio.wait([answer], timeout=ANSWER_S)
        if not answer.done():
            raise psycopg.OperationalError
        return answer.result()
    finally:
        if not answer.done():
            await connection.close()
            answer.cancel()
            await asyncio.wait([answer])
