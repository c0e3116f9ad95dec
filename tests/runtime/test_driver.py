"""Whoever is cancelled in the middle of a question ends, whatever the driver makes of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from deconflict.runtime.database import engine
from deconflict.runtime.driver import close, translated
from deconflict.runtime.errors import DatabaseBusy, DatabaseUnavailable

BACKEND: Final = text("SELECT pg_backend_pid()")


@pytest.mark.parametrize("failed", [OperationalError("SELECT", None, Exception("gone")), PoolTimeout()])
async def test_what_fails_while_a_task_is_cancelled_does_not_stand_for_the_cancellation(
    failed: Exception,
) -> None:
    async def try_again_and_again() -> None:
        while True:
            with suppress(DatabaseBusy, DatabaseUnavailable), translated():
                try:
                    await asyncio.Event().wait()
                finally:
                    raise failed

    task = asyncio.create_task(try_again_and_again())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=10)
    assert task.cancelled()


@pytest.fixture
async def pool(database_url: URL) -> AsyncIterator[AsyncEngine]:
    """Two connections."""
    pool = engine(database_url, 2, "test", statement_timeout_s=5, lock_timeout_s=5)
    yield pool
    await pool.dispose()


async def lose(pool: AsyncEngine, connection: AsyncConnection) -> None:
    """Let the server end a connection in the middle of its transaction."""
    pid = await connection.scalar(BACKEND)
    async with pool.connect() as other:
        await other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


async def test_a_cancelled_task_whose_connection_is_lost_is_cancelled(pool: AsyncEngine) -> None:
    lost = asyncio.Event()

    async def work() -> None:
        connection = await pool.connect()
        try:
            await lose(pool, connection)
            lost.set()
            await asyncio.Event().wait()
        finally:
            await close(connection)

    task = asyncio.create_task(work())
    await lost.wait()
    task.cancel()
    await asyncio.wait([task], timeout=10)
    assert task.cancelled()


async def test_a_lost_connection_is_closed_without_a_word_and_leaves_its_place(pool: AsyncEngine) -> None:
    for _ in range(3):
        connection = await pool.connect()
        await lose(pool, connection)
        await close(connection)
    async with pool.connect() as one, pool.connect() as two:
        assert await one.scalar(BACKEND) != await two.scalar(BACKEND)
