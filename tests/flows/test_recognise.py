"""Until when a token or a ticket stands for somebody."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.administer import add_device
from deconflict.flows.recognise import recognise, redeem_ticket
from deconflict.flows.sign_in import (
    TICKET_S,
    DeviceKnock,
    PasswordKnock,
    SignedIn,
    issue_ticket,
    sign_in,
    sign_out,
)

PASSWORD = "a long password"
# How somebody who is signed in with a device is put out, each with what it takes.
WAYS_OUT = {
    "session ended": "UPDATE session SET ended_at = now()",
    "device revoked": "UPDATE device SET revoked_at = now()",
    "person disabled": "UPDATE person SET disabled_at = now() WHERE login = 'a'",
}


@pytest.fixture
async def signed_in(world: Any) -> SignedIn:
    """A liaison officer on a device."""
    enrolled = await world.read("operator", add_device, world.viewers["a"].person, "phone", world.now())
    knock = DeviceKnock(enrolled.device.id, enrolled.secret)
    return await sign_in(world.database, knock, world.deployment, world.now())


async def ticket_of(world: Any, signed_in: SignedIn) -> str:
    async with world.database.transaction(signed_in.viewer.context) as session:
        ticket, expires_at = await issue_ticket(session, signed_in.viewer, world.now())
    assert expires_at == world.now() + timedelta(seconds=TICKET_S)
    return ticket


@pytest.mark.rule("SEC-04")
@pytest.mark.parametrize("way", WAYS_OUT)
async def test_who_was_put_out_is_nobody_from_then_on(world: Any, signed_in: SignedIn, way: str) -> None:
    ticket = await ticket_of(world, signed_in)
    assert await recognise(world.database, signed_in.token, world.now()) == signed_in.viewer
    world.sql(WAYS_OUT[way])
    assert await recognise(world.database, signed_in.token, world.now()) is None
    assert await redeem_ticket(world.database, ticket, world.now()) is None


@pytest.mark.rule("SEC-04")
async def test_a_session_ends_at_its_very_moment(world: Any, signed_in: SignedIn) -> None:
    end = world.now() + timedelta(hours=world.deployment.session_hours)
    last = await recognise(world.database, signed_in.token, end - timedelta(microseconds=1))
    assert last == signed_in.viewer
    assert await recognise(world.database, signed_in.token, end) is None


@pytest.mark.rule("SEC-04")
async def test_signing_out_ends_that_session_alone(world: Any, signed_in: SignedIn) -> None:
    other = await sign_in(world.database, PasswordKnock("a@a", PASSWORD), world.deployment, world.now())
    async with world.database.transaction(signed_in.viewer.context) as session:
        await sign_out(session, signed_in.viewer, world.now())
    assert await recognise(world.database, signed_in.token, world.now()) is None
    assert await recognise(world.database, other.token, world.now()) == other.viewer


async def test_a_ticket_is_used_up_also_when_two_come_with_it_at_once(
    world: Any, signed_in: SignedIn
) -> None:
    ticket = await ticket_of(world, signed_in)
    both = await asyncio.gather(*(redeem_ticket(world.database, ticket, world.now()) for _ in range(2)))
    assert sorted(both, key=lambda viewer: viewer is None) == [signed_in.viewer, None]
    assert await redeem_ticket(world.database, ticket, world.now()) is None


async def test_a_ticket_that_came_too_late_is_gone(world: Any, signed_in: SignedIn) -> None:
    ticket = await ticket_of(world, signed_in)
    late = world.now() + timedelta(seconds=TICKET_S)
    assert await redeem_ticket(world.database, ticket, late) is None
    assert await redeem_ticket(world.database, ticket, world.now()) is None


async def test_a_ticket_is_no_token_and_a_token_no_ticket(world: Any, signed_in: SignedIn) -> None:
    ticket = await ticket_of(world, signed_in)
    assert await recognise(world.database, ticket, world.now()) is None
    assert await redeem_ticket(world.database, signed_in.token, world.now()) is None
    assert await recognise(world.database, "", world.now()) is None
    assert await redeem_ticket(world.database, ticket, world.now()) == signed_in.viewer
