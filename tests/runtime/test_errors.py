"""The driver's errors become ours, and nothing the driver says comes along (SEC-03)."""

import psycopg
import pytest
from psycopg import errors as driver
from sqlalchemy.exc import DBAPIError

from deconflict.errors import DeconflictError
from deconflict.runtime.errors import (
    AccessRefused,
    DatabaseBusy,
    DatabaseFailure,
    DatabaseUnavailable,
    TransactionConflict,
    UniqueViolated,
    ValueRefused,
    from_driver,
)

SECRET = "Key (callsign)=(Falcon 7) already exists."


def wrapped(cause: Exception, *, broken: bool = False) -> DBAPIError:
    return DBAPIError("INSERT …", {"callsign": "Falcon 7"}, cause, connection_invalidated=broken)


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (driver.AdminShutdown(SECRET), DatabaseUnavailable),
        (driver.CannotConnectNow(SECRET), DatabaseUnavailable),
        (driver.ConnectionFailure(SECRET), DatabaseUnavailable),
        (psycopg.OperationalError(SECRET), DatabaseUnavailable),
        (driver.TooManyConnections(SECRET), DatabaseBusy),
        (driver.QueryCanceled(SECRET), DatabaseBusy),
        (driver.LockNotAvailable(SECRET), DatabaseBusy),
        (driver.SerializationFailure(SECRET), TransactionConflict),
        (driver.DeadlockDetected(SECRET), TransactionConflict),
        (driver.UniqueViolation(SECRET), UniqueViolated),
        (driver.NumericValueOutOfRange(SECRET), ValueRefused),
        (psycopg.DataError(SECRET), ValueRefused),
        (driver.InsufficientPrivilege(SECRET), AccessRefused),
        (driver.SyntaxError(SECRET), DatabaseFailure),
        (psycopg.InterfaceError(SECRET), DatabaseFailure),
    ],
)
def test_every_fault_has_a_name_and_no_word_of_the_drivers(
    cause: Exception, expected: type[DeconflictError]
) -> None:
    error = from_driver(wrapped(cause))
    assert type(error) is expected
    assert "Falcon" not in f"{error} {error.fields()} {error.args} {error!r}"


def test_a_broken_connection_counts_as_unavailable_whatever_was_said() -> None:
    assert type(from_driver(wrapped(psycopg.InterfaceError(SECRET), broken=True))) is DatabaseUnavailable


def test_an_unknown_fault_keeps_its_five_letters() -> None:
    error = from_driver(wrapped(driver.UndefinedTable(SECRET)))
    assert error.fields() == {"sqlstate": "42P01"}
