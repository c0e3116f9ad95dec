"""Opens transactions as one database role and closes them: the only place that commits.

Must not know a table. What the driver says never leaves: its text prints others' rows (SEC-03), so every
error of the driver becomes one of the small errors of `runtime/errors.py` without its cause attached.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self, TypeVar, TypeVarTuple, overload

import orjson
from psycopg.rows import tuple_row
from sqlalchemy import Executable, Table, TextClause, text
from sqlalchemy.engine import URL, CursorResult, Row, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.sql.selectable import TypedReturnsRows

from deconflict.runtime.clock import SystemClock
from deconflict.runtime.context import DOOR, GUC, HUB, SENDER, Context, sign
from deconflict.runtime.driver import close, discard, driver, translated
from deconflict.runtime.errors import ConstraintViolated, DatabaseUnavailable
from deconflict.runtime.json_rows import as_json, change, insertion
from deconflict.runtime.metrics import TRANSACTIONS
from deconflict.runtime.question import Question, asked, none

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
Ts = TypeVarTuple("Ts")
S = TypeVar("S", bound="Session")
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]

POOL_TIMEOUT_S: Final = 5.0
# In seconds; in milliseconds how long what was sent may stay unanswered. The same at both ends: see `line`.
SILENT_LINE: Final = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
UNANSWERED_MS: Final = 25_000
ENTER: Final = text("SELECT set_config(:name, :value, true)")
# Said within the transaction, not set on the connection: left there, whoever has it next could write nothing.
SNAPSHOT: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
BEFORE: Final = text("SAVEPOINT before")
BACK: Final = text("ROLLBACK TO before")


@dataclass(frozen=True)
class Insertion:
    """Rows of a table, all with the same columns: plain values, bytes, and texts as the column's type reads them."""

    table: Table
    rows: Sequence[Mapping[str, Any]]


