"""How coarsely an encounter is told below level 3, and what counts as more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.agreements.model import Cell, Clause, Level, Levels, Matter, Pact, Terms
from deconflict.encounters.model import Octant, Shown, Told
from deconflict.encounters.rules import band_m, is_sealed, less, looks_the_same, octant, shows_more
from deconflict.parties.model import PartyId
from deconflict.separation.cover import cells, merged, of_place, pack
from deconflict.separation.units import Metres

ONE, OTHER = PartyId(uuid4()), PartyId(uuid4())


@pytest.mark.parametrize(
    ("bearing", "told"),
    [(0, "n"), (22, "n"), (23, "ne"), (67, "ne"), (68, "e"), (180, "s"), (292, "w"), (337, "nw"), (338, "n")],
)
def test_a_direction_is_told_by_the_octant_around_it(bearing: int, told: str) -> None:
    assert octant(bearing) is Octant(told)


@pytest.mark.parametrize(("metres", "told"), [(0, 100), (100, 100), (101, 200), (299, 300), (5000, 1000)])
def test_a_distance_is_told_by_the_next_coarse_one(metres: float, told: int) -> None:
    assert band_m(metres) == told


def test_on_whose_account_does_not_show_at_level_1_and_a_named_rival_more_does_at_level_2() -> None:
    notice = [Told(rival, Shown(Level.NOTICE), b"") for rival in (ONE, OTHER)]
    named = Told(OTHER, Shown(Level.AREA, party=OTHER, cells=((1, 2),)), b"")
    assert looks_the_same(notice[:1], notice[1:])
    assert not shows_more(notice[:1], notice)
    assert shows_more(notice, [*notice, named])
    assert not shows_more([*notice, named], notice)
    assert not looks_the_same(notice, [*notice, named])


EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
HERE, THERE = of_place(15.0, 32.0, EIGHT.timestamp()), of_place(15.1, 32.0, EIGHT.timestamp())
TERMS = Terms(Level.NOTICE, Metres(1000), Metres(5000))


def pact(elsewhere: Level, here: Level) -> Pact:
    """What holds when a side lowered to one level, and in one cell to another."""
    [(column, row)] = cells(HERE)
    clause = Clause(here, frozenset({Cell(14, column, row)}), Matter.LIVE)
    return Pact(replace(TERMS, level=Level.SHARED), caps=(Levels(elsewhere, (clause,)),))


@pytest.mark.rule("DIS-01", "DIS-02")
def test_of_an_area_the_cells_stay_that_may_still_be_told() -> None:
    both = merged([HERE, THERE])
    told = Told(OTHER, Shown(Level.AREA, party=OTHER, cells=tuple(cells(both))), pack(both))
    left = less(pact(Level.AREA, Level.NOTICE), told, EIGHT)
    assert left == Told(OTHER, replace(told.shown, cells=tuple(cells(THERE))), pack(THERE))
    assert less(pact(Level.AREA, Level.AREA), told, EIGHT) == told
    assert less(pact(Level.NOTICE, Level.NOTICE), told, EIGHT) is None


@pytest.mark.rule("DIS-01", "DIS-02")
def test_of_an_exact_encounter_all_or_nothing_stays() -> None:
    told = Told(OTHER, Shown(Level.SEGMENT), pack(merged([HERE, THERE])))
    assert less(pact(Level.SEGMENT, Level.AREA), told, EIGHT) is None
    assert less(pact(Level.SEGMENT, Level.SEGMENT), told, EIGHT) == told


@pytest.mark.rule("DIS-02", "ALR-06")
def test_a_rival_is_sealed_where_it_was_told_of_in_the_hour_that_it_is() -> None:
    told = Told(OTHER, Shown(Level.NOTICE), pack(HERE))
    assert is_sealed(pact(Level.NOTICE, Level.SEALED), told, EIGHT)
    assert not is_sealed(pact(Level.SEALED, Level.NOTICE), told, EIGHT)
    later = EIGHT + timedelta(hours=1)
    until_nine = replace(TERMS, level=Level.SHARED)
    clause = Clause(Level.NOTICE, None, Matter.LIVE, EIGHT, later)
    lapsed = Pact(until_nine, caps=(Levels(Level.SEALED, (clause,)),))
    assert not is_sealed(lapsed, told, EIGHT)
    assert is_sealed(lapsed, told, later)
