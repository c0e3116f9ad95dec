"""Asks for many values at once: as one array parameter, whatever their number. No tables, no queries of its own."""

from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import ARRAY, ColumnElement, all_, any_, bindparam

T = TypeVar("T")


def one_of(column: ColumnElement[T], values: Collection[T]) -> ColumnElement[bool]:
    """Say that a column is one of some values.

    `column.in_(values)` makes a parameter of each: the statement is put together anew for each number of them,
    and PostgreSQL takes no more than 65 535.
    """
    given: Any = bindparam(None, list(values), type_=ARRAY(column.type))
    return column == any_(given)


def none_of(column: ColumnElement[T], values: Collection[T]) -> ColumnElement[bool]:
    """Say that a column is none of some values: `~one_of(…)` would say that it is not equal to any one of them."""
    given: Any = bindparam(None, list(values), type_=ARRAY(column.type))
    return column != all_(given)