class Session:
    """One open transaction. Runs statements; cannot commit."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._savepoints = 0

    async def execute(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement; with a sequence of mappings, once for each."""
        with translated():
            return await self._connection.execute(statement, parameters)

    async def rows(
        self, statement: TypedReturnsRows[*Ts], parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Row[*Ts]]:
        """Return all rows."""
        with translated():
            return (await self._connection.execute(statement, parameters)).all()

    async def one(
        self, statement: TypedReturnsRows[*Ts], parameters: Mapping[str, Any] | None = None
    ) -> Row[*Ts]:
        """Return the only row; NoResultFound or MultipleResultsFound (our bug) if there is not just one."""
        with translated():
            return (await self._connection.execute(statement, parameters)).one()

    async def one_or_none(
        self, statement: TypedReturnsRows[*Ts], parameters: Mapping[str, Any] | None = None
    ) -> Row[*Ts] | None:
        """Return the only row, or None where there is none or none to be seen."""
        with translated():
            return (await self._connection.execute(statement, parameters)).one_or_none()

    async def scalars(
        self, statement: TypedReturnsRows[T], parameters: Mapping[str, Any] | None = None
    ) -> Sequence[T]:
        """Return the first column of all rows."""
        with translated():
            return (await self._connection.execute(statement, parameters)).scalars().all()

    async def scalar(
        self, statement: TypedReturnsRows[T], parameters: Mapping[str, Any] | None = None
    ) -> T | None:
        """Return the first column of the first row, or None without a row."""
        with translated():
            return (await self._connection.execute(statement, parameters)).scalar()

    @overload
    async def together(self, one: Question[A], /) -> tuple[A]: ...
    @overload
    async def together(self, one: Question[A], two: Question[B], /) -> tuple[A, B]: ...
    @overload
    async def together(self, one: Question[A], two: Question[B], three: Question[C], /) -> tuple[A, B, C]: ...
    @overload
    async def together(
        self, one: Question[A], two: Question[B], three: Question[C], four: Question[D], /
    ) -> tuple[A, B, C, D]: ...
    async def together(self, *questions: Question[Any]) -> tuple[Any, ...]:
        """Return the answers to what may be asked in one go, each after the other and in one round trip.

        The first that is refused ends the transaction, or what is done since a savepoint.
        """
        async with driver(self._connection) as connection:
            return await asked(connection, questions)

    async def insert_all(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows of one table: see `insert`."""
        await self.insert(Insertion(table, rows))

    async def insert(self, *insertions: "Insertion") -> None:
        """Insert rows of several tables in one statement: as JSON that the server takes apart.

        Executing an INSERT for each costs the client four times as much, and the server twice (docs/figures.md).
        A row may refer to another of the same statement, but no policy that looks for one finds it.
        """
        if any(each.rows for each in insertions):
            await self.together(_inserted(insertions))

    async def attempt(self, first: Question[Any], then: Question[T], *insertions: "Insertion") -> T:
        """Ask, then insert rows as `insert` does, in one round trip; return the second answer.

        When the schema refuses a row, all of this is undone, and this alone, as `savepoint` does.
        """
        begin = Question(BEFORE, {}, none)
        try:
            _, _, answer, _ = await self.together(begin, first, then, _inserted(insertions))
        except ConstraintViolated:
            await self.execute(BACK)
            raise
        return answer

    async def update_all(self, table: Table, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Change the rows that a key column names, all the same columns, in one statement: see `insert`."""
        if rows:
            await self.together(Question(change(table, key, tuple(rows[0])), {"rows": as_json(rows)}, none))

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo only what happens inside when the schema refuses it: a refused row need not end the transaction.

        Never released, since the end of the transaction does that: it would be one more round trip.
        """
        self._savepoints += 1
        name = f"savepoint_{self._savepoints}"
        await self.execute(text(f"SAVEPOINT {name}"))
        try:
            yield
        except ConstraintViolated:
            await self.execute(text(f"ROLLBACK TO {name}"))
            raise


def _inserted(insertions: Sequence[Insertion]) -> Question[None]:
    wanted = [each for each in insertions if each.rows]
    shape = tuple((each.table, tuple(each.rows[0])) for each in wanted)
    sent = {f"rows{number}": as_json(each.rows) for number, each in enumerate(wanted)}
    return Question(insertion(shape), sent, none)


class PartySession(Session):
    """A transaction of a signed-in viewer, behind row-level security."""

    def __init__(self, connection: AsyncConnection, viewer: Context) -> None:
        super().__init__(connection)
        self.viewer = viewer


class DoorSession(Session):
    """A transaction of nobody yet: log-in, and looking up the session, device or ticket that knocks."""


class HubSession(Session):
    """A transaction of the live hub: which feeds have grown, never what is in them."""


class SenderSession(Session):
    """A transaction of whoever sends what goes out of band: where to, never why."""


class OwnerSession(Session):
    """A transaction of the schema's owner: administration on the machine itself, no network surface."""


class CheckerSession(Session):
    """A transaction that reads across parties. Only `runtime/checker.py` opens one."""

    async def packed(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query, `%s` for each parameter, in the driver's binary format and as plain tuples.

        For what reads many plans at once: as text, and as rows with names, they take three times as long to read
        (docs/figures.md).
        """
        async with driver(self._connection) as connection:
            cursor = connection.cursor(binary=True, row_factory=tuple_row)
            return await (await cursor.execute(query.encode(), parameters)).fetchall()


class RoleDatabase:
    """A pool of connections of one login; its subclasses say what a transaction of theirs may be."""

    def __init__(
        self,
        url: str | URL,
        *,
        pool_size: int = 16,
        application_name: str = "deconflict",
        statement_timeout_s: float = 15.0,
        lock_timeout_s: float = 5.0,
    ) -> None:
        self._engine = engine(
            url,
            pool_size,
            application_name,
            statement_timeout_s=statement_timeout_s,
            lock_timeout_s=lock_timeout_s,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    async def probe(self, question: TextClause) -> Row[*tuple[Any, ...]]:
        """Return the one row of a question about the server itself, asked as the bare login."""
        with translated():
            async with self._engine.connect() as connection:
                return (await connection.execute(question)).one()

    @asynccontextmanager
    async def _transaction(self, guc: str, value: str, *, snapshot: bool) -> AsyncIterator[AsyncConnection]:
        """Begin, set one transaction-local setting, then commit on success and roll back on anything else."""
        connection = await self._entered(guc, value, snapshot=snapshot)
        outcome = "rolled back"  # without a commit, closing rolls back, also when cancelled
        try:
            yield connection
            with translated():
                await connection.commit()
            outcome = "committed"
        except asyncio.CancelledError:
            await discard(connection)
            raise
        finally:
            TRANSACTIONS.labels(outcome).inc()
            await close(connection)

    async def _entered(self, guc: str, value: str, *, snapshot: bool) -> AsyncConnection:
        """Return a connection in a transaction; one that died in the pool is replaced first."""
        try:
            return await self._enter(guc, value, snapshot=snapshot)
        except DatabaseUnavailable:
            return await self._enter(guc, value, snapshot=snapshot)

    async def _enter(self, guc: str, value: str, *, snapshot: bool) -> AsyncConnection:
        with translated():
            connection = await self._engine.connect()
            try:
                await connection.begin()
                enter = Question(ENTER, {"name": guc, "value": value}, none)
                async with driver(connection) as begun:
                    await asked(begun, [Question(SNAPSHOT, {}, none), enter] if snapshot else [enter])
            except BaseException:
                await discard(connection)
                raise
            return connection


class Database(RoleDatabase):
    """The API's and the sockets': the login `…_api_login`, which sees what a signed context grants, no more."""

    def __init__(self, url: str | URL, *, context_key: bytes, pool_size: int = 16) -> None:
        super().__init__(url, pool_size=pool_size, application_name="deconflict api")
        self._key = context_key
        self._clock = (
            SystemClock()
        )  # the machine's, whatever clock a test gives the rest: it is compared to now()

    @asynccontextmanager
    async def transaction(self, viewer: Context, *, snapshot: bool = False) -> AsyncIterator[PartySession]:
        """Open a transaction as a viewer; `snapshot`: read-only, and every statement sees the same moment."""
        async with self._as(viewer, snapshot=snapshot) as connection:
            yield PartySession(connection, viewer)

    @asynccontextmanager
    async def door(self) -> AsyncIterator[DoorSession]:
        """Open a transaction for somebody who is not known yet."""
        async with self._as(DOOR) as connection:
            yield DoorSession(connection)

    @asynccontextmanager
    async def hub(self) -> AsyncIterator[HubSession]:
        """Open a read-only transaction of the live hub."""
        async with self._as(HUB, snapshot=True) as connection:
            yield HubSession(connection)

    @asynccontextmanager
    async def sender(self) -> AsyncIterator[SenderSession]:
        """Open a transaction of whoever sends what goes out of band."""
        async with self._as(SENDER) as connection:
            yield SenderSession(connection)

    def _as(
        self, context: Context, *, snapshot: bool = False
    ) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._transaction(GUC, sign(context, self._key, self._clock.now()), snapshot=snapshot)


class OwnerDatabase(RoleDatabase):
    """What commands on the machine itself use: a login that may become `deconflict_owner`."""

    def __init__(self, url: str | URL, *, pool_size: int = 2) -> None:
        super().__init__(url, pool_size=pool_size, application_name="deconflict owner")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[OwnerSession]:
        """Open a transaction as the owner (still behind forced row-level security)."""
        async with self._transaction("role", "deconflict_owner", snapshot=False) as connection:
            yield OwnerSession(connection)


def engine(
    url: str | URL,
    pool_size: int,
    application_name: str,
    *,
    statement_timeout_s: float,
    lock_timeout_s: float,
) -> AsyncEngine:
    """Return a pool over psycopg 3 with our limits; a URL of any driver is accepted, only psycopg is used."""
    gucs = {
        "statement_timeout": int(statement_timeout_s * 1000),
        "lock_timeout": int(lock_timeout_s * 1000),
        "idle_in_transaction_session_timeout": 60_000,
        "jit": "off",
        "TimeZone": "UTC",
    }
    return create_async_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        hide_parameters=True,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        connect_args={"application_name": application_name, **line(gucs)},
    )


def conninfo(url: str | URL) -> str:
    """Return the URL as libpq takes it, password included: never print it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def line(settings: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """Return how a connection is opened, with settings of its own: both its ends notice soon when the network is cut.

    Else they take hours, as the system does by itself, and the server keeps what the connection holds until then.
    By way of a socket of the machine nothing of it counts.
    """
    silent = {f"tcp_{name}": value for name, value in SILENT_LINE.items()}
    gucs = {**settings, **silent, "tcp_user_timeout": UNANSWERED_MS}
    return {
        "connect_timeout": 5,
        "keepalives": 1,
        **SILENT_LINE,
        "tcp_user_timeout": UNANSWERED_MS,
        "options": " ".join(f"-c {name}={value}" for name, value in gucs.items()),
    }
