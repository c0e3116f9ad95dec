"""One active engine at a time, and the next one as soon as it is gone."""

import asyncio

import psycopg
import pytest
from sqlalchemy.engine import URL

from deconflict.runtime import leader as module
from deconflict.runtime.database import conninfo
from deconflict.runtime.leader import leadership


@pytest.fixture
def url(database_url: URL, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test's database, asked for its lock again and again without a pause worth waiting for."""
    monkeypatch.setattr(module, "RETRY_S", 0.01)
    return database_url.render_as_string(hide_password=False)


def end_the_leader(url: str) -> None:
    """Close the leader's connection as a network that breaks would."""
    with psycopg.connect(conninfo(url), autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%lock' AND datname ="
            " current_database()"
        )


@pytest.mark.rule("CON-01")
async def test_a_second_engine_stands_by_until_the_first_is_gone(url: str) -> None:
    order: list[str] = []

    async def second() -> None:
        async with leadership(url) as held:
            order.append("second")
            assert await held.holds()

    async with leadership(url) as held:
        waiting = asyncio.create_task(second())
        done, _ = await asyncio.wait([waiting], timeout=0.2)
        assert not done
        assert await held.holds()
        order.append("first")
    await asyncio.wait_for(waiting, 10)
    assert order == ["first", "second"]


async def test_a_leader_whose_connection_broke_knows_it(url: str) -> None:
    async with leadership(url) as held:
        end_the_leader(url)
        assert not await held.holds()


async def test_an_engine_waits_for_a_database_that_is_away(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = iter([psycopg.OperationalError("away"), psycopg.OperationalError("away")])
    connect = psycopg.AsyncConnection.connect

    async def reluctant(*arguments: object, **named: object) -> object:
        if (refusal := next(refusals, None)) is not None:
            raise refusal
        return await connect(*arguments, **named)

    monkeypatch.setattr(psycopg.AsyncConnection, "connect", reluctant)
    async with leadership(url) as held:
        assert await held.holds()


async def test_who_stops_waiting_leaves_no_connection(url: str) -> None:
    async with leadership(url):
        waiting = asyncio.create_task(leadership(url).__aenter__())
        await asyncio.wait([waiting], timeout=0.1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
