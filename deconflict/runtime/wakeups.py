"""Wake-ups between processes, by the database's NOTIFY: a hint to look, never a fact and never a promise.

Every role may read notifications, so nothing is said in them. A lost one costs a poll interval.
"""

import asyncio
from collections.abc import Callable

import psycopg
from psycopg import sql

from deconflict.runtime.database import conninfo, line

RETRY_S = 1.0


async def call_on_wakeups(url: str, channel: str, wake: Callable[[], None]) -> None:
    """Call `wake` whenever the channel is notified, until cancelled; also after every pause of the connection."""
    while True:
        try:
            connection = await psycopg.AsyncConnection.connect(
                conninfo(url), autocommit=True, application_name="deconflict wake-ups", **line()
            )
            async with connection:
                await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                wake()
                async for _ in connection.notifies():
                    wake()
        except psycopg.OperationalError:
            await asyncio.sleep(RETRY_S)
