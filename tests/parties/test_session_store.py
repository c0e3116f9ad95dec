"""One's own sessions: which are listed, when they were seen, and whose may be ended by whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows.administer import add_device
from deconflict.flows.enrol_device import revoke_device
from deconflict.flows.recognise import recognise
from deconflict.flows.sign_in import DeviceKnock, PasswordKnock, SignedIn, sign_in
from deconflict.parties import session_store as sessions
from deconflict.parties import store as parties
from deconflict.parties.model import UnitId, Whence

PASSWORD = "a long password"
DESK = Whence("192.0.2.7", "Firefox")


async def signed_in(world: Any, who: str = "a") -> SignedIn:
    login = who if world.viewers[who].party is None else f"{who}@a"
    knock = PasswordKnock(login, PASSWORD)
    return await sign_in(world.database, knock, world.deployment, world.now(), DESK)


async def own(world: Any, viewer: Any) -> list[Any]:
    async with world.database.transaction(viewer.context) as session:
        return await sessions.own_sessions(session, viewer, world.now())


@pytest.mark.rule("SEC-04")
async def test_the_list_says_from_where_with_what_and_since_when(world: Any) -> None:
    desk = await signed_in(world)
    device = await world.read("operator", add_device, desk.viewer.person, "phone", world.now())
    world.clock.advance(60)
    knock = DeviceKnock(device.device.id, device.secret)
    phone = await sign_in(world.database, knock, world.deployment, world.now())
    first, second = await own(world, desk.viewer)
    assert (first.id, first.device, first.device_name) == (phone.viewer.session, device.device.id, "phone")
    assert (second.id, second.whence, second.device) == (desk.viewer.session, DESK, None)
    assert (second.opened_at, second.expires_at) == (
        world.now() - timedelta(minutes=1),
        desk.viewer.expires_at,
    )
    await world.read("a", revoke_device, device.device.id, world.now())
    assert [each.id for each in await own(world, desk.viewer)] == [desk.viewer.session]


async def test_whoever_asks_is_seen_once_a_minute(world: Any) -> None:
    desk = await signed_in(world)
    seen = []
    for wait_s in (59, 1, 30):
        world.clock.advance(wait_s)
        assert await recognise(world.database, desk.token, world.now()) is not None
        [listed] = await own(world, desk.viewer)
        seen.append((world.now() - listed.last_seen_at).total_seconds())
    assert seen == [59, 0, 30]


async def test_who_follows_a_socket_is_seen_by_the_door_alone(world: Any) -> None:
    desk = await signed_in(world)
    world.clock.advance(30)
    await world.read("a", sessions.see_sessions, [desk.viewer.session], world.now())
    assert (await own(world, desk.viewer))[0].last_seen_at < world.now()
    async with world.database.door() as door:
        await sessions.see_sessions(door, [desk.viewer.session], world.now())
    assert (await own(world, desk.viewer))[0].last_seen_at == world.now()


@pytest.mark.rule("SEC-04", "SEC-01")
async def test_one_ends_ones_own_sessions_and_nobody_elses(world: Any) -> None:
    desk, lost, other = [await signed_in(world, who) for who in ("a", "a", "a2")]
    assert not await world.read("a", sessions.end_one, desk.viewer, other.viewer.session, world.now())
    assert not await world.read("a", sessions.end_one, desk.viewer, uuid4(), world.now())
    assert await world.read("a", sessions.end_one, desk.viewer, lost.viewer.session, world.now())
    assert not await world.read("a", sessions.end_one, desk.viewer, lost.viewer.session, world.now())
    assert await recognise(world.database, lost.token, world.now()) is None
    more = [await signed_in(world) for _ in range(2)]
    assert await world.read("a", sessions.end_others, desk.viewer, world.now()) == 2
    assert [await recognise(world.database, each.token, world.now()) for each in more] == [None, None]
    for stays in (desk, other):
        assert await recognise(world.database, stays.token, world.now()) is not None


@pytest.mark.rule("SEC-04")
async def test_a_units_device_neither_sees_nor_ends_the_others_of_its_unit(world: Any) -> None:
    viewers = []
    for name in ("found", "kept"):
        device = await world.read("operator", add_device, world.viewers["crew"].person, name, world.now())
        knock = DeviceKnock(device.device.id, device.secret)
        signed = await sign_in(world.database, knock, world.deployment, world.now())
        viewers.append(replace(signed.viewer, unit=UnitId(uuid4())))
    found, kept = viewers
    assert [each.id for each in await own(world, found)] == [found.session]
    assert not await world.read("crew", sessions.end_one, found, kept.session, world.now())
    assert await world.read("crew", sessions.end_others, found, world.now()) == 0
    async with world.database.hub() as hub:
        both = {found.session, kept.session}
        assert await parties.open_sessions(hub, both, world.now()) == both


@pytest.mark.rule("SEC-04")
async def test_the_oldest_session_ends_when_somebody_has_too_many(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parties, "MOST_SESSIONS", 3)
    device = await world.read("operator", add_device, world.viewers["a"].person, "phone", world.now())
    knock = DeviceKnock(device.device.id, device.secret)
    phone = await sign_in(world.database, knock, world.deployment, world.now())
    opened = []
    for _ in range(5):
        world.clock.advance(1)
        opened.append(await signed_in(world))
    standing = {each.id for each in await own(world, opened[-1].viewer)}
    assert {each.viewer.session for each in (*opened[2:], phone)} <= standing
    assert not {each.viewer.session for each in opened[:2]} & standing
