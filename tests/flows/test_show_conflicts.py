"""What of a conflict a side may be shown: nothing below level 3, and of the other's path what lies where it holds."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest

from deconflict.agreements.model import Cell, Clause, Level, Levels, Matter, Pact, Terms, Text
from deconflict.agreements.rules import lowest
from deconflict.conflicts.model import Conflict, ConflictId, ConflictState, FindingId, Pair, Side
from deconflict.flows.show_conflicts import sights
from deconflict.parties.model import PartyId
from deconflict.patrols.model import PatrolId, Standing
from deconflict.separation.check import find
from deconflict.separation.cover import cells, cover, pack
from deconflict.separation.path import PathLimits, Track, accept
from deconflict.separation.segment import shared_cells
from deconflict.separation.units import Metres

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
DMAX = Metres(5000.0)
TERMS = Terms(Level.NOTICE, Metres(1000.0), DMAX)


def drive(*places: tuple[float, float]) -> Track:
    """A drive of an hour through those places."""
    step = timedelta(hours=1) / (len(places) - 1)
    times = [EIGHT + step * number for number in range(len(places))]
    return accept(list(places), times, 0.0, 0.0, PathLimits()).track


def pact(elsewhere: int, *clauses: Clause) -> Pact:
    """What two parties agreed on for a month."""
    one, other = sorted((uuid4(), uuid4()), key=lambda party: party.int)
    levels = Levels(Level(elsewhere), clauses)
    until = EIGHT + timedelta(days=30)
    text = Text((one, other), "AG-1", levels, {one: 1000, other: 1000}, 0, None, True, until, {})
    return Pact(TERMS, text)


def met(a: Track, b: Track, minimum_m: float = 1000.0) -> tuple[Conflict, dict[Any, Standing]]:
    """The conflict of two plans of different parties."""
    finding = find(a, b, minimum_m)
    assert finding is not None
    plans = [
        Standing(
            PatrolId(UUID(int=number)),
            PartyId(uuid4()),
            callsign,
            "K7",
            1,
            False,
            track,
            pack(cover(track, DMAX)),
        )
        for number, (callsign, track) in enumerate((("Falcon", a), ("Heron", b)), start=1)
    ]
    one, two = (Side(item.party, item.patrol, 1, item.callsign, item.reference) for item in plans)
    found = FindingId(uuid4())
    conflict = Conflict(
        id=ConflictId(uuid4()),
        reference="T4-7WPB",
        pair=Pair(one, two, None),
        state=ConflictState.OPEN,
        episode=1,
        finding_id=found,
        finding=finding,
        over_at=EIGHT,
        opened_at=EIGHT,
        updated_at=EIGHT,
        resolution=None,
        alarm_id=found,
        alarm=finding,
    )
    return conflict, {item.patrol: item for item in plans}


A, B = drive((15.0, 32.0), (15.4, 32.0)), drive((15.4, 32.003), (15.0, 32.003))


@pytest.mark.rule("DIS-03")
@pytest.mark.parametrize("level", range(5))
def test_nothing_is_shown_below_level_3_and_both_sides_the_same_finding_from_there(level: int) -> None:
    conflict, plans = met(A, B)
    seen = sights(conflict, plans, pact(level), DMAX, EIGHT)
    if level < Level.SEGMENT:
        assert seen == {}
        return
    mine, theirs = seen[conflict.pair.a.party].shown, seen[conflict.pair.b.party].shown
    assert (mine.callsign, theirs.callsign) == ("Heron", "Falcon")
    assert mine.distance_m == theirs.distance_m
    assert (mine.at, mine.at_other) == (theirs.at_other, theirs.at)
    assert (mine.first, mine.first_other) == (theirs.first_other, theirs.first)


@pytest.mark.rule("DIS-01", "DIS-03")
def test_the_lowest_level_where_the_two_are_in_conflict_counts() -> None:
    conflict, plans = met(A, B)
    sealed = sights(conflict, plans, pact(3), DMAX, EIGHT)[conflict.pair.a.party].cells
    column, row = cells(sealed)[0]
    corner = Clause(Level.AREA, cells=frozenset({Cell(14, column, row)}))
    assert sights(conflict, plans, pact(3, corner), DMAX, EIGHT) == {}


@pytest.mark.rule("DIS-01", "DIS-03")
def test_of_the_others_path_only_what_lies_where_the_level_holds_is_shown() -> None:
    """B passes 4.9 km north of A, within a minimum of 5 km, and so in cells that the two covers do not share."""
    conflict, plans = met(A, drive((15.4, 32.044), (15.0, 32.044)), 5000.0)
    whole = sights(conflict, plans, pact(3), DMAX, EIGHT)[conflict.pair.a.party]
    assert whole.shown.at_other is not None
    assert whole.shown.parts
    both = shared_cells(*(item.track for item in plans.values()), DMAX)
    alone = cells(np.setdiff1d(whole.cells, both))
    lower = Clause(Level.AREA, cells=frozenset(Cell(14, column, row) for column, row in alone))
    less = sights(conflict, plans, pact(3, lower), DMAX, EIGHT)[conflict.pair.a.party]
    assert (less.shown.at_other, less.shown.parts) == (None, ())
    assert less.shown.distance_m == whole.shown.distance_m
    assert lowest(pact(3, lower), less.cells, Matter.PLANS, EIGHT) >= Level.SEGMENT


@pytest.mark.rule("DIS-02")
def test_once_the_text_has_run_out_nothing_is_shown() -> None:
    conflict, plans = met(A, B)
    assert sights(conflict, plans, pact(4), DMAX, EIGHT + timedelta(days=31)) == {}
