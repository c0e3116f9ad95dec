"""What is asked of the database in the driver's own terms: made ready once, several sent in one round trip.

For what is asked hundreds of times a second. Through SQLAlchemy a statement costs the process three times as much as
one of several that are sent together (docs/figures.md). `Session.together` is the way to ask; its errors are ours.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Generic, TypeVar

from psycopg import AsyncConnection, AsyncCursor
from psycopg.pq import TransactionStatus
from psycopg.rows import namedtuple_row
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.sql import ClauseElement

T = TypeVar("T")
Rows = Sequence[Any]
"""Rows by the names of their columns, as the driver reads them."""

_DIALECT: Final = psycopg.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects have no annotations


@dataclass(frozen=True)
class Question(Generic[T]):
    """A statement made once, at import, whose parameters it names; and how the rows it returns are read.

    What SQLAlchemy makes of values is left out, both ways: plain values, bytes and JSON as text alone.
    """

    statement: Executable
    parameters: Mapping[str, Any]
    read: Callable[[Rows], T]

    @property
    def text(self) -> bytes:
        """The statement as the driver takes it."""
        return _ready(self.statement)[0]

    @property
    def values(self) -> dict[str, Any]:
        """All its parameters, those included that the statement gives itself."""
        return {**_ready(self.statement)[1], **self.parameters}


def none(_: Rows) -> None:
    """Read nothing: what was asked for is done."""


def first(rows: Rows) -> Any | None:
    """Return the first row, or None where there is none or none to be seen."""
    return rows[0] if rows else None


async def asked(connection: AsyncConnection, questions: Sequence[Question[Any]]) -> tuple[Any, ...]:
    """Send all, then read what came back; where no transaction is open, psycopg sends its BEGIN along."""
    cursors = [connection.cursor(binary=True, row_factory=namedtuple_row) for _ in questions]
    alone = len(questions) == 1 and connection.info.transaction_status == TransactionStatus.INTRANS
    async with nullcontext() if alone else connection.pipeline():
        for each, cursor in zip(questions, cursors, strict=True):
            await cursor.execute(each.text, each.values)
    return tuple([each.read(await _rows(cursor)) for each, cursor in zip(questions, cursors, strict=True)])


async def _rows(cursor: AsyncCursor[Any]) -> Rows:
    """Return what came back; a statement that returns no rows has none."""
    return await cursor.fetchall() if cursor.pgresult is not None and cursor.pgresult.ntuples else ()


@cache
def _ready(statement: Executable) -> tuple[bytes, Mapping[str, Any]]:
    """Return the driver's text of a statement and its own parameters; there are as many as modules define."""
    assert isinstance(statement, ClauseElement)  # noqa: S101  (whatever is executable and ours)
    compiled = statement.compile(dialect=_DIALECT)
    return str(compiled).encode(), compiled.params
