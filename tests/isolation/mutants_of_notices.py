"""Planted leaks in when parties are told something, and in what they are told."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from lockstep import here
from planting import count, mutant, plans, said

from deconflict.alerts import store as alerts
from deconflict.api import overlaps, picture
from deconflict.engine import engine
from deconflict.flows import (
    release_notices,
)
from deconflict.overlaps.model import Overlap
from deconflict.runtime import ids

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

    with patch.object(overlaps, "answer", said(overlaps.answer, rivals)):
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


@mutant("exact end")
def the_exact_end_of_an_overlap_is_told() -> Iterator[None]:
    def until() -> dict[str, Any]:
        return {"until": str(here().sql("SELECT max(over_at) FROM plan WHERE current")[0][0])}

    with patch.object(overlaps, "answer", said(overlaps.answer, until)):
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

    with patch.object(overlaps, "answer", said(overlaps.answer, distance)):
        yield


@mutant("how close")
def the_shared_cells_are_counted() -> Iterator[None]:
    def cells() -> dict[str, Any]:
        return {"cells": count("SELECT sum(length(cells)) FROM shared_cover")}

    with patch.object(picture, "answer", said(picture.answer, cells)):
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
