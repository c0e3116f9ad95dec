"""What a leak is planted with, and the register of those that are.

`here()` is the world that somebody acts in: a mutant that tells a hidden fact looks it up there, past every wall.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final
from unittest.mock import patch

import orjson
from lockstep import WORLDS, here
from sqlalchemy import true
from starlette.datastructures import MutableHeaders
from starlette.responses import Response

from deconflict.api import envelope
from deconflict.parties import scope

MUTANTS: Final[dict[str, "Mutant"]] = {}

NO_CEILING: Final = """
    CREATE OR REPLACE FUNCTION viewer_ceiling(one uuid, other uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$ SELECT 4 $$
    """
"""Lets rows be read whatever was taken back since; what is still shown then is the engine's to withhold."""


@dataclass(frozen=True)
class Mutant:
    """A leak that can be switched on, at which default level, and the directed example that should show it first."""

    name: str
    on: Callable[[], Any]
    level: int
    first: str


def mutant(first: str, level: int = 1) -> Callable[[Callable[[], Iterator[None]]], Callable[[], Any]]:
    """Register a generator that plants a leak as a context manager."""

    def registered(plant: Callable[[], Iterator[None]]) -> Callable[[], Any]:
        on = contextmanager(plant)
        assert plant.__name__ not in MUTANTS, f"{plant.__name__} is planted twice, so once not at all"
        MUTANTS[plant.__name__] = Mutant(plant.__name__, on, level, first)
        return on

    return registered


def count(query: str) -> int:
    """The number that a query returns in this world, past every wall."""
    return int(here().sql(query)[0][0] or 0)


def plans() -> int:
    """How many plans there are, whosesoever."""
    return count("SELECT count(*) FROM plan")


@contextmanager
def both(do: str, undo: str) -> Iterator[None]:
    """Change the schema of both worlds."""
    for side in WORLDS.values():
        side.sql(do)
    try:
        yield
    finally:
        for side in WORLDS.values():
            side.sql(undo)


@contextmanager
def filtering_nothing() -> Iterator[None]:
    """Let the stores leave everything to the row policies."""
    with ExitStack() as stack:
        for wall in ("of_viewer", "in_directory", "of_viewer_or_all"):
            stack.enter_context(patch.object(scope, wall, lambda _reader, _party: true()))
        for reach in ("reach_of_viewer", "reach_in_directory"):
            stack.enter_context(patch.object(scope, reach, lambda _reader: {"unwalled": True, "own": None}))
        yield


def header(name: str, value: Callable[[], object]) -> Any:
    """Let every answer carry one more header."""
    sent = envelope._count

    def counted(scope: Any, status: int, seconds: float) -> None:
        sent(scope, status, seconds)

    original = envelope.MutableHeaders

    def headers(*, scope: Any) -> MutableHeaders:
        made: MutableHeaders = original(scope=scope)
        made[name] = str(value())
        return made

    return patch.object(envelope, "MutableHeaders", headers)


def policy(table: str, name: str = "seen") -> Iterator[None]:
    """Let neither a row policy nor the stores hold anything back."""
    its = f"polname = '{name}' AND polrelid = '{table}'::regclass"
    [(before,)] = WORLDS[0].sql(f"SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE {its}")
    with (
        both(
            f"ALTER POLICY {name} ON {table} USING (true)", f"ALTER POLICY {name} ON {table} USING ({before})"
        ),
        filtering_nothing(),
    ):
        yield


def said(answer: Callable[..., Response], more: Callable[[], dict[str, Any]]) -> Callable[..., Response]:
    def saying(message: Any, *arguments: Any, **named: Any) -> Response:
        made = answer(message, *arguments, **named)
        made.body = orjson.dumps(orjson.loads(made.body) | more())
        made.headers["content-length"] = str(len(made.body))
        return made

    return saying
