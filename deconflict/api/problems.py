"""Turns errors into `application/problem+json` (RFC 9457), and never tells a foreign fact (SEC-03)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import orjson
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from deconflict.api import errors as edge
from deconflict.api.problem_table import INTERNAL, TABLE, TOLD_AS, Kind
from deconflict.errors import DeconflictError, NotFound
from deconflict.parties.errors import DeviceRefused, SignedOut, SignInRefused, TooManyCodes
from deconflict.runtime.errors import DatabaseBusy, DatabaseUnavailable, TransactionConflict
from deconflict.separation.errors import NaiveTime

MEDIA_TYPE: Final = "application/problem+json"
TYPE: Final = "urn:deconflict:problem:"

INTERNAL_ERROR: Final = Kind(500, "Internal error", "The service failed; nothing more is told here.")
RETRY_AFTER_S: Final = 1
GONE: Final = 499
"""How requests are counted whose client left before they were whole; no such answer is ever sent."""

LOG: Final = structlog.stdlib.get_logger(__name__)

Location = Sequence[str | int]

BY_VALIDATION: Final[dict[str, type[DeconflictError]]] = {
    "missing": edge.FieldMissing,
    "extra_forbidden": edge.FieldUnknown,
    "not_a_time": edge.NotATime,
    "literal_error": edge.NotOneOf,
    "enum": edge.NotOneOf,
    "finite_number": edge.OutOfRange,
}
"""pydantic's names for what is wrong; families of names are told by their endings."""

BY_ENDING: Final[tuple[tuple[str, type[DeconflictError]], ...]] = (
    ("_type", edge.WrongType),
    ("_than", edge.OutOfRange),
    ("_than_equal", edge.OutOfRange),
    ("too_short", edge.WrongLength),
    ("too_long", edge.WrongLength),
)


def kind_of(error: DeconflictError) -> Kind:
    """Return how an error is told; what the table does not know is a fault of ours."""
    kinds = (TABLE[ancestor] for ancestor in type(error).__mro__ if ancestor in TABLE)
    return INTERNAL_ERROR if type(error) in INTERNAL else next(kinds, INTERNAL_ERROR)


def problem(error: DeconflictError) -> dict[str, Any]:
    """Return the body of the answer to an error."""
    told = TOLD_AS[type(error)]() if type(error) in TOLD_AS else error
    kind = kind_of(told)
    if kind is INTERNAL_ERROR:
        return _body(kind, "internal_error")
    fields = told.fields()
    pointer = told.pointer or (kind.pointer and kind.pointer.format(**fields))
    return _body(kind, told.code, kind.detail.format(**fields), pointer) | fields


def answer(error: DeconflictError) -> Response:
    """Return the HTTP answer to an error."""
    return _response(problem(error), _headers(error))


def answer_to_framework(status: int, headers: Mapping[str, str] | None) -> Response:
    """Return the answer to what the framework refuses by itself: an unknown address, another method."""
    if status == HTTPStatus.NOT_FOUND:
        return answer(NotFound())
    phrase = HTTPStatus(status).phrase
    code = phrase.lower().replace(" ", "_").replace("-", "_")
    return _response(_body(Kind(status, phrase, f"{phrase}."), code), headers or {})


def from_validation(faults: Sequence[Mapping[str, Any]]) -> DeconflictError:
    """Return our error for the first fault of validation; a malformed id is as absent as a wrong one."""
    if any(fault["loc"][0] == "path" for fault in faults):
        return NotFound()
    where, *location = faults[0]["loc"]
    if where == "query":
        return edge.InvalidParameter(parameter=str(location[0]))
    if where == "header":
        return edge.InvalidHeader(header=str(location[0]))
    error = _named(str(faults[0]["type"]), location)
    error.pointer = pointer_to(location)
    return error


def pointer_to(location: Location) -> str:
    """Return a place in the body as a JSON pointer (RFC 6901); the whole body is the empty pointer."""
    parts = (str(part).replace("~", "~0").replace("/", "~1")[:100] for part in location)
    return "".join(f"/{part}" for part in parts)


def install(app: FastAPI) -> None:
    """Let every error of the application, ours or the framework's, be answered by this module."""
    app.add_exception_handler(DeconflictError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_framework)
    app.add_exception_handler(ClientDisconnect, _on_gone)
    app.add_exception_handler(Exception, _on_bug)


async def _on_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, DeconflictError)  # noqa: S101  (registered for that class)
    response = answer(error)
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or type(error) in TOLD_AS:
        LOG.error("request failed", exc_info=error)
    return response


async def _on_validation(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for that class)
    return answer(from_validation(error.errors()))


async def _on_framework(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for that class)
    return answer_to_framework(error.status_code, error.headers)


async def _on_gone(_: Request, __: Exception) -> Response:
    """End what nobody waits for any more: no answer arrives, and nothing failed here."""
    return Response(status_code=GONE)


async def _on_bug(_: Request, __: Exception) -> Response:
    """Answer; the framework raises the error again, and the log tells its type and place, not its text."""
    return _response(_body(INTERNAL_ERROR, "internal_error"), {})


def _named(fault: str, location: Location) -> DeconflictError:
    if fault == "naive_time":
        return NaiveTime(index=next((part for part in reversed(location) if isinstance(part, int)), 0))
    if fault in BY_VALIDATION:
        return BY_VALIDATION[fault]()
    return next((kind() for ending, kind in BY_ENDING if fault.endswith(ending)), edge.InvalidValue())


def _body(kind: Kind, code: str, detail: str | None = None, pointer: str | None = None) -> dict[str, Any]:
    return {
        "type": TYPE + code,
        "title": kind.title,
        "status": kind.status,
        "code": code,
        "detail": detail or kind.detail,
        **({"pointer": pointer} if pointer is not None else {}),
    }


def _headers(error: DeconflictError) -> dict[str, str]:
    if isinstance(error, SignedOut | SignInRefused):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, DeviceRefused):
        return {"WWW-Authenticate": 'Basic realm="deconflict", charset="UTF-8"'}
    if isinstance(error, edge.TooManyAttempts | TooManyCodes):
        return {"Retry-After": str(error.retry_after_s)}
    if isinstance(error, DatabaseBusy | DatabaseUnavailable | TransactionConflict):
        return {"Retry-After": str(RETRY_AFTER_S)}
    return {}


def _response(body: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    return Response(orjson.dumps(body), body["status"], dict(headers), MEDIA_TYPE)
