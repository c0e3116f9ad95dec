"""Somebody's phone subscribes to be told to open the app, and unsubscribes."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.subscribe_push import MOST, subscribe_push, unsubscribe_push
from deconflict.summons.errors import EndpointRefused, TooManyAddresses


async def subscribe(world: Any, who: str, endpoint: str = "https://push.example.org/x") -> Any:
    return await world.act(who, subscribe_push, endpoint, (), world.now(), private=False)


@pytest.mark.rule("SEC-02")
async def test_an_endpoint_that_is_not_called_is_not_stored(world: Any) -> None:
    with pytest.raises(EndpointRefused):
        await subscribe(world, "a", "https://127.0.0.1/x")
    assert world.sql("SELECT count(*) FROM address") == [(0,)]


@pytest.mark.rule("SEC-02")
async def test_a_person_has_only_so_many(world: Any) -> None:
    for number in range(MOST):
        await subscribe(world, "a", f"https://push.example.org/{number}")
    with pytest.raises(TooManyAddresses):
        await subscribe(world, "a")
    await subscribe(world, "b")


@pytest.mark.rule("DIS-06")
async def test_one_ends_one_s_own_and_nobody_another_s(world: Any) -> None:
    address = await subscribe(world, "a")
    for who, wanted in (("b", address.id), ("a2", address.id), ("a", uuid4())):
        with pytest.raises(NotFound):
            await world.read(who, unsubscribe_push, wanted, world.now())
    await world.read("a", unsubscribe_push, address.id, world.now())
    assert world.sql("SELECT removed_at IS NOT NULL FROM address") == [(True,)]
