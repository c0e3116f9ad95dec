"""Who is connected is a row a session, whichever process holds its socket; and who is shown it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows.sign_in import PasswordKnock, sign_in
from deconflict.presence import store as presence
from tests.people import PASSWORD


async def session_of(world: Any, login: str) -> Any:
    return (
        await sign_in(world.database, PasswordKnock(login, PASSWORD), world.deployment, world.now())
    ).viewer


async def beat(world: Any, *sessions: Any) -> None:
    async with world.database.door() as door:
        await presence.note(door, list(sessions), world.now())


async def spans(world: Any, who: str = "desk") -> list[tuple[str, float, float]]:
    """Whom somebody is shown, since how many seconds and seen how many seconds ago."""
    now = world.now()
    found = await world.read(who, presence.lately, now)
    return [
        (item.name, (now - item.since).total_seconds(), (now - item.seen_at).total_seconds())
        for item in found
    ]


async def test_a_beat_goes_on_and_a_break_begins_anew(world: Any) -> None:
    viewer = await session_of(world, "a@a")
    await beat(world, viewer.session)
    for _ in range(3):
        world.clock.advance(15)
        await beat(world, viewer.session, uuid4())
    assert [span[1:] for span in await spans(world)] == [(45.0, 0.0)]
    world.clock.advance(46)
    assert [span[1:] for span in await spans(world)] == [(91.0, 46.0)]
    await beat(world, viewer.session)
    assert [span[1:] for span in await spans(world)] == [(0.0, 0.0)]


async def test_what_is_older_than_a_month_is_forgotten(world: Any) -> None:
    old, new = await session_of(world, "a@a"), await session_of(world, "b@b")
    await beat(world, old.session)
    world.clock.advance(timedelta(days=8).total_seconds())
    assert await spans(world) == []
    world.clock.advance(timedelta(days=23).total_seconds())
    await beat(world, new.session)
    assert world.sql("SELECT session FROM presence") == [(new.session,)]


@pytest.mark.rule("SEC-01", "DIS-06")
async def test_the_room_sees_everybody_and_a_party_s_officers_their_own(world: Any) -> None:
    sessions = [(await session_of(world, login)).session for login in ("a@a", "b@b", "desk")]
    await beat(world, *sessions)
    shown = {
        who: {name for name, *_ in await spans(world, who)}
        for who in ("desk", "facilitator", "a2", "b", "c", "crew", "oversight", "operator")
    }
    names = dict(world.sql("SELECT login, name FROM person"))
    everybody = {names["a"], names["b"], names["desk"]}
    assert shown == {
        "desk": everybody,
        "facilitator": everybody,
        "a2": {names["a"]},
        "b": {names["b"]},
        "c": set(),
        "crew": set(),
        "oversight": set(),
        "operator": set(),
    }


@pytest.mark.rule("SEC-01")
async def test_nobody_but_the_hub_says_that_somebody_is_connected(world: Any) -> None:
    viewer = await session_of(world, "a@a")
    await world.read("a", presence.note, [viewer.session], world.now())
    assert world.sql("SELECT count(*) FROM presence") == [(0,)]
