"""What the API's login can store and read of positions, and the hours that fixes are kept in."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from deconflict.flows.report_positions import report_positions
from deconflict.runtime.errors import AccessRefused
from deconflict.tracking import store as tracking
from deconflict.tracking.model import Fix

FORGED = """
INSERT INTO upload (id, party, unit, person, device, sent_at, received_at, first_at, last_at, fixes)
SELECT gen_random_uuid(), party, id, :person, :device, :at, :at, :at, :at, repeat('x', 48)::bytea
FROM unit WHERE party = :party AND callsign = 'U1'
"""
DEVICE = """
INSERT INTO device (id, person, party, name, secret_hash, enrolled_at)
VALUES (gen_random_uuid(), %s, %s, 'x', gen_random_uuid()::text::bytea, service_now()) RETURNING id
"""
PARTS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'upload'::regclass ORDER BY 1"
KEEP = "SELECT keep_upload_hours(%s, %s, %s)"
HOUR = timedelta(hours=1)


@pytest.fixture
def hours(world: Any) -> Iterator[Callable[[datetime, datetime, datetime], int]]:
    """Keeps hours as the engine does; none is left behind, since another world may stand in this database."""

    def keep(since: datetime, until: datetime, kept_from: datetime) -> int:
        [(changed,)] = world.sql(KEEP, since, until, kept_from)
        return int(changed)

    yield keep
    keep(world.now(), world.now() - HOUR, world.now() + 1000 * HOUR)


async def report(world: Any, who: str, unit: str, at: datetime) -> None:
    await world.act(who, report_positions, unit, [Fix(at, 15.0, 32.0)], at, at)


@pytest.mark.rule("SEC-01", "DIS-08")
async def test_positions_are_read_by_their_own_party_and_the_desk_by_the_page(world: Any) -> None:
    for who, unit in (("a", "U1"), ("a", "U2"), ("b", "U1")):
        await report(world, who, unit, world.now())
    for who, count in (("a", 2), ("crew", 2), ("b", 1), ("c", 0), ("desk", 3), ("oversight", 0)):
        assert len(await world.read(who, tracking.positions, 10, None)) == count, who
    found: list[UUID] = []
    while page := await world.read("desk", tracking.positions, 1, found[-1] if found else None):
        found += [position.unit for position in page]
    assert (len(found), found) == (3, sorted(found))


@pytest.mark.rule("LIV-01")
async def test_an_older_fix_moves_no_unit_back(world: Any) -> None:
    await report(world, "a", "U1", world.now())
    await report(world, "a", "U1", world.now() - timedelta(minutes=1))
    [position] = await world.read("a", tracking.positions, 10, None)
    assert position.fix.at == world.now()


@pytest.mark.rule("SEC-05")
async def test_hours_are_made_ahead_and_dropped_when_they_are_kept_long_enough(
    world: Any, hours: Any
) -> None:
    now = world.now().replace(minute=30)
    assert hours(now, now + 2 * HOUR, now - 72 * HOUR) == 3
    assert hours(now, now + 2 * HOUR, now - 72 * HOUR) == 0
    names = [f"upload_{now + ahead * HOUR:%Y%m%d%H}" for ahead in (0, 1, 2)]
    assert [name for (name,) in world.sql(PARTS)] == [*names, "upload_beyond"]
    still = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attstattarget = 0 ORDER BY 1"
    assert world.sql(still, names[0]) == world.sql(still, "upload") != []
    await report(world, "a", "U1", now)
    assert world.sql(f"SELECT count(*) FROM {names[0]}") == [(1,)]
    assert hours(now + HOUR, now + 2 * HOUR, now + HOUR) == 1
    assert [name for (name,) in world.sql(PARTS)] == [*names[1:], "upload_beyond"]
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]


@pytest.mark.rule("SEC-05", "LIV-01")
async def test_what_came_before_its_hour_was_made_is_kept_with_the_rest_and_goes_in_its_time(
    world: Any, hours: Any
) -> None:
    now = world.now()
    await report(world, "a", "U1", now)
    assert hours(now, now + HOUR, now - 72 * HOUR) == 1
    await report(world, "a", "U1", now + timedelta(minutes=5))
    assert world.sql("SELECT count(*) FROM upload_beyond") == [(2,)]
    hours(now + HOUR, now, now + timedelta(minutes=1))
    assert world.sql("SELECT count(*) FROM upload") == [(1,)]


@pytest.mark.rule("SEC-01")
async def test_no_sql_of_the_apis_says_which_transaction_an_upload_came_by(world: Any) -> None:
    with pytest.raises(AccessRefused):
        async with world.database.transaction(world.viewers["a"].context) as session:
            await session.execute(text("INSERT INTO upload (written) VALUES (1)"))


@pytest.mark.rule("SEC-01")
async def test_no_sql_of_the_apis_reports_in_another_time_or_by_anothers_device(world: Any) -> None:
    a, crew, now = world.viewers["a"], world.viewers["crew"], world.now()
    own, other = (world.sql(DEVICE, who.person, who.party)[0][0] for who in (a, crew))
    forged = {"party": a.party, "person": a.person, "device": None, "at": now}
    wrong = ({"at": now + 25 * HOUR}, {"at": now - 25 * HOUR}, {"device": other}, {"device": uuid4()})
    for one in wrong:
        with pytest.raises(AccessRefused):
            async with world.database.transaction(a.context) as session:
                await session.execute(text(FORGED), forged | one)
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]
    for right in ({}, {"device": own}):
        async with world.database.transaction(a.context) as session:
            await session.execute(text(FORGED), forged | right)
    assert world.sql("SELECT count(*) FROM upload") == [(2,)]


@pytest.mark.rule("SEC-01", "SEC-05")
async def test_no_sql_of_the_apis_lets_a_last_position_be_kept_for_years(world: Any) -> None:
    a, now = world.viewers["a"], world.now()
    known = "INSERT INTO last_position (party, unit, at, lon, lat, received_at) "
    known += "SELECT party, id, :at, 15, 32, :at FROM unit WHERE callsign = 'U1' AND party = :party"
    moved = "UPDATE last_position SET received_at = :at WHERE party = :party"

    async def say(sql: str, at: datetime) -> None:
        async with world.database.transaction(a.context) as session:
            await session.execute(text(sql), {"at": at, "party": a.party})

    for off in (25 * HOUR, -25 * HOUR, timedelta(days=3650)):
        with pytest.raises(AccessRefused):
            await say(known, now + off)
    await say(known, now)
    for off in (25 * HOUR, timedelta(days=3650)):
        with pytest.raises(AccessRefused):
            await say(moved, now + off)
    await say(moved, now + HOUR)


@pytest.mark.rule("LIV-01", "SEC-01")
async def test_when_an_upload_came_first_is_known_to_its_own_party(world: Any) -> None:
    sent_at = world.now()
    await world.act("a", report_positions, "U1", [Fix(sent_at, 15.0, 32.0)], sent_at, sent_at)
    later = sent_at + timedelta(minutes=1)
    await world.act("a", report_positions, "U1", [Fix(sent_at, 15.0, 32.0)], sent_at, later)
    [(unit,)] = world.sql("SELECT DISTINCT unit FROM upload")
    of = world.parties["a"].id, unit
    assert await world.read("crew", tracking.first_received, *of, sent_at) == sent_at
    assert await world.read("crew", tracking.first_received, *of, later) is None
    for who in ("b", "desk"):
        assert await world.read(who, tracking.first_received, *of, sent_at) is None


@pytest.mark.rule("LIV-01")
async def test_a_fix_of_a_clock_that_was_ahead_is_not_newer_for_ever(world: Any) -> None:
    now = world.now()
    await report(world, "a", "U1", now + HOUR)
    await report(world, "a", "U1", now)
    [position] = await world.read("a", tracking.positions, 10, None)
    assert position.fix.at == now
