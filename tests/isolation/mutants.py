"""Leaks planted one at a time: each a service that tells a viewer a little more than the release function allows.

`here()` is the world that somebody acts in: a mutant that tells a hidden fact looks it up there, past every wall.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final
from unittest.mock import patch
from uuid import UUID

import numpy as np
import orjson
from lockstep import ACTING, WORLDS, here
from sqlalchemy import true
from starlette.datastructures import MutableHeaders
from starlette.responses import Response

from deconflict.agreements.model import Level
from deconflict.alerts import store as alerts
from deconflict.api import attempts, checks, envelope, overlaps, pages, patrols, picture, problems
from deconflict.disclosure import release
from deconflict.engine import engine
from deconflict.flows import (
    register_patrol,
    release_notices,
    share_plans,
    show_conflicts,
    tell_overlaps,
    tell_segments,
)
from deconflict.live import messages
from deconflict.live.hub import Hub
from deconflict.live.outbox import Letter
from deconflict.overlaps import rules as overlap_rules
from deconflict.overlaps.model import Overlap
from deconflict.parties import scope
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Viewer
from deconflict.patrols import store as patrol_rows
from deconflict.patrols.errors import UnitBusy
from deconflict.runtime import ids
from deconflict.zones import store as zone_rows

MUTANTS: Final[dict[str, "Mutant"]] = {}


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
        lambda self, _address, _login, now: require(self, "all", "all", now),
    ):
        yield


# When something is told


@mutant("sooner or later")
def overlaps_are_released_when_found() -> Iterator[None]:
    check = engine.check_plans

    async def checked(checker: Any, terms: Any, now: Any, *more: Any) -> Any:
        done = await check(checker, terms, now, *more)
        await release_notices.release_at_tick(checker, terms, now, more[-1], here().deployment.tick_s)
        return done

    with patch.object(engine, "check_plans", checked):
        yield


@mutant("before or after")
def the_side_that_registers_is_told_at_once() -> Iterator[None]:
    check, due = engine.check_plans, alerts.due

    async def checked(checker: Any, terms: Any, now: Any, *more: Any) -> Any:
        newest = here().sql("SELECT party FROM check_due ORDER BY queued_at DESC LIMIT 1")

        async def of_that_side(*arguments: Any, **named: Any) -> list[Any]:
            return [notice for notice in await due(*arguments, **named) if [(notice.party,)] == newest]

        done = await check(checker, terms, now, *more)
        with patch.object(alerts, "due", of_that_side):
            await release_notices.release_at_tick(checker, terms, now, more[-1], here().deployment.tick_s)
        return done

    with patch.object(engine, "check_plans", checked):
        yield


@mutant("sooner or later")
def released_at_is_when_it_was_found() -> Iterator[None]:
    told = engine.release_at_tick

    async def released(checker: Any, terms: Any, tick: Any, *more: Any) -> int:
        [(found,)] = here().sql("SELECT max(found_at) FROM notice WHERE kind = 'overlap'")
        return int(await told(checker, terms, found or tick, *more))

    with patch.object(engine, "release_at_tick", released):
        yield


@mutant("in whichever order")
def alerts_come_in_the_order_of_submissions() -> Iterator[None]:
    with patch.object(release_notices, "sorted", list, create=True):
        yield


@mutant("one more, one less")
def a_rival_more_or_less_is_an_update() -> Iterator[None]:
    change_of = release_notices.change_of

    def changed(told: Any, *now: Any, **named: Any) -> Any:
        change = change_of(told, *now, **named)
        ended = told is None or not told.hours
        return change if change is not None or ended else release_notices.OverlapChange.UPDATED

    with patch.object(release_notices, "change_of", changed):
        yield


@mutant("sealed with one")
def an_all_clear_is_held_back_for_a_sealed_rival() -> Iterator[None]:
    change_of = release_notices.change_of

    def changed(told: Any, hours: Any, areas: Any, *, withheld: bool, **named: Any) -> Any:
        there = count("SELECT count(*) FROM shared_cover") > 0
        return change_of(told, hours, areas, withheld=withheld or there, **named)

    with patch.object(release_notices, "change_of", changed):
        yield


# What is told


@mutant("one or two")
def there_is_an_alert_for_each_rival() -> Iterator[None]:
    number = alerts.number

    async def numbered(checker: Any, deliveries: Any, at: Any) -> None:
        again = deliveries if count("SELECT count(*) FROM shared_cover") > 1 else []
        await number(checker, [*deliveries, *again], at)

    with patch.object(alerts, "number", numbered):
        yield


@mutant("one or two")
def rivals_are_counted() -> Iterator[None]:
    def rivals() -> dict[str, Any]:
        return {"rivals": count("SELECT count(*) FROM shared_cover")}

    with patch.object(overlaps, "answer", _said(overlaps.answer, rivals)):
        yield


@mutant("by whom")
def the_reference_names_the_rival() -> Iterator[None]:
    newest = "SELECT slug FROM party JOIN plan ON plan.party = party.id ORDER BY submitted_at DESC LIMIT 1"

    def named(whose: UUID | None = None) -> str:
        rivals = f"SELECT slug FROM party JOIN plan ON plan.party = party.id WHERE party.id <> '{whose}'"
        rows = here().sql(f"{rivals} ORDER BY submitted_at DESC LIMIT 1") if whose else here().sql(newest)
        return str(rows[0][0]) if rows else ids.new_reference(whose)

    with patch.object(release_notices, "new_reference", named):
        yield


def _said(answer: Callable[..., Response], more: Callable[[], dict[str, Any]]) -> Callable[..., Response]:
    def said(message: Any, *arguments: Any, **named: Any) -> Response:
        made = answer(message, *arguments, **named)
        made.body = orjson.dumps(orjson.loads(made.body) | more())
        made.headers["content-length"] = str(len(made.body))
        return made

    return said


@mutant("exact end")
def the_exact_end_of_an_overlap_is_told() -> Iterator[None]:
    def until() -> dict[str, Any]:
        return {"until": str(here().sql("SELECT max(over_at) FROM plan WHERE current")[0][0])}

    with patch.object(overlaps, "answer", _said(overlaps.answer, until)):
        yield


@mutant("how close")
def the_grade_decides_what_rings() -> Iterator[None]:
    critical = "SELECT count(*) FROM finding WHERE closed_at IS NULL AND facts ->> 'grade' = 'critical'"
    with patch.object(release_notices, "rings", lambda *_: bool(count(critical))):
        yield


@mutant("how close")
def the_distance_is_told() -> Iterator[None]:
    nearest = "SELECT min((facts ->> 'distance_m')::float) FROM finding WHERE closed_at IS NULL"

    def distance() -> dict[str, Any]:
        return {"distance_m": here().sql(nearest)[0][0]}

    with patch.object(overlaps, "answer", _said(overlaps.answer, distance)):
        yield


@mutant("how close")
def the_shared_cells_are_counted() -> Iterator[None]:
    def cells() -> dict[str, Any]:
        return {"cells": count("SELECT sum(length(cells)) FROM shared_cover")}

    with patch.object(picture, "answer", _said(picture.answer, cells)):
        yield


@mutant("how it ended")
def an_all_clear_tells_withdrawn_from_ended() -> Iterator[None]:
    number = alerts.number

    async def numbered(checker: Any, deliveries: Any, at: Any) -> None:
        gone = count("SELECT count(*) FROM patrol WHERE state = 'withdrawn'")
        await number(
            checker,
            [
                replace(item, change="withdrawn") if item.change == "resolved" and gone else item
                for item in deliveries
            ],
            at,
        )

    with patch.object(alerts, "number", numbered):
        yield


@mutant("how it ended")
def revisions_count_what_rivals_did() -> Iterator[None]:
    revised = Overlap.revised

    def counted(self: Overlap, *arguments: Any) -> Overlap:
        return replace(revised(self, *arguments), revision=self.revision + plans())

    with patch.object(Overlap, "revised", counted):
        yield


@mutant("acknowledged")
def what_rivals_received_shows() -> Iterator[None]:
    read = alerts.to_alert

    def shown(row: Any, received_at: Any, *others: Any) -> Any:
        anybody = here().sql("SELECT max(at) FROM receipt")[0][0]
        return read(row, received_at or anybody, *others)

    with patch.object(alerts, "to_alert", shown):
        yield


@mutant("acknowledged")
def a_rivals_acknowledgement_answers_for_all() -> Iterator[None]:
    read = alerts.to_alert

    def shown(row: Any, received: Any, seen: Any, acknowledged: Any) -> Any:
        made = read(row, received, seen, acknowledged)
        anybody = count("SELECT count(*) FROM receipt WHERE fact = 'acknowledged'")
        return replace(made, seen_at=made.seen_at or made.released_at) if anybody else made

    with patch.object(alerts, "to_alert", shown):
        yield


# Feeds and lists


@mutant("meeting")
def a_feed_skips_numbers_for_others_alerts() -> Iterator[None]:
    number = alerts.number

    async def numbered(checker: Any, deliveries: Any, at: Any) -> None:
        await number(checker, deliveries, at)
        here_too = {item.to.feed for item in deliveries}
        for (feed,) in here().sql("SELECT id FROM feed"):
            if feed not in here_too:
                await checker.execute(
                    alerts.update(alerts.feed)
                    .where(alerts.feed.c.id == feed)
                    .values(last_seq=alerts.feed.c.last_seq + 1)
                )

    with patch.object(alerts, "number", numbered):
        yield


@mutant("meeting")
def a_socket_says_something_when_anybody_is_told() -> Iterator[None]:
    look, heard = Hub.look, dict[int, int]()

    async def looked(hub: Hub) -> None:
        await look(hub)
        world = (ACTING.get() or (0, ""))[0]
        newest = int(WORLDS[world].sql("SELECT sum(last_seq) FROM feed")[0][0])
        if heard.get(world, 0) < newest and hub.followers:
            for follower in hub.followers:
                follower.outbox.put(Letter(messages.tick(WORLDS[world].clock.now())))
        heard[world] = newest

    with patch.object(Hub, "look", looked):
        yield


@mutant("one or two")
def patrols_are_listed_by_what_rivals_do() -> Iterator[None]:
    page = patrol_rows.page

    async def listed(*arguments: Any, **named: Any) -> list[Any]:
        found = await page(*arguments, **named)
        return list(reversed(found)) if count("SELECT count(*) FROM shared_cover") > 1 else found

    with patch.object(patrol_rows, "page", listed):
        yield


@mutant("read before")
def a_picture_is_cached_across_viewers() -> Iterator[None]:
    take, kept = picture.take_picture, dict[tuple[int, Any], Any]()

    async def taken(session: Any, viewer: Viewer, deployment: Any, now: Any) -> Any:
        key = (here().number, now)
        if key not in kept:
            kept[key] = await take(session, viewer, deployment, now)
        return kept[key]

    with patch.object(picture, "take_picture", taken):
        yield


# Both walls before a table: either alone holds (test_knock_out.py)


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


@mutant("busy elsewhere")
def the_wall_before_patrols_is_down() -> Iterator[None]:
    with ExitStack() as stack:  # to list patrols is to join their units
        for table, name in (("patrol", "seen"), ("plan", "seen"), ("unit", "directory")):
            stack.enter_context(contextmanager(policy)(table, name))
        yield


@mutant("zones")
def the_wall_before_zones_is_down() -> Iterator[None]:
    yield from policy("zone")


@mutant("meeting")
def the_wall_before_overlaps_is_down() -> Iterator[None]:
    with ExitStack() as stack:
        for table in ("overlap", "overlap_revision", "patrol", "plan"):
            stack.enter_context(contextmanager(policy)(table))
        stack.enter_context(contextmanager(policy)("unit", "directory"))
        yield


@mutant("more units")
def the_wall_before_units_is_down() -> Iterator[None]:
    yield from policy("unit", "directory")


# Level 0


@mutant("sealed", level=0)
def at_level_zero_a_bare_number_is_told() -> Iterator[None]:
    told = engine.release_at_tick

    async def released(checker: Any, terms: Any, tick: Any, *more: Any) -> int:
        return int(await told(checker, replace(terms, level=release.Level.NOTICE), tick, *more))

    with patch.object(engine, "release_at_tick", released):
        yield


@mutant("sealed", level=0)
def at_level_zero_a_feed_is_one_ahead() -> Iterator[None]:
    head_of = alerts.head_of

    async def ahead(reader: Any) -> Any:
        head = await head_of(reader)
        return replace(head, last=head.last + min(1, count("SELECT count(*) FROM shared_cover")))

    with patch.object(alerts, "head_of", ahead):
        yield


# Levels 2 to 4


@mutant("within the cells", level=2)
def a_conflict_is_shown_at_level_two() -> Iterator[None]:
    low = SimpleNamespace(SEGMENT=Level.AREA)
    with patch.object(show_conflicts, "Level", low), patch.object(tell_segments, "Level", low):
        yield


@mutant("within the cells", level=2)
def how_many_minutes_are_shared_is_told() -> Iterator[None]:
    first = (
        "SELECT min(lower(nominal))::text FROM plan WHERE current AND callsign = 'U1' AND lower(nominal) >"
    )
    first += " (SELECT min(lower(nominal)) FROM plan WHERE current)"

    def since() -> dict[str, Any]:
        return {"since": here().sql(first)[0][0]}

    with patch.object(overlaps, "answer", _said(overlaps.answer, since)):
        yield


@mutant("no cells any more", level=2)
def cells_are_told_after_they_were_taken_back() -> Iterator[None]:
    def always(*_arguments: Any) -> bool:
        return True

    ceiling = "SELECT pg_get_functiondef('viewer_ceiling(uuid, uuid)'::regprocedure)"
    [(before,)] = WORLDS[0].sql(ceiling)
    with ExitStack() as stack:
        stack.enter_context(both(NO_CEILING, before))
        stack.enter_context(patch.object(tell_overlaps, "depends_on_cells", always))
        stack.enter_context(patch.object(overlap_rules, "levels_at", _at_least_area))
        yield


@mutant("beyond the segment", level=3)
def a_segment_is_not_clipped() -> Iterator[None]:
    with patch.object(show_conflicts, "in_conflict", lambda track, _finding: track):
        yield


@mutant("a conflict of others", level=3)
def a_segments_id_is_made_of_the_conflicts() -> Iterator[None]:
    opened = tell_segments._opened

    def same(conflict: Any, side: Any, *arguments: Any) -> Any:
        return replace(opened(conflict, side, *arguments), id=UUID(int=conflict.id.int ^ side.party.int))

    with patch.object(tell_segments, "_opened", same):
        yield


@mutant("no segment any more", level=3)
def a_segment_outlives_its_level() -> Iterator[None]:
    ceiling = "SELECT pg_get_functiondef('viewer_ceiling(uuid, uuid)'::regprocedure)"
    [(before,)] = WORLDS[0].sql(ceiling)
    with ExitStack() as stack:
        stack.enter_context(both(NO_CEILING, before))
        stack.enter_context(patch.object(show_conflicts, "reaches", lambda *_: True))
        stack.enter_context(patch.object(tell_segments, "reaches", lambda *_: True))
        stack.enter_context(patch.object(show_conflicts, "lowest", lambda *_: Level.SEGMENT))
        stack.enter_context(patch.object(tell_segments, "lowest", lambda *_: Level.SEGMENT))
        yield


@mutant("no plan any more", level=4)
def a_shared_plan_outlives_its_level() -> Iterator[None]:
    ceiling = "SELECT pg_get_functiondef('viewer_ceiling(uuid, uuid)'::regprocedure)"
    [(before,)] = WORLDS[0].sql(ceiling)
    with ExitStack() as stack:
        stack.enter_context(both(NO_CEILING, before))
        stack.enter_context(patch.object(share_plans, "reaches", lambda *_: True))
        stack.enter_context(patch.object(share_plans, "_is_shared", lambda *_: True))
        yield


NO_CEILING: Final = """
    CREATE OR REPLACE FUNCTION viewer_ceiling(one uuid, other uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$ SELECT 4 $$
    """


def _at_least_area(_pact: Any, keys: Any, *_arguments: Any) -> Any:
    return np.full(len(keys), Level.AREA, dtype=np.int8)


@mutant("one or two")
def a_budget_counts_rivals() -> Iterator[None]:
    def rivals() -> dict[str, Any]:
        return {"rivals": count("SELECT count(*) FROM shared_cover")}

    with patch.object(checks, "answer", _said(checks.answer, rivals)):
        yield
