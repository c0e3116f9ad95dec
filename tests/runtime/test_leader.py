"""One active engine at a time, and the next one as soon as it is gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

from deconflict.runtime import leader as module
from deconflict.runtime.database import SILENT_LINE, UNANSWERED_MS, conninfo
from deconflict.runtime.leader import leadership


@pytest.fixture
def url(database_url: URL, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test's database, asked for its lock again and again without a pause worth waiting for."""
    monkeypatch.setattr(module, "RETRY_S", 0.01)
    return database_url.render_as_string(hide_password=False)


@dataclass
class Wire:
    """Stands between a client and the database's socket; cut, it lets nothing through and tells nobody."""

    socket: str
    cut: bool = False
    carrying: list[asyncio.Task[None]] = field(default_factory=list)
    ends: list[asyncio.StreamWriter] = field(default_factory=list)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, here = await asyncio.open_unix_connection(self.socket)
        self.ends += [here, writer]
        ways = (self._pass_on(reader, here), self._pass_on(there, writer))
        self.carrying += [asyncio.create_task(way) for way in ways]

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(65536):
            if not self.cut:
                writer.write(said)
        writer.close()

    async def take_down(self) -> None:
        for way in self.carrying:
            way.cancel()
        await asyncio.gather(*self.carrying, return_exceptions=True)
        for end in self.ends:
            end.close()
        await asyncio.gather(*(end.wait_closed() for end in self.ends), return_exceptions=True)


@asynccontextmanager
async def wired(url: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire, and the URL of the database by way of it."""
    whole = make_url(url)
    wire = Wire(f"{whole.query['host']}/.s.PGSQL.5432")
    async with await asyncio.start_server(wire.carry, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield wire, whole.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
        await wire.take_down()


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


@pytest.mark.rule("CON-01")
async def test_a_leader_whose_line_was_cut_knows_it_though_nobody_tells_it(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with wired(url) as (wire, by_wire), leadership(by_wire) as held:
        assert await held.holds()
        wire.cut = True
        monkeypatch.setattr(module, "ANSWER_S", 0.1)
        began = perf_counter()
        assert not await held.holds()
        assert perf_counter() - began < 2


async def test_who_is_stopped_while_it_asks_on_a_line_that_was_cut_stops_at_once(url: str) -> None:
    async with wired(url) as (wire, by_wire), leadership(by_wire) as held:
        wire.cut = True
        asking = asyncio.create_task(held.holds())
        await asyncio.wait([asking], timeout=0.1)
        began = perf_counter()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert perf_counter() - began < 2


@pytest.mark.rule("CON-01")
async def test_the_server_gives_the_lock_of_a_line_that_was_cut_to_another_within_45_seconds_but_not_before_it_is_left(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[dict[str, object]] = []
    connect = psycopg.AsyncConnection.connect

    async def noted(*arguments: object, **named: object) -> object:
        opened.append(named)
        return await connect(*arguments, **named)

    monkeypatch.setattr(psycopg.AsyncConnection, "connect", noted)
    async with leadership(url):
        [named] = opened
    idle, interval, count = (SILENT_LINE[f"keepalives_{name}"] for name in ("idle", "interval", "count"))
    for name, value in SILENT_LINE.items():
        assert named[name] == value
        assert f"-c tcp_{name}={value}" in str(named["options"])
    assert named["tcp_user_timeout"] == UNANSWERED_MS
    assert f"-c tcp_user_timeout={UNANSWERED_MS}" in str(named["options"])
    noticed_s = {idle + interval * count, UNANSWERED_MS / 1000}
    assert max(noticed_s) + interval + module.RETRY_S < 45
    assert min(noticed_s) > module.ANSWER_S + 5
