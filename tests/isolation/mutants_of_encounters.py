"""Planted leaks in what live units are told of each other (LIV-03, LIV-06)."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from lockstep import WORLDS, here
from planting import NO_CEILING, both, mutant

from deconflict.agreements.model import Level
from deconflict.encounters.model import EncounterState, UnitSeen
from deconflict.engine.live import LiveLoop
from deconflict.flows import (
    follow_units,
    look_back,
    record_encounters,
    record_passages,
    stop_crews,
    tell_areas,
    tell_units,
)
from deconflict.flows.deployment import Safety
from deconflict.separation.frame import lon_lat

FARTHEST = "SELECT max(lat) FROM last_position"


@mutant("how near in the cell", level=2)
def an_area_says_how_far_exactly() -> Iterator[None]:
    shown = tell_areas.Shown

    def telling(level: Level, **more: Any) -> Any:
        exactly = {"distance_m": here().sql(FARTHEST)[0][0]} if level is Level.AREA else {}
        return shown(level, **more, **exactly)

    with patch.object(tell_areas, "Shown", telling):
        yield


@mutant("sooner than the tick")
def areas_are_told_before_the_tick() -> Iterator[None]:
    due = LiveLoop._due
    with patch.object(LiveLoop, "_due", lambda self, now: replace(due(self, now), areas=True)):
        yield


@mutant("without a plan")
def crews_are_stopped_who_are_not_near_enough() -> Iterator[None]:
    near = follow_units.near_enough

    def farther(at: Any, moved: Any, safety: Safety, now: Any) -> Any:
        return near(at, moved, Safety(safety.distance_m * 3, safety.stops), now)

    with patch.object(follow_units, "near_enough", farther):
        yield


@mutant("how near they are stopped")
def a_stop_says_how_far_exactly() -> Iterator[None]:
    with patch.object(stop_crews, "band_m", round):
        yield


@mutant("who reported first")
def stops_come_in_the_order_of_reports() -> Iterator[None]:
    with (
        patch.object(stop_crews, "in_order", lambda _item: 0),
        patch.object(stop_crews, "_as_told", lambda _one: 0),
    ):
        yield


@mutant("whose units")
def the_reference_of_an_area_names_the_rival() -> Iterator[None]:
    def named(whose: Any) -> str:
        rivals = f"SELECT slug FROM party p JOIN last_position l ON l.party = p.id WHERE p.id <> '{whose}'"
        return str(here().sql(rivals)[0][0])

    with patch.object(tell_areas, "new_reference", named):
        yield


@mutant("others fall silent")
def rivals_are_told_who_is_overdue() -> Iterator[None]:
    said = tell_units._said

    def to_all(item: Any, change: str, *, rings: bool) -> Any:
        told = said(item, change, rings=rings)
        return told + [replace(told[0], party=party) for party in here().parties.values()]

    with patch.object(tell_units, "_said", to_all):
        yield


@mutant("sealed and near")
def of_a_sealed_rival_it_is_told_that_somebody_is_there() -> Iterator[None]:
    levels = tell_areas.levels_at
    with patch.object(tell_areas, "levels_at", lambda *of: levels(*of).clip(1)):
        yield


@mutant("which way it went", level=3)
def the_way_to_it_is_told_after_it_is_over() -> Iterator[None]:
    shown = record_encounters._seen_by_party

    def still(at: Any, item: Any, *of: Any) -> Any:
        return shown(at, replace(item, state=EncounterState.OPEN), *of)

    with patch.object(record_encounters, "_seen_by_party", still):
        yield


@mutant("an encounter of others", level=3)
def the_reference_of_an_encounter_counts_all_there_are() -> Iterator[None]:
    def numbered(_whose: Any) -> str:
        return f"E-{here().sql('SELECT count(*) FROM encounter')[0][0]}"

    with patch.object(record_encounters, "new_reference", numbered):
        yield


@mutant("an encounter of others", level=3)
def how_many_units_hang_together_is_told() -> Iterator[None]:
    shown = record_encounters.exact

    def more(item: Any) -> Any:
        crowd = here().sql("SELECT count(*) FROM last_position")[0][0]
        return replace(shown(item), distance_m=round(item.distance_m) + crowd)

    with patch.object(record_encounters, "exact", more):
        yield


@mutant("two at once", level=3)
def encounters_are_told_in_the_order_of_reports() -> Iterator[None]:
    with patch.object(record_encounters, "in_order", lambda _item: 0):
        yield


@mutant("no encounter any more", level=3)
def an_encounter_outlives_its_level() -> Iterator[None]:
    ceiling = "SELECT pg_get_functiondef('viewer_ceiling(uuid, uuid)'::regprocedure)"
    [(before,)] = WORLDS[0].sql(ceiling)
    with ExitStack() as stack:
        stack.enter_context(both(NO_CEILING, before))
        stack.enter_context(patch.object(record_encounters, "lowest", lambda *_: Level.SEGMENT))
        yield


@mutant("handed in near")
def what_is_handed_in_is_compared_for_both_at_any_level() -> Iterator[None]:
    ceiling = "SELECT pg_get_functiondef('viewer_ceiling(uuid, uuid)'::regprocedure)"
    [(before,)] = WORLDS[0].sql(ceiling)
    with ExitStack() as stack:
        stack.enter_context(both(NO_CEILING, before))
        stack.enter_context(patch.object(record_passages, "lowest", lambda *_: Level.SEGMENT))
        yield


@mutant("on which side it stood", level=3)
def of_what_is_handed_in_it_is_told_where_the_other_was() -> Iterator[None]:
    tell = record_passages._tell

    def telling(late: Any, item: Any, own: Any, other: Any, passage: Any, *more: Any) -> None:
        east = lon_lat(passage.there[[1]])[0][0] > lon_lat(passage.own[[1]])[0][0]
        with patch.object(
            record_passages, "UnitSeen", lambda *of: UnitSeen(*of, bearing_deg=90 if east else 270)
        ):
            tell(late, item, own, other, passage, *more)

    with patch.object(record_passages, "_tell", telling):
        yield


@mutant("handed in by others", level=3)
def the_reference_of_what_was_handed_in_counts_all_there_is() -> Iterator[None]:
    def numbered(_whose: Any) -> str:
        return f"E-{here().sql('SELECT count(*) FROM encounter')[0][0]}"

    with patch.object(record_encounters, "new_reference", numbered):
        yield


@mutant("handed in by others", level=3)
def of_two_files_that_pays_whose_turn_it_is() -> Iterator[None]:
    with patch.object(look_back.Gathered, "brought_by", lambda self, _passage: self.units[0]):
        yield
