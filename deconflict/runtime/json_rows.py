"""Rows of several tables as one statement: sent as JSON that the server takes apart.

Executing an INSERT for each costs the client four times as much, and the server twice (docs/figures.md).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Table, TextClause, text


@cache
def insertion(shape: tuple[tuple[Table, tuple[str, ...]], ...]) -> TextClause:
    """Return the statement that inserts `:rows0`, `:rows1` and so on into tables with those columns."""
    each = [_insert(table, columns, f"rows{number}") for number, (table, columns) in enumerate(shape)]
    others = ", ".join(f"insertion{number} AS ({statement})" for number, statement in enumerate(each[:-1]))
    return text(f"WITH {others} {each[-1]}" if others else each[-1])


def _insert(table: Table, columns: tuple[str, ...], parameter: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM {_sent(table, parameter)}'  # noqa: S608  (our names)


@cache
def change(table: Table, key: str, columns: tuple[str, ...]) -> TextClause:
    """Return the statement that changes the rows that a key column names to what `:rows` says."""
    changes = ", ".join(f'"{column}" = sent."{column}"' for column in columns if column != key)
    source = f'{_sent(table, "rows")} AS sent WHERE kept."{key}" = sent."{key}"'
    return text(f'UPDATE "{table.name}" AS kept SET {changes} FROM {source}')  # noqa: S608  (our names)


def _sent(table: Table, parameter: str) -> str:
    return f'json_populate_recordset(NULL::"{table.name}", CAST(:{parameter} AS json))'


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as JSON: bytes as `bytea` reads them."""
    return orjson.dumps(list(rows), default=_hexadecimal).decode()


def _hexadecimal(value: object) -> str:
    """Return bytes as `bytea` reads them; nothing else needs our help to become JSON."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(type(value).__name__)
