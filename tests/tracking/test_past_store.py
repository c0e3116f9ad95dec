"""Where units were, read by those who saw it as it came in."""

import math
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from deconflict.flows.report_positions import report_positions
from deconflict.parties import store as parties
from deconflict.tracking import past_store as past
from deconflict.tracking.errors import TooManyFixes
from deconflict.tracking.model import Fix
from deconflict.tracking.packing import FIX
from deconflict.tracking.past import Window

UPLOAD = "INSERT INTO upload (id, party, unit, person, sent_at, received_at, first_at, last_at, fixes)"
POISON = (
    f"{UPLOAD} SELECT gen_random_uuid(), party, unit, person, sent_at, received_at, first_at, last_at, %s"
)
POISON += " FROM upload WHERE octet_length(fixes) > 48"
EARLIER = "UPDATE upload SET received_at = received_at - %s, first_at = first_at - %s, last_at = last_at - %s"
MANY = f"{UPLOAD} SELECT gen_random_uuid(), party, unit, person, sent_at, received_at + interval '9 minutes' - %s,"
MANY += " first_at, last_at, fixes FROM generate_series(1, 3000),"
MANY += " (SELECT * FROM upload WHERE octet_length(fixes) > 48 LIMIT 1) AS one"
"""What B's unit reported, three thousand times more, each come in so long ago."""


@pytest.fixture
async def driven(world: Any) -> Any:
    """A's unit reports every second for a minute, one fix at a time; B's once, a minute of fixes together."""
    for second in range(60):
        world.clock.advance(1)
        now = world.now()
        await world.act("a", report_positions, "U1", [Fix(now, 15.0 + second * 1e-4, 32.0)], now, now)
    now = world.now()
    together = [Fix(now - timedelta(seconds=ago), 15.0, 33.0) for ago in range(60)]
    await world.act("b", report_positions, "U1", together, now, now)
    return world


def last_minute(world: Any, every_s: int = 10) -> Window:
    now = world.now()
    return Window(now - timedelta(seconds=60), now, timedelta(seconds=every_s))


async def seen(world: Any, who: str, window: Window, of: Any = None) -> dict[str, int]:
    """How many fixes of which party's units somebody is shown."""
    slugs = {party.id: slug for slug, party in world.parties.items()}
    found = await world.read(who, past.tracks, window, of)
    return {slugs[track.party]: len(track.fixes) for track in found}


@pytest.mark.rule("DIS-08", "SEC-01", "DIS-06")
async def test_the_desk_sees_all_an_officer_their_own_and_nobody_else_anything(driven: Any) -> None:
    window = last_minute(driven)
    assert await seen(driven, "desk", window) == {"a": 7, "b": 7}
    assert await seen(driven, "a2", window) == {"a": 7}
    assert await seen(driven, "b", window) == {"b": 7}
    for who in ("c", "crew", "facilitator", "oversight", "operator"):
        assert await seen(driven, who, window) == {}, who


async def test_one_unit_alone_and_nothing_outside_the_window(driven: Any) -> None:
    unit = await driven.read("a", parties.unit_called, driven.parties["a"].id, "U1")
    assert await seen(driven, "desk", last_minute(driven), unit.id) == {"a": 7}
    assert await seen(driven, "b", last_minute(driven), unit.id) == {}
    before = Window(
        driven.now() - timedelta(hours=2), driven.now() - timedelta(minutes=2), timedelta(seconds=10)
    )
    assert await seen(driven, "desk", before) == {}


@pytest.mark.rule("LIV-01")
async def test_what_a_phone_held_back_is_there_when_it_comes(driven: Any) -> None:
    window = last_minute(driven)
    held_back = Fix(driven.now() - timedelta(seconds=30), 15.0, 34.0)
    driven.clock.advance(3600)
    await driven.act("c", report_positions, "U1", [held_back], driven.now(), driven.now())
    assert await seen(driven, "desk", window) == {"a": 7, "b": 7, "c": 1}


@pytest.mark.rule("SEC-02")
async def test_more_than_one_answer_holds_is_refused_before_it_is_read(
    driven: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "MOST_BYTES", 48 * 60)
    with pytest.raises(TooManyFixes):
        await seen(driven, "desk", last_minute(driven))
    assert await seen(driven, "a", last_minute(driven)) == {"a": 7}


@pytest.mark.rule("SEC-01", "SEC-02")
async def test_numbers_that_somebody_s_own_sql_stored_end_nobody_s_reading(driven: Any) -> None:
    for at in (math.nan, 1e300, driven.now().timestamp()):
        driven.sql(POISON, FIX.pack(at, math.nan, 1e300, 0.0, 0.0, 0.0))
    assert await seen(driven, "desk", last_minute(driven)) == {"a": 7, "b": 7}


@pytest.mark.rule("SEC-05", "SEC-01")
async def test_the_database_by_itself_tells_nothing_that_is_older_than_three_days(driven: Any) -> None:
    """What an open conflict keeps for longer is kept for its sake alone, whoever asks for it."""
    asked = text("SELECT count(*) FROM tracks_of(:since, :until, NULL, 10, 1000000)")
    window = {"since": driven.now() - timedelta(days=30), "until": driven.now()}
    for earlier, units in ((timedelta(hours=71, minutes=59), 2), (timedelta(minutes=4), 0)):
        driven.sql(EARLIER, *[earlier] * 3)
        async with driven.database.transaction(driven.viewers["desk"].context) as session:
            assert (await session.execute(asked, window)).scalar_one() == units


@pytest.mark.rule("DIS-06")
async def test_how_long_an_officer_waits_does_not_tell_how_much_rivals_report(driven: Any) -> None:
    """Neither what came in time nor what came late: the same pages are looked at, but for how deep an index is."""
    driven.clock.advance(600)
    window = Window(
        driven.now() - timedelta(minutes=20), driven.now() - timedelta(minutes=7), timedelta(seconds=10)
    )
    before = await looked_at(driven, "a", window)
    for ago in (8, 1):  # within the window, and after it, late
        driven.sql(MANY, timedelta(minutes=ago))
    driven.sql("ANALYZE upload")
    assert await looked_at(driven, "a", window) <= before + 20
    assert await looked_at(driven, "b", window) > 500


async def looked_at(world: Any, who: str, window: Window) -> int:
    """How many pages the database looks at, once it has planned."""
    asked = text(
        "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM tracks_of(:since, :until, NULL, 10, 1)"
    )
    async with world.database.transaction(world.viewers[who].context) as session:
        for _ in range(2):
            said = await session.execute(asked, {"since": window.since, "until": window.until})
            [plan] = said.scalar_one()
    pages = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
    return int(pages)
