"""Patrols and plans come back as they went in, page by page; the database refuses what the edge should have."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import numpy as np
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.patrols import store as patrols
from deconflict.patrols.model import PatrolClass, PatrolState
from deconflict.patrols.store import from_seconds, packed, unpacked
from deconflict.separation.path import Waypoint

MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2106, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WAYPOINTS = st.lists(
    st.builds(Waypoint, st.floats(-180, 180), st.floats(-80, 80), MOMENTS), min_size=2, max_size=9
)


@given(WAYPOINTS)
def test_waypoints_are_packed_without_loss_to_the_microsecond(waypoints: list[Waypoint]) -> None:
    assert unpacked(packed(waypoints)) == tuple(waypoints)


@given(MOMENTS)
def test_seconds_become_the_moment_they_came_from(moment: datetime) -> None:
    assert from_seconds((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) == moment


@pytest.mark.rule("IDN-01")
async def test_a_patrol_and_its_plan_come_back_as_they_went_in(world: Any) -> None:
    start = datetime(2026, 12, 1, 10, 0, 0, 123456, tzinfo=UTC)
    registered = await world.register(
        "a",
        waypoints=((179.9, -16.5), (-179.9, -16.5), (-179.9, -16.5)),
        times=(start, start + timedelta(minutes=20), start + timedelta(hours=9)),
        time_tolerance_s=1234.5,
        lateral_tolerance_m=77.7,
        purpose=PatrolClass.LOGISTICS,
        note="ماء",
    )
    patrol, plan = registered.patrol, registered.plan
    assert await world.read("a", patrols.patrol_with, patrol.id) == patrol
    assert await world.read("desk", patrols.patrol_with, patrol.id) == patrol
    assert await world.read("b", patrols.patrol_with, patrol.id) is None
    stored = (await world.read("a", patrols.plans_of, [patrol.id]))[patrol.id]
    assert (stored.id, stored.version, stored.submitted_by) == (plan.id, 1, patrol.registered_by)
    assert stored.path.waypoints == plan.path.waypoints
    assert (stored.path.time_tolerance_s, stored.path.lateral_tolerance_m) == (1234.5, 77.7)
    assert np.array_equal(stored.path.knots, plan.path.knots)
    assert stored.path.length_m == pytest.approx(plan.path.length_m, abs=0.01)
    assert stored.submitted_at == world.now()
    assert await world.read("b", patrols.plans_of, [patrol.id]) == {}
    assert await world.read("b", patrols.versions, patrol.id) == []


async def test_pages_hold_every_patrol_once_newest_first_also_those_of_one_moment(world: Any) -> None:
    made = []
    for number in range(6):
        unit, minutes = f"U{number % 3 + 1}", 120 + 60 * (number // 3)
        made.append((await world.register("a", unit=unit, minutes=minutes)).patrol)
        if number > 2:
            world.clock.advance(1)
    await world.move("a", made[0].id, PatrolState.WITHDRAWN)
    paged: list[Any] = []
    after = None
    while page := await world.read("a", patrols.page, 2, after):
        paged += page
        after = (page[-1].registered_at, page[-1].id)
    assert [item.id for item in paged] == [
        item.id for item in sorted(made, key=lambda item: (item.registered_at, item.id), reverse=True)
    ]
    on_record = await world.read("a", patrols.page, 9, None, on_record=True)
    assert {item.id for item in on_record} == {item.id for item in made[1:]}
    assert await world.read("c", patrols.page, 9, None) == []
    some = await world.read("a", patrols.with_ids, [made[1].id, uuid4()])
    assert set(some) == {made[1].id}


@pytest.mark.rule("SEC-02")
async def test_the_database_refuses_what_the_edge_should_have(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    refused = [
        "UPDATE plan SET time_tolerance_s = 3600.1",
        "UPDATE plan SET time_tolerance_s = -1",
        "UPDATE plan SET time_tolerance_s = 'NaN'",
        "UPDATE plan SET lateral_tolerance_m = 1001",
        "UPDATE plan SET waypoints = ''",
        "UPDATE plan SET waypoints = substring(waypoints FROM 1 FOR 24)",
        "UPDATE plan SET waypoints = waypoints || '\\x00'",
        "UPDATE plan SET track = ''",
        "UPDATE plan SET cover = ''",
        "UPDATE plan SET version = 0",
        "UPDATE plan SET nominal = 'empty'",
        "UPDATE plan SET period = tstzrange(NULL, upper(period))",
        "UPDATE plan SET period = tstzrange(lower(period), 'infinity')",
        "UPDATE plan SET period = nominal * tstzrange(lower(nominal), lower(nominal), '[]')",
        "UPDATE plan SET envelope = 'SRID=4326;POLYGON EMPTY'",
        "UPDATE plan SET envelope = ST_MakeEnvelope(170, 0, 190, 1, 4326)",
        "UPDATE plan SET envelope = 'SRID=4326;POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))'",
        "UPDATE plan SET envelope = 'SRID=3857;POLYGON((0 0, 1 0, 1 1, 0 0))'",
        "UPDATE plan SET submitted_at = 'infinity'",
        "UPDATE patrol SET state = 'lost'",
        "UPDATE patrol SET purpose = 'spying'",
        "UPDATE patrol SET unit = gen_random_uuid()",
        "UPDATE person SET role = 'desk' WHERE party IS NOT NULL",
        "UPDATE person SET role = 'crew' WHERE party IS NULL",
        "UPDATE person SET role = 'spy'",
        "UPDATE feed SET last_seq = -1",
        "UPDATE alert SET seq = 0",
        "INSERT INTO receipt SELECT feed, seq, 'guessed', party, notice, gen_random_uuid() FROM alert",
        "INSERT INTO receipt (feed, seq, fact, notice, person, at)"
        " SELECT feed, seq + 9, 'seen', notice, gen_random_uuid(), released_at FROM alert",
        "INSERT INTO plan SELECT * FROM plan",
        "UPDATE context_key SET inner_pad = 'short'",
    ]
    kinds = (psycopg.IntegrityError, psycopg.DataError)
    for statement in refused:
        with pytest.raises(kinds):
            world.sql(statement)
