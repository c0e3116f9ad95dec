"""No address fills every place, and a place that is left is the next one's."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from deconflict.runtime.places import Places, network_of

FREE_WITHIN_S = 10.0


async def finds_one(places: Places, address: str) -> bool:
    """Tell whether somebody from that address finds a place without waiting for one to be left."""
    taking = asyncio.create_task(hold(places, address))
    for _ in range(10):
        await asyncio.sleep(0)
    taking.cancel()
    await asyncio.wait([taking])
    return not taking.cancelled()


async def hold(places: Places, address: str) -> None:
    """Take a place and leave it."""
    async with places.place(address):
        pass


@pytest.mark.rule("ALR-07")
async def test_one_address_leaves_places_to_others_until_all_are_taken() -> None:
    places = Places(3, of_one_address=2)
    async with AsyncExitStack() as crowd:
        for _ in range(2):
            await crowd.enter_async_context(places.place("192.0.2.1"))
        assert not await finds_one(places, "192.0.2.1")
        assert await finds_one(places, "192.0.2.2")
        await crowd.enter_async_context(places.place("192.0.2.2"))
        assert not await finds_one(places, "192.0.2.3")
    assert await finds_one(places, "192.0.2.1")


async def test_a_place_that_is_left_is_the_next_one_s_and_nobody_who_left_is_remembered() -> None:
    places = Places(2, of_one_address=1)
    async with asyncio.timeout(FREE_WITHIN_S):
        async with places.place("192.0.2.1"):
            gone, stays = [asyncio.create_task(hold(places, "192.0.2.1")) for _ in range(2)]
            await asyncio.sleep(0)
            assert [places.wanted(f"192.0.2.{host}") for host in (1, 2)] == [3, 0]
            gone.cancel()
        await stays
    assert gone.cancelled()
    assert places._addresses == {}


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_of_ipv6_a_network_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.rule("ALR-07")
async def test_addresses_of_one_network_share_its_places() -> None:
    places = Places(2, of_one_address=1)
    async with places.place("2001:db8:1:2::1"):
        assert places.wanted("2001:db8:1:2::2") == 1
        assert not await finds_one(places, "2001:db8:1:2::2")
        assert await finds_one(places, "2001:db8:1:3::1")
    assert places.wanted("2001:db8:1:2::1") == 0
