"""Planted leaks in feeds, lists and the walls before tables, and at the levels besides the first."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

import numpy as np
from lockstep import ACTING, WORLDS, here
from planting import NO_CEILING, both, count, mutant, policy, said

from deconflict.agreements.model import Level
from deconflict.alerts import store as alerts
from deconflict.api import checks, overlaps, picture
from deconflict.disclosure import release
from deconflict.engine import engine
from deconflict.flows import (
    share_plans,
    share_positions,
    show_conflicts,
    tell_overlaps,
    tell_segments,
)
from deconflict.live import messages
from deconflict.live.hub import Hub
from deconflict.live.outbox import Letter
from deconflict.overlaps import rules as overlap_rules
from deconflict.parties.model import Viewer
from deconflict.patrols import store as patrol_rows

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

    with patch.object(overlaps, "answer", said(overlaps.answer, since)):
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


@mutant("where a rival is", level=3)
def positions_are_shared_below_level_four() -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(patch.object(share_positions, "reaches", lambda *_: True))
        stack.enter_context(patch.object(share_positions, "_is_shared", lambda *_: True))
        yield


@mutant("where a rival is no more", level=4)
def a_position_outlives_its_level() -> Iterator[None]:
    ceiling = "SELECT pg_get_functiondef('viewer_ceiling(uuid, uuid)'::regprocedure)"
    [(before,)] = WORLDS[0].sql(ceiling)
    with ExitStack() as stack:
        stack.enter_context(both(NO_CEILING, before))
        stack.enter_context(patch.object(share_positions, "reaches", lambda *_: True))
        stack.enter_context(patch.object(share_positions, "_is_shared", lambda *_: True))
        yield


@mutant("where a rival is")
def the_wall_before_positions_is_down() -> Iterator[None]:
    with ExitStack() as stack:  # to list positions is to join their units
        for table, name in (("last_position", "seen"), ("unit", "directory")):
            stack.enter_context(contextmanager(policy)(table, name))
        yield


def _at_least_area(_pact: Any, keys: Any, *_arguments: Any) -> Any:
    return np.full(len(keys), Level.AREA, dtype=np.int8)


@mutant("one or two")
def a_budget_counts_rivals() -> Iterator[None]:
    def rivals() -> dict[str, Any]:
        return {"rivals": count("SELECT count(*) FROM shared_cover")}

    with patch.object(checks, "answer", said(checks.answer, rivals)):
        yield
