"""Where the driver is spoken to: what it raises leaves as an error of ours, without its text and its chain (SEC-03)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection

from deconflict.runtime.errors import DatabaseBusy, from_driver

ALIVE: Final = text("SELECT")


@contextmanager
def translated() -> Iterator[None]:
    """Raise our own error in place of the driver's, dropping the driver's text and its chain."""
    try:
        yield
    except DBAPIError as error:
        _heed_cancellation()
        raise from_driver(error) from None
    except PoolTimeoutError:
        _heed_cancellation()
        raise DatabaseBusy from None


def _heed_cancellation() -> None:
    """Let what fails because the task is being cancelled not stand for that: whoever tries again would never end."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError from None


async def close(connection: AsyncConnection) -> None:
    """Close a connection, and with it what is not committed. Should undoing fail, the server has lost it already."""
    try:
        await connection.close()
    except DBAPIError:
        _heed_cancellation()


async def discard(connection: AsyncConnection) -> None:
    """Close a connection for good.

    Whoever is cancelled amid questions that were sent together may leave answers on it, which the next to have it
    would take for its own.
    """
    try:
        await connection.invalidate()
    finally:
        await close(connection)


@asynccontextmanager
async def driver(connection: AsyncConnection) -> AsyncIterator[psycopg.AsyncConnection]:
    """Yield the driver's own connection; what it raises leaves as ours."""
    assert connection.sync_connection is not None  # noqa: S101  (it is connected)
    proxied = connection.sync_connection.connection.driver_connection
    assert isinstance(proxied, psycopg.AsyncConnection)  # noqa: S101  (the only driver, see `engine`)
    try:
        yield proxied
    except psycopg.Error as error:
        lost = proxied.broken
        if lost:
            with suppress(DBAPIError):
                await connection.execute(ALIVE)  # the pool learns of it, and drops all that are as old
        _heed_cancellation()
        raise from_driver(DBAPIError(None, None, error, connection_invalidated=lost)) from None
