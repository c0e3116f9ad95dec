"""Transactions as a viewer, at the door, for the hub and as the owner, on a real database behind its real wall."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import false, func, select, text
from sqlalchemy.engine import URL

from deconflict.runtime import database as module
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.context import GUC, Context, sign
from deconflict.runtime.database import (
    SILENT_LINE,
    UNANSWERED_MS,
    Database,
    OwnerDatabase,
    PartySession,
    conninfo,
)
from deconflict.runtime.errors import (
    AccessRefused,
    ConstraintViolated,
    DatabaseBusy,
    DatabaseFailure,
    DatabaseUnavailable,
    UniqueViolated,
    ValueRefused,
)
from deconflict.runtime.metrics import REGISTRY
from deconflict.runtime.question import Question, none
from deconflict.runtime.roles import drop_privileges

ADD_PARTY = text("INSERT INTO party (id, slug, name) VALUES (:id, :slug, :slug)")
SLUGS = text("SELECT slug FROM party ORDER BY slug")
NUMBERS = select(func.generate_series(1, 3).column_valued("n")).order_by("n")
SLEEP = Question(text("SELECT pg_sleep(60)"), {}, none)
SET_CONTEXT = text("SELECT set_config(:name, :value, true)")


@dataclass
class Sides:
    """Two parties and a viewer of each."""

    a: Context
    b: Context


@pytest.fixture
async def sides(owner_database: OwnerDatabase) -> Sides:
    """Two parties on record, which know nothing of each other."""
    ids = {"a": uuid4(), "b": uuid4()}
    async with owner_database.transaction() as owner:
        for slug, party in ids.items():
            await owner.execute(ADD_PARTY, {"id": party, "slug": slug})
    return Sides(*(Context(uuid4(), party, "liaison", "viewer") for party in ids.values()))


async def slugs(session: PartySession) -> list[str]:
    return [row.slug for row in await session.execute(SLUGS)]


@pytest.mark.rule("SEC-01")
async def test_a_viewer_sees_its_own_party_alone(api_database: Database, sides: Sides) -> None:
    async with api_database.transaction(sides.a) as session:
        assert session.viewer is sides.a
        assert await slugs(session) == ["a"]
    async with api_database.transaction(sides.b) as session:
        assert await slugs(session) == ["b"]


@pytest.mark.rule("SEC-01")
async def test_nobody_at_the_door_and_in_the_hub_sees_a_row(api_database: Database, sides: Sides) -> None:
    async with api_database.door() as session:
        assert (await session.execute(SLUGS)).all() == []
    async with api_database.hub() as session:
        assert (await session.execute(SLUGS)).all() == []


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize(
    "forgery", ["another key", "another party", "another role", "no signature", "", "|||||", "x"]
)
async def test_a_context_cannot_be_forged_by_injected_sql(
    api_database: Database, sides: Sides, context_key: bytes, forgery: str
) -> None:
    now = datetime.now(UTC)
    genuine = sign(sides.a, context_key, now)
    forged = {
        "another key": sign(sides.b, b"guessed" * 8, now),
        "another party": genuine.replace(str(sides.a.party), str(sides.b.party)),
        "another role": genuine.replace("liaison", "desk"),
        "no signature": genuine.rpartition("|")[0] + "|",
    }.get(forgery, forgery)
    async with api_database.transaction(sides.a) as session:
        await session.execute(SET_CONTEXT, {"name": GUC, "value": forged})
        assert await slugs(session) == []


@pytest.mark.rule("SEC-01")
async def test_injected_sql_cannot_read_the_key_or_become_another_role(
    api_database: Database, sides: Sides
) -> None:
    for attempt in (
        "SELECT * FROM context_key",
        "SET LOCAL ROLE deconflict_checker",
        "SET LOCAL ROLE deconflict_owner",
        "SET SESSION AUTHORIZATION postgres",
        "ALTER TABLE party DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE loot (id int)",
        "COPY party TO '/tmp/loot'",
    ):
        with pytest.raises(AccessRefused):
            async with api_database.transaction(sides.a) as session:
                await session.execute(text(attempt))
    async with api_database.transaction(sides.a) as session:
        await session.execute(text("SET LOCAL row_security = off"))
        with pytest.raises(AccessRefused):
            await session.execute(SLUGS)


@pytest.mark.rule("SEC-01")
async def test_a_context_ends_with_its_transaction(api_database: Database, sides: Sides) -> None:
    async with api_database.transaction(sides.a) as session:
        pid = (await session.one(text("SELECT pg_backend_pid() AS pid"))).pid
    bare = await api_database.probe(
        text(f"SELECT pg_backend_pid(), current_setting('{GUC}', true), (SELECT count(*) FROM party)")
    )
    assert tuple(bare) == (pid, "", 0)


async def test_success_commits_and_an_error_undoes_everything(owner_database: OwnerDatabase) -> None:
    async def add(slug: str, fault: Exception | None) -> None:
        async with owner_database.transaction() as owner:
            await owner.execute(ADD_PARTY, {"id": uuid4(), "slug": slug})
            if fault:
                raise fault

    await add("kept", None)
    with pytest.raises(RuntimeError, match="ours"):
        await add("lost", RuntimeError("ours"))

    async with owner_database.transaction() as owner:
        assert await slugs(owner) == ["kept"]


async def test_a_cancelled_transaction_is_undone(owner_database: OwnerDatabase) -> None:
    written = asyncio.Event()

    async def write() -> None:
        async with owner_database.transaction() as owner:
            await owner.execute(ADD_PARTY, {"id": uuid4(), "slug": "lost"})
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with owner_database.transaction() as owner:
        assert await slugs(owner) == []


@pytest.mark.parametrize("snapshot", [False, True])
async def test_nobody_else_gets_the_connection_of_whoever_was_cancelled(
    database_url: URL, context_key: bytes, snapshot: bool
) -> None:
    backend = func.pg_backend_pid()
    login = drop_privileges(database_url, "checker", context_key)
    async with CheckerDatabase(login, pool_size=1) as database:
        begun: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def work() -> None:
            async with database.transaction(snapshot=snapshot) as session:
                begun.set_result((await session.one(select(backend)))[0])
                await session.together(SLEEP, SLEEP)

        task = asyncio.create_task(work())
        was = await begun
        task.cancel()
        await asyncio.wait([task], timeout=30)
        assert task.cancelled()
        async with database.transaction() as session:
            assert (await session.one(select(backend)))[0] != was
            assert (await session.one(select(func.current_setting("transaction_read_only"))))[0] == "off"


async def test_a_savepoint_undoes_only_what_is_inside(owner_database: OwnerDatabase) -> None:
    async with owner_database.transaction() as owner:
        await owner.execute(ADD_PARTY, {"id": uuid4(), "slug": "kept"})
        with pytest.raises(UniqueViolated) as refused:
            async with owner.savepoint():
                await owner.execute(ADD_PARTY, {"id": uuid4(), "slug": "kept"})
        assert refused.value.constraint == "party_slug_key"
    async with owner_database.transaction() as owner:
        assert await slugs(owner) == ["kept"]


async def test_a_snapshot_stays_at_one_moment_and_writes_nothing(
    api_database: Database, owner_database: OwnerDatabase, sides: Sides
) -> None:
    desk = Context(uuid4(), None, "desk", "viewer")
    async with api_database.transaction(desk, snapshot=True) as session:
        before = await slugs(session)
        async with owner_database.transaction() as owner:
            await owner.execute(ADD_PARTY, {"id": uuid4(), "slug": "later"})
        assert await slugs(session) == before == ["a", "b"]
    with pytest.raises(DatabaseFailure, match="25006"):
        async with api_database.transaction(desk, snapshot=True) as session:
            await session.execute(text("DELETE FROM party"))
    async with api_database.transaction(desk) as session:
        assert await slugs(session) == ["a", "b", "later"]


@pytest.mark.rule("SEC-03")
async def test_what_the_driver_says_is_not_even_chained(owner_database: OwnerDatabase) -> None:
    for statement, expected in (
        (text("INSERT INTO unit (id, party, callsign) VALUES (:id, :id, 'Falcon')"), ConstraintViolated),
        (text("SELECT 'Falcon'::int, :id"), ValueRefused),
    ):
        with pytest.raises(expected) as refused:
            async with owner_database.transaction() as owner:
                await owner.execute(statement, {"id": uuid4()})
        assert refused.value.__cause__ is None
        assert refused.value.__suppress_context__
        assert "Falcon" not in str(refused.value)


async def test_rows_scalars_and_single_rows(owner_database: OwnerDatabase) -> None:
    none = select(1).where(false())
    async with owner_database.transaction() as owner:
        assert [tuple(row) for row in await owner.rows(NUMBERS)] == [(1,), (2,), (3,)]
        assert await owner.scalars(NUMBERS) == [1, 2, 3]
        assert await owner.scalar(NUMBERS) == 1
        assert await owner.scalar(none) is None
        assert await owner.one_or_none(none) is None
        assert tuple(await owner.one(NUMBERS.limit(1))) == (1,)


async def test_every_transaction_works_within_limits_and_in_utc(
    api_database: Database, checker_database: CheckerDatabase
) -> None:
    settings = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "jit", "TimeZone")
    shown = text("SELECT " + ", ".join(f"current_setting('{name}')" for name in settings))
    assert tuple(await api_database.probe(shown)) == ("15s", "5s", "1min", "off", "UTC")
    assert tuple(await checker_database.probe(shown)) == ("1min", "10s", "1min", "off", "UTC")


async def test_both_ends_of_a_pooled_connection_notice_when_the_network_is_cut(
    api_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[dict[str, object]] = []
    connect = psycopg.AsyncConnection.connect

    async def noted(*arguments: object, **named: object) -> object:
        opened.append(named)
        return await connect(*arguments, **named)

    monkeypatch.setattr(psycopg.AsyncConnection, "connect", noted)
    await api_database.close()
    async with api_database.door():
        [named] = opened
    assert named["tcp_user_timeout"] == UNANSWERED_MS
    assert {name: named[name] for name in SILENT_LINE} == SILENT_LINE
    assert f"-c tcp_keepalives_idle={SILENT_LINE['keepalives_idle']}" in str(named["options"])


async def test_a_connection_that_died_in_the_pool_is_replaced_unseen(
    database_url: URL, context_key: bytes, owner_database: OwnerDatabase
) -> None:
    login = drop_privileges(database_url, "api", context_key)
    async with Database(login, context_key=context_key, pool_size=3) as database:
        async with database.door(), database.door(), database.door():
            pass
        kill = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = :login")
        assert (await owner_database.probe(kill.bindparams(login=login.username)))[0] == 3
        for _ in range(3):
            async with database.door() as session:
                assert await session.scalar(select(1)) == 1


async def test_a_connection_that_dies_under_a_transaction_is_told(owner_database: OwnerDatabase) -> None:
    kill = text("SELECT pg_terminate_backend(:pid)")

    async def write() -> None:
        async with owner_database.transaction() as owner:
            pid = await owner.scalar(select(func.pg_backend_pid()))
            await owner_database.probe(kill.bindparams(pid=pid))
            await owner.scalar(select(1))

    with pytest.raises(DatabaseUnavailable):
        await write()

    async with owner_database.transaction() as owner:
        assert await owner.scalar(select(1)) == 1


async def test_no_database_no_transaction(database_url: URL, context_key: bytes) -> None:
    nowhere = database_url.set(query={"host": "/nowhere"})
    async with Database(nowhere, context_key=context_key) as database:
        with pytest.raises(DatabaseUnavailable):
            async with database.door():
                pass


async def test_waiting_for_a_connection_has_an_end(
    database_url: URL, context_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POOL_TIMEOUT_S", 0.05)
    login = drop_privileges(database_url, "api", context_key)
    async with Database(login, context_key=context_key, pool_size=1) as database, database.door():
        with pytest.raises(DatabaseBusy):
            async with database.door():
                pass


async def test_a_lost_race_for_a_connection_leaks_none(database_url: URL, context_key: bytes) -> None:
    login = drop_privileges(database_url, "api", context_key)
    async with Database(login, context_key=context_key, pool_size=2) as database:

        async def look() -> None:
            async with database.door() as session:
                await session.execute(text("SELECT pg_sleep(0.01)"))

        tasks = [asyncio.create_task(look()) for _ in range(20)]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks[::2]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        async with database.door(), database.door():
            pass


async def test_outcomes_are_counted(owner_database: OwnerDatabase) -> None:
    def counted(outcome: str) -> float:
        return REGISTRY.get_sample_value("deconflict_transactions_total", {"outcome": outcome}) or 0.0

    committed, rolled_back = counted("committed"), counted("rolled back")
    async with owner_database.transaction():
        pass
    with pytest.raises(RuntimeError):
        async with owner_database.transaction():
            raise RuntimeError
    assert (counted("committed"), counted("rolled back")) == (committed + 1, rolled_back + 1)


def test_libpq_takes_the_url_whichever_driver_it_names() -> None:
    assert conninfo("postgresql+asyncpg://a:b@h:1/d?x=1") == "postgresql://a:b@h:1/d?x=1"
