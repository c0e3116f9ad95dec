"""Every error has its answer, and no answer tells more than it should (SEC-03, DIS-06)."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator

import httpx2
import pytest
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.types import Message

import deconflict
from deconflict.api import errors as edge
from deconflict.api.problem_table import INTERNAL, TABLE, TOLD_AS
from deconflict.api.problems import answer, answer_to_framework, from_validation, install, pointer_to, problem
from deconflict.errors import DeconflictError, NotFound
from deconflict.parties.errors import SignedOut
from deconflict.patrols.errors import Stale
from deconflict.runtime import errors as runtime
from deconflict.separation.errors import NaiveTime, RingOutOfRange, TimesDecreasing

pytestmark = pytest.mark.rule("SEC-03")

# Commands and the engine answer no requests; neither do the parts of the runtime that start and watch processes.
# What is raised in `live` itself ends a socket with a close code.
NO_EDGE = ("bench", "cli", "demo", "engine", "gateways", "live")
STARTING_UP = "deconflict.runtime."


def reachable() -> Iterator[type[DeconflictError]]:
    """Yield every error class that a request or a socket could meet."""
    for module in pkgutil.walk_packages(deconflict.__path__, "deconflict."):
        part = module.name.split(".")[1]
        if part not in NO_EDGE and not part.startswith("__") and "migrations" not in module.name:
            importlib.import_module(module.name)
    pending = [DeconflictError]
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        home = kind.__module__
        ours = home.startswith("deconflict.") and kind is not DeconflictError
        if not ours or home.split(".")[1] in NO_EDGE:
            continue
        if not home.startswith(STARTING_UP) or home == "deconflict.runtime.errors":
            yield kind


def example(kind: type[DeconflictError]) -> DeconflictError:
    """Make an error of that class with some particulars."""
    values = {str: "word", int: 3, float: 1.5}
    return kind(**{field.name: values.get(field.type) for field in dataclasses.fields(kind)})


def test_the_table_is_complete() -> None:
    untold = [kind.__qualname__ for kind in reachable() if kind not in {*TABLE, *TOLD_AS, *INTERNAL}]
    assert untold == []


def test_no_error_has_two_answers() -> None:
    assert set(TABLE).isdisjoint(INTERNAL)
    assert set(TABLE).isdisjoint(TOLD_AS)
    assert INTERNAL.isdisjoint(TOLD_AS)


@pytest.mark.parametrize("kind", TABLE)
def test_every_error_can_be_told(kind: type[DeconflictError]) -> None:
    error = example(kind)
    body = problem(error)
    assert body["status"] == TABLE[kind].status
    assert body["code"] == kind.code
    assert "{" not in body["detail"] + body.get("pointer", "")
    fields = error.fields()
    assert {name: body[name] for name in fields} == fields
    assert not {"type", "title", "status", "code", "detail"} & set(fields)
    assert answer(error).media_type == "application/problem+json"


def test_the_offending_waypoint_is_pointed_at() -> None:
    body = problem(TimesDecreasing(index=3))
    assert body["pointer"] == "/properties/coordinateProperties/times/3"
    assert body["index"] == 3
    assert problem(RingOutOfRange(ring=1, index=2))["pointer"] == "/geometry/coordinates/1/2"


@pytest.mark.parametrize("kind", sorted(INTERNAL, key=lambda kind: kind.__name__))
def test_our_own_faults_say_nothing_of_themselves(kind: type[DeconflictError]) -> None:
    assert problem(example(kind)) == {
        "type": "urn:deconflict:problem:internal_error",
        "title": "Internal error",
        "status": 500,
        "code": "internal_error",
        "detail": "The service failed; nothing more is told here.",
    }


@pytest.mark.rule("DIS-06")
def test_what_a_row_policy_refuses_is_as_absent_as_nothing() -> None:
    assert answer(runtime.AccessRefused()).body == answer(NotFound()).body
    assert answer_to_framework(404, None).body == answer(NotFound()).body


def test_the_name_of_a_constraint_stays_here() -> None:
    for error in (runtime.ConstraintViolated("plan_times"), runtime.UniqueViolated("party_slug_key")):
        body = problem(error)
        assert body == problem(runtime.ValueRefused())
        assert "constraint" not in body


def test_headers_go_with_what_they_mean() -> None:
    assert answer(SignedOut()).headers["www-authenticate"] == "Bearer"
    assert answer(edge.TooManyAttempts(retry_after_s=7)).headers["retry-after"] == "7"
    assert answer(runtime.DatabaseBusy()).headers["retry-after"] == "1"
    refused = answer_to_framework(405, {"Allow": "GET"})
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")
    assert b'"code":"method_not_allowed"' in refused.body


@pytest.mark.parametrize(
    ("location", "pointer"),
    [((), ""), (("a", 0, "b"), "/a/0/b"), (("a/b", "c~d"), "/a~1b/c~0d"), (("x" * 500,), "/" + "x" * 100)],
)
def test_places_become_json_pointers(location: tuple[str | int, ...], pointer: str) -> None:
    assert pointer_to(location) == pointer


@pytest.mark.parametrize(
    ("fault", "location", "expected"),
    [
        ("missing", ("body", "a"), edge.FieldMissing),
        ("extra_forbidden", ("body", "a"), edge.FieldUnknown),
        ("float_type", ("body", "a"), edge.WrongType),
        ("model_attributes_type", ("body",), edge.WrongType),
        ("greater_than_equal", ("body", "a"), edge.OutOfRange),
        ("less_than", ("body", "a"), edge.OutOfRange),
        ("string_too_short", ("body", "a"), edge.WrongLength),
        ("too_long", ("body", "a"), edge.WrongLength),
        ("enum", ("body", "a"), edge.NotOneOf),
        ("literal_error", ("body", "a"), edge.NotOneOf),
        ("not_a_time", ("body", "a"), edge.NotATime),
        ("string_pattern_mismatch", ("body", "a"), edge.InvalidValue),
        ("int_parsing", ("query", "limit"), edge.InvalidParameter),
        ("string_too_long", ("header", "Idempotency-Key"), edge.InvalidHeader),
        ("uuid_parsing", ("path", "patrol_id"), NotFound),
    ],
)
def test_faults_of_validation_become_our_errors(fault: str, location: tuple, expected: type) -> None:
    error = from_validation([{"type": fault, "loc": location}])
    assert type(error) is expected


def test_a_naive_time_names_its_waypoint() -> None:
    place = ("body", "properties", "coordinateProperties", "times", 4)
    error = from_validation([{"type": "naive_time", "loc": place}])
    assert isinstance(error, NaiveTime)
    assert (error.index, error.pointer) == (4, "/properties/coordinateProperties/times/4")
    assert problem(error)["pointer"] == error.pointer


@pytest.mark.rule("DIS-06")
def test_a_malformed_id_is_absent_whatever_else_is_wrong() -> None:
    faults = [
        {"type": "missing", "loc": ("body", "a")},
        {"type": "uuid_parsing", "loc": ("path", "patrol_id")},
    ]
    assert isinstance(from_validation(faults), NotFound)


class Told(BaseModel):
    """A body with one field."""

    model_config = ConfigDict(extra="forbid")
    number: int


@pytest.fixture
async def failing():
    """An application whose routes fail in every way, and a client of it."""
    app = FastAPI()
    install(app)

    @app.get("/ours")
    async def ours() -> None:
        raise Stale(current_version=4)

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError("13.19, 32.88 and the driver's own words")

    @app.get("/fault")
    async def fault() -> None:
        raise runtime.DatabaseFailure("XX000")

    @app.post("/body")
    async def body(said: Told) -> None:
        raise AssertionError(said)

    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_every_way_to_fail_is_answered_with_a_problem(failing) -> None:
    answers = {
        "stale": await failing.get("/ours"),
        "internal_error": await failing.get("/bug"),
        "not_found": await failing.get("/nowhere"),
        "method_not_allowed": await failing.put("/ours"),
        "wrong_type": await failing.post("/body", json=[]),
        "field_unknown": await failing.post("/body", json={"number": 1, "colour": 2}),
    }
    for code, answered in answers.items():
        assert answered.headers["content-type"] == "application/problem+json"
        assert answered.json()["code"] == code
        assert answered.json()["status"] == answered.status_code
    assert "13.19" not in answers["internal_error"].text
    assert (await failing.get("/fault")).json() == answers["internal_error"].json()
    assert answers["stale"].json()["current_version"] == 4
    assert answers["field_unknown"].json()["pointer"] == "/colour"


async def test_a_client_that_leaves_amid_its_request_is_no_failure_of_ours() -> None:
    app, sent = FastAPI(), []
    install(app)

    @app.post("/body")
    async def body(request: Request) -> None:
        await request.body()

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/body", "query_string": b"", "headers": []}
    await app(scope, receive, send)  # lets nothing through that would be a line about a failure
    assert [message["status"] for message in sent if message["type"] == "http.response.start"] == [499]
