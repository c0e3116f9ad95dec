"""What the desk is told when more happens before it was told of the last: what holds, and nothing stale."""

from datetime import UTC, datetime
from itertools import pairwise, product
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.alerts.model import AlertKind, Notice
from deconflict.conflicts.model import Change
from deconflict.flows.set_zones import add_zone
from deconflict.flows.tell_conflicts import ALARMS, ENDS, in_place_of
from deconflict.patrols.model import PatrolState
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import ALWAYS

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def notice(change: Change) -> Notice:
    return Notice(uuid4(), None, AlertKind.CONFLICT, change.value, change in ALARMS, NOW, conflict=uuid4())


@pytest.mark.rule("CON-02")
@pytest.mark.parametrize(("untold", "last", "new"), list(product(Change, [None, *Change], Change)))
def test_one_that_knows_a_conflict_hears_its_end_and_one_that_does_not_hears_its_beginning(
    untold: Change, last: Change | None, new: Change
) -> None:
    told = in_place_of(untold.value, last and last.value, notice(new))
    knows = last not in {None, *ENDS}
    if new in ENDS:
        assert (told is not None) == knows
    else:
        assert told is not None
        assert knows or told.change == Change.OPENED
        assert told.rings == (told.change in ALARMS)
        assert told.rings or untold not in ALARMS


@pytest.mark.rule("CON-02")
@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=12))
def test_whenever_the_notices_are_released_the_desk_ends_up_knowing_what_holds(
    steps: list[tuple[bool, bool]],
) -> None:
    """Each step finds the pair in conflict or not; after some steps what is due is released."""
    told: list[str] = []
    due: Notice | None = None
    holds = False
    for in_conflict, release in steps:
        if in_conflict or holds:
            change = (Change.UPDATED if holds else Change.OPENED) if in_conflict else Change.RESOLVED
            new = notice(change)
            due = in_place_of(due.change, told[-1] if told else None, new) if due else new
        holds = in_conflict
        if release and due is not None:
            told.append(due.change)
            due = None
    if due is not None:
        told.append(due.change)
    knows = bool(told) and told[-1] != Change.RESOLVED
    assert knows == holds
    assert ("resolved", "resolved") not in pairwise(told)


@pytest.mark.rule("CON-02", "ALR-02")
async def test_what_was_found_but_never_told_is_closed_with_the_version_it_belonged_to(world: Any) -> None:
    ring = ((15.05, 31.999), (15.06, 31.999), (15.06, 32.003), (15.05, 31.999))
    zone = Area((ring,), ZoneKind.NO_GO, ALWAYS)
    await world.act("desk", add_zone, "minefield", zone, world.now())
    patrol = (await world.register("a")).patrol.id
    await world.register("b", lat=32.005)
    while await world.engine.check():
        pass
    due = "SELECT count(*) FROM notice WHERE kind <> 'overlap' AND released_at IS NULL AND closed_at IS NULL"
    assert world.sql(due) == [(3,)]
    # A crash: nothing was released. Then the patrol is taken out of the way.
    await world.amend("a", patrol, 1, lat=33)
    await world.tick()
    for who in ("desk", "a", "b"):
        assert await world.feed(who) == []
    assert world.sql("SELECT count(*) FROM notice WHERE closed_at IS NOT NULL") == [(3,)]
    # Back in the way, and closer before anybody was told: one alarm, of what holds now.
    await world.amend("a", patrol, 2)
    while await world.engine.check():
        pass
    await world.amend("a", patrol, 3, lat=32.0005)
    await world.tick()
    alerts = await world.feed("desk")
    assert [(alert.change, alert.rings) for alert in alerts] == [("opened", True)] * 2
    assert {round(alert.body.finding.distance_m) for alert in alerts} == {0, 499}
    assert [alert.kind for alert in await world.feed("a")] == [AlertKind.ZONE, AlertKind.OVERLAP]
    # Told, then gone and back before the next release: told that it is there again, and still only once at its end.
    await world.amend("a", patrol, 4, lat=33)
    while await world.engine.check():
        pass
    await world.amend("a", patrol, 5)
    await world.tick()
    await world.move("a", patrol, PatrolState.WITHDRAWN)
    await world.tick()
    changes = [alert.change for alert in await world.feed("desk")]
    assert changes == ["opened", "opened", "opened", "opened", "resolved", "resolved"]
