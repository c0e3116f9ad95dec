"""Planted leaks in what every answer carries: ids, headers, errors, and what registering says."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from lockstep import ACTING
from planting import both, count, header, mutant, plans, policy
from starlette.responses import Response

from deconflict.api import attempts, pages, patrols, problems
from deconflict.flows import (
    register_patrol,
)
from deconflict.parties.errors import RoleRefused
from deconflict.patrols import store as patrol_rows
from deconflict.patrols.errors import UnitBusy
from deconflict.runtime import ids
from deconflict.zones import store as zone_rows

# Ids, references, cursors


@mutant("busy elsewhere")
def a_global_sequence_makes_ids() -> Iterator[None]:
    numbers: dict[int, Iterator[int]] = {}

    def next_number(size: int, _whose: UUID | None) -> bytes:
        world = (ACTING.get() or (0, ""))[0]
        return next(numbers.setdefault(world, itertools.count())).to_bytes(size, "big")

    before = ids.randomness
    with patch.object(ids, "randomness", next_number):
        plant = next_number
        # A new example gives everybody a new stream, and would take this one away.
        with patch("lockstep.Chance.bytes", lambda _self, size, whose: plant(size, whose)):
            yield
    ids.randomness = before


@mutant("busy elsewhere")
def references_are_counted() -> Iterator[None]:
    with patch.object(register_patrol, "new_reference", lambda *_: f"P-{plans():04}"):
        yield


@mutant("busy elsewhere")
def a_cursor_counts_rows() -> Iterator[None]:
    cursor = pages.cursor
    with patch.object(pages, "cursor", lambda key: cursor(key) + f"~{plans()}"):
        yield


# What an answer carries


@mutant("busy elsewhere")
def a_page_has_a_total() -> Iterator[None]:
    link = patrols.next_link

    def counted(*arguments: Any) -> dict[str, str]:
        return link(*arguments) | {"X-Total-Count": str(plans())}

    with patch.object(patrols, "next_link", counted):
        yield


@mutant("busy elsewhere")
def an_etag_is_the_tables() -> Iterator[None]:
    with patch.object(patrols, "etag", lambda version: f'"{version}.{plans()}"'):
        yield


@mutant("busy elsewhere")
def a_timing_header_tells_the_load() -> Iterator[None]:
    with header("Server-Timing", lambda: f"db;dur={plans()}"):
        yield


@mutant("busy elsewhere")
def an_error_has_the_databases_detail() -> Iterator[None]:
    answer = problems.answer

    def detailed(*arguments: Any, **named: Any) -> Response:
        made = answer(*arguments, **named)
        made.headers["X-Detail"] = f"row {plans()}"
        return made

    with patch.object(problems, "answer", detailed):
        yield


@mutant("busy elsewhere")
def hidden_is_forbidden_instead_of_absent() -> Iterator[None]:
    find = patrol_rows.patrol_with

    async def found(reader: Any, wanted: UUID) -> Any:
        patrol = await find(reader, wanted)
        if patrol is None and count(f"SELECT count(*) FROM patrol WHERE id = '{wanted}'"):
            raise RoleRefused()
        return patrol

    with patch.object(patrol_rows, "patrol_with", found):
        yield


@mutant("busy elsewhere")
def meddling_with_what_is_hidden_is_refused_otherwise() -> Iterator[None]:
    find = patrol_rows.patrol_to_change

    async def found(writer: Any, wanted: UUID) -> Any:
        patrol = await find(writer, wanted)
        if patrol is None and count(f"SELECT count(*) FROM patrol WHERE id = '{wanted}'"):
            raise RoleRefused()
        return patrol

    with patch.object(patrol_rows, "patrol_to_change", found):
        yield


@mutant("meeting")
def a_conflict_is_forbidden_once_there_is_one() -> Iterator[None]:
    from deconflict.api import conflicts

    gone = conflicts.NotFound

    def refused() -> Exception:
        return RoleRefused() if count("SELECT count(*) FROM conflict") else gone()

    with patch.object(conflicts, "NotFound", refused):
        yield


# What registering answers


@mutant("busy elsewhere")
def notices_by_depends_on_rivals() -> Iterator[None]:
    by = register_patrol.notices_by
    with patch.object(
        register_patrol,
        "notices_by",
        lambda deployment, now: by(deployment, now) + timedelta(seconds=plans()),
    ):
        yield


@mutant("busy elsewhere")
def a_callsign_that_a_rival_uses_is_busy() -> Iterator[None]:
    store = patrol_rows.store

    async def stored(writer: Any, changed: Any, path: Any, *additions: Any) -> None:
        query = f"SELECT count(*) FROM plan WHERE current AND callsign = '{changed.callsign}'"
        if count(f"{query} AND party <> '{changed.party}'"):
            raise UnitBusy(patrol=None)
        await store(writer, changed, path, *additions)

    with patch.object(patrol_rows, "store", stored):
        yield


@mutant("zones")
def rivals_zones_are_found_on_the_way() -> Iterator[None]:
    listed = zone_rows.zones

    async def own(reader: Any) -> list[Any]:
        return [zone for zone in await listed(reader) if zone.party in {None, reader.viewer.party}]

    with contextmanager(policy)("zone"), patch.object(zone_rows, "zones", own):
        yield


@mutant("zones")
def names_of_zones_are_unique_across_parties() -> Iterator[None]:
    with both("CREATE UNIQUE INDEX leak ON zone (name)", "DROP INDEX leak"):
        yield


@mutant("locked out")
def failed_sign_ins_lock_everybody_out() -> Iterator[None]:
    require = attempts.SignInAttempts.require
    with patch.object(
        attempts.SignInAttempts,
        "require",
        lambda self, _address, _key, now: require(self, "all", ("all", "all"), now),
    ):
        yield
