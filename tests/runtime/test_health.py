"""Which parts are there, as `/readyz` lists them."""

import asyncio

from sqlalchemy.engine import URL

from deconflict.runtime.database import Database, RoleDatabase
from deconflict.runtime.health import readiness
from deconflict.runtime.leader import leadership
from deconflict.runtime.locks import LIVE
from deconflict.runtime.roles import drop_privileges


async def test_ready_is_with_an_active_engine(
    api_database: Database, database_url: URL, context_key: bytes
) -> None:
    assert await readiness(api_database) == {
        "database": True,
        "schema": True,
        "engine": False,
        "positions": False,
    }
    login = drop_privileges(database_url, "checker", context_key).render_as_string(hide_password=False)
    async with leadership(login):
        assert (await readiness(api_database))["positions"] is False
        async with leadership(login, LIVE):
            parts = {"database": True, "schema": True, "engine": True, "positions": True}
            assert await readiness(api_database) == parts
    for _ in range(100):  # the server needs a moment to see the connection closed
        if not (await readiness(api_database))["engine"]:
            break
        await asyncio.sleep(0.02)
    else:
        raise AssertionError("the lock outlived its connection")


async def test_an_engine_of_another_database_does_not_count(
    api_database: Database, empty_database_url: URL
) -> None:
    async with leadership(empty_database_url.render_as_string(hide_password=False)):
        assert (await readiness(api_database))["engine"] is False


async def test_an_empty_database_is_there_but_not_ready(empty_database_url: URL) -> None:
    async with RoleDatabase(empty_database_url) as database:
        assert await readiness(database) == {
            "database": True,
            "schema": False,
            "engine": False,
            "positions": False,
        }


async def test_no_database_no_part(database_url: URL, context_key: bytes) -> None:
    nowhere = database_url.set(query={"host": "/nowhere"})
    async with Database(nowhere, context_key=context_key) as database:
        assert await readiness(database) == {
            "database": False,
            "schema": False,
            "engine": False,
            "positions": False,
        }
