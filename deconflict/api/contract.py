"""The published contract of the HTTP edge: OpenAPI 3.1 with every answer a route can give, problems included.

Routes say which refusals of their own they have; what every route of a kind can refuse is added here.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel

from deconflict.api import errors as edge
from deconflict.api.problem_table import TABLE
from deconflict.api.problems import MEDIA_TYPE
from deconflict.api.routes import GEO_JSON, JSON, FeatureRoute, FileRoute, SignedInRoute
from deconflict.api.viewer import COOKIE, SAFE_METHODS
from deconflict.api.wire import In, Out, ProblemOut
from deconflict.errors import DeconflictError, NotFound
from deconflict.parties.errors import SignedOut
from deconflict.runtime.errors import DatabaseBusy, DatabaseUnavailable, TransactionConflict, ValueRefused

Refusal = type[DeconflictError]

EVERYWHERE: Final[tuple[Refusal, ...]] = (
    edge.AddressTooLong,
    edge.HeadersTooLarge,
    edge.UnknownParameter,
    DatabaseUnavailable,
    DatabaseBusy,
    TransactionConflict,
)
WITH_BODY: Final[tuple[Refusal, ...]] = (
    edge.BodyTooLarge,
    edge.BodyTooSlow,
    edge.MediaTypeRefused,
    edge.MalformedJson,
    edge.FieldMissing,
    edge.FieldUnknown,
    edge.WrongType,
    edge.WrongLength,
    edge.OutOfRange,
    edge.NotOneOf,
    edge.InvalidValue,
    ValueRefused,
)
MARK: Final = "x-refusals"


def refusals(*kinds: Refusal) -> dict[str, Any]:
    """Say which errors of its own a route can answer with; for a decorator's `openapi_extra`."""
    return {MARK: [kind.code for kind in kinds]}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application; worked out once."""
    if app.openapi_schema is None:
        app.openapi_schema = _document(app)
    return app.openapi_schema


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title="deconflict",
        version="1",
        summary="Joint patrol deconfliction between parties that do not trust each other.",
        description=(
            "Registering a patrol is giving notice, not asking permission. Errors are "
            "`application/problem+json` with a `code`; what is hidden is 404, byte for byte like what is absent."
        ),
        routes=app.routes,
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = ProblemOut.model_json_schema()
    for name, examples in _examples(In, Out):
        if name in schemas:
            schemas[name]["examples"] = examples
    document["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
    }
    for route in app.routes:
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                _complete(document["paths"][route.path_format][method.lower()], route, method)
    return document


def _examples(*kinds: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """Yield the messages' examples as they were written: the framework drops every null from its document."""
    for kind in kinds:
        extra = kind.model_config.get("json_schema_extra")
        if isinstance(extra, dict):
            yield kind.__name__, extra["examples"]
        yield from _examples(*kind.__subclasses__())


def _complete(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    codes = [*operation.pop(MARK, ()), *(kind.code for kind in _common(route, method))]
    operation["operationId"] = f"{route.tags[0]}_{route.name}"
    operation["responses"].pop("422", None)
    for status, answer in _answers(codes).items():
        own = operation["responses"].setdefault(status, answer)
        own["content"] = own["content"] | answer["content"]
    if isinstance(route, SignedInRoute):
        operation["security"] = [{"bearer": []}, {"cookie": []}]
    if isinstance(route, FeatureRoute) and "requestBody" in operation:
        content = operation["requestBody"]["content"]
        content[GEO_JSON] = content[JSON]


def _common(route: APIRoute, method: str) -> Iterable[Refusal]:
    yield from EVERYWHERE
    if route.dependant.path_params:
        yield NotFound
    if route.dependant.query_params:
        yield edge.InvalidParameter
    if route.dependant.header_params:
        yield edge.InvalidHeader
    if route.body_field is not None:
        yield from WITH_BODY
        if isinstance(route, FeatureRoute):
            yield edge.NotATime
    elif isinstance(route, FileRoute):
        yield from (edge.InvalidHeader, edge.BodyTooLarge, edge.BodyTooSlow, edge.MediaTypeRefused)
    elif method not in SAFE_METHODS:
        yield edge.BodyNotExpected
    if isinstance(route, SignedInRoute):
        yield SignedOut
        if method not in SAFE_METHODS:
            yield edge.OriginRefused


def _answers(codes: Iterable[str]) -> dict[str, Any]:
    """Return one response per status, with the codes it can have."""
    statuses = {kind.code: entry.status for kind, entry in TABLE.items()}
    by_status: dict[int, list[str]] = {500: ["internal_error"]}
    for code in dict.fromkeys(codes):
        by_status.setdefault(statuses[code], []).append(code)
    return {
        str(status): {
            "description": ", ".join(f"`{code}`" for code in found),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, found in sorted(by_status.items())
    }
