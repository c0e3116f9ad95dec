"""What a conflict is between, and the moves it makes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from deconflict.conflicts.errors import ConflictClosed
from deconflict.conflicts.model import Change, Conflict, ConflictState, Pair, Resolution, Side, ZoneSide
from deconflict.separation.check import Finding, Grade

ONE = Side(uuid4(), UUID(int=1), 1, "U1", "K7-2M4Q")
TWO = Side(uuid4(), UUID(int=2), 1, "U2", "RX-9C3H")
ZONE = ZoneSide(UUID(int=3), "hospital", None)


@pytest.mark.rule("IDN-02")
@pytest.mark.parametrize("sides", [(ONE, None, None), (ONE, TWO, ZONE), (TWO, ONE, None), (ONE, ONE, None)])
def test_a_conflict_is_between_two_ordered_patrols_or_a_patrol_and_a_zone(sides: tuple) -> None:
    with pytest.raises(ValueError, match="conflict"):
        Pair(*sides)


@pytest.mark.rule("IDN-02")
def test_versions_and_names_do_not_make_another_conflict() -> None:
    later = Pair(replace(ONE, version=4), replace(TWO, callsign="U9"), None)
    assert later.key == Pair(ONE, TWO, None).key == (ONE.patrol, TWO.patrol)
    assert Pair(ONE, None, ZONE).key == (ONE.patrol, ZONE.id)


@pytest.mark.rule("CON-04")
@pytest.mark.parametrize("state", ConflictState)
def test_only_what_is_not_resolved_can_be_acknowledged(
    conflict: Callable[..., Conflict], state: ConflictState
) -> None:
    known = conflict(state=state)
    at = known.opened_at + timedelta(minutes=1)
    if state is ConflictState.RESOLVED:
        with pytest.raises(ConflictClosed):
            known.acknowledged(at)
    else:
        assert known.acknowledged(at) == replace(known, state=ConflictState.ACKNOWLEDGED, updated_at=at)


@pytest.mark.rule("CON-04", "IDN-02")
@pytest.mark.parametrize("change", [Change.OPENED, Change.WORSE, Change.UPDATED, None])
def test_opened_and_worse_open_it_again_and_an_update_leaves_it_as_it_stood(
    conflict: Callable[..., Conflict], finding: Callable[..., Finding], change: Change | None
) -> None:
    known = conflict(state=ConflictState.ACKNOWLEDGED)
    if change is Change.OPENED:
        known = known.resolved(Resolution.AMENDED_CLEAR, known.opened_at)
    again, at = uuid4(), known.opened_at + timedelta(minutes=5)
    new = finding(grade=Grade.CRITICAL)
    pair = Pair(replace(known.pair.a, version=2), known.pair.b, None)
    over = at + timedelta(hours=2)
    found = known.found_again(again, new, over, pair, change, at)
    assert (found.id, found.reference) == (known.id, known.reference)
    assert (found.finding_id, found.finding, found.grade, found.pair) == (again, new, Grade.CRITICAL, pair)
    assert (found.updated_at, found.over_at, found.resolution) == (at, over, None)
    alarming = change in {Change.OPENED, Change.WORSE}
    assert found.state is (ConflictState.OPEN if alarming else ConflictState.ACKNOWLEDGED)
    assert (found.episode, found.opened_at) == ((2, at) if change is Change.OPENED else (1, known.opened_at))
