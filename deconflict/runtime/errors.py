"""What can go wrong underneath, without a word of the driver's, which prints others' rows (SEC-03)."""

from dataclasses import dataclass
from typing import ClassVar, Final

import psycopg
from sqlalchemy.exc import DBAPIError

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class DatabaseUnavailable(DeconflictError):
    """No connection, or it broke; what was under way may or may not have been committed. Try again."""

    code: ClassVar[str] = "database_unavailable"


@dataclass(eq=False)
class DatabaseBusy(DeconflictError):
    """A limit on waiting was reached: a statement, a lock, or a free connection. Nothing was changed."""

    code: ClassVar[str] = "database_busy"


@dataclass(eq=False)
class TransactionConflict(DeconflictError):
    """Two transactions got in each other's way and this one was undone. Repeat it as a whole."""

    code: ClassVar[str] = "transaction_conflict"


@dataclass(eq=False)
class ConstraintViolated(DeconflictError):
    """A row that the schema refuses; `constraint` is its name. Flows turn what they expect into their own."""

    code: ClassVar[str] = "constraint_violated"
    constraint: str


@dataclass(eq=False)
class UniqueViolated(ConstraintViolated):
    """A row whose key exists, also where its owner is hidden: every uniqueness starts with the party."""


@dataclass(eq=False)
class ValueRefused(DeconflictError):
    """A value that the database cannot hold: a NUL in a text, a number or a time out of range."""

    code: ClassVar[str] = "value_refused"


@dataclass(eq=False)
class AccessRefused(DeconflictError):
    """A privilege or a row policy said no. The edge lets it look like absence (DIS-06)."""

    code: ClassVar[str] = "access_refused"


@dataclass(eq=False)
class DatabaseFailure(DeconflictError):
    """Anything else: a fault of ours. `sqlstate` is the five letters of the SQL standard."""

    code: ClassVar[str] = "database_failure"
    sqlstate: str


@dataclass(eq=False)
class MissingPostGIS(DeconflictError):
    """No PostGIS to install; `package` is what Debian and Ubuntu call it (Homebrew: postgis)."""

    code: ClassVar[str] = "missing_postgis"
    package: str


@dataclass(eq=False)
class NotMigrated(DeconflictError):
    """The database is at another revision than this program; `found` is None where nothing was ever made."""

    code: ClassVar[str] = "not_migrated"
    found: str | None
    wanted: str


# By SQLSTATE, or by its class (the first two letters).
_BY_STATE: Final[
    dict[str, type[DatabaseUnavailable | DatabaseBusy | TransactionConflict | ValueRefused | AccessRefused]]
] = {
    "08": DatabaseUnavailable,
    "57P": DatabaseUnavailable,  # shutting down, crashed, starting up
    "53": DatabaseBusy,  # out of memory, disk or connections
    "57014": DatabaseBusy,  # statement timeout
    "55P03": DatabaseBusy,  # lock timeout
    "40001": TransactionConflict,
    "40P01": TransactionConflict,
    "22": ValueRefused,
    "42501": AccessRefused,
}


def from_driver(error: DBAPIError) -> DeconflictError:
    """Return our error for the driver's, keeping no text of it."""
    cause = error.orig
    state = (cause.sqlstate if isinstance(cause, psycopg.Error) else None) or ""
    if isinstance(cause, psycopg.errors.UniqueViolation):
        return UniqueViolated(cause.diag.constraint_name or "")
    if isinstance(cause, psycopg.IntegrityError):
        return ConstraintViolated(cause.diag.constraint_name or "")
    for length in (5, 3, 2):
        if kind := _BY_STATE.get(state[:length]):
            return kind()
    if isinstance(cause, psycopg.DataError):
        return ValueRefused()
    if error.connection_invalidated or (isinstance(cause, psycopg.OperationalError) and not state):
        return DatabaseUnavailable()
    return DatabaseFailure(state)
