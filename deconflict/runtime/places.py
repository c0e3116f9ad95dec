"""Lets few do something at the same time, and those of one address only some of these: nobody fills every place."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


def network_of(address: str) -> str:
    """Return what counts as one address: of IPv6 the /64, of which whoever holds one holds every address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(found) >> 64 << 64, 64)))


@dataclass(eq=False)
class _Address:
    """The places that one address may hold, and how many hold one or wait for it."""

    free: asyncio.Semaphore
    wanted: int = 0


class Places:
    """So many places, of which one address holds no more than its share; whoever finds none waits."""

    def __init__(self, limit: int, of_one_address: int) -> None:
        self._free = asyncio.Semaphore(limit)
        self._of_one_address = of_one_address
        self._addresses: dict[str, _Address] = {}

    def wanted(self, address: str) -> int:
        """Return how many places an address holds or waits for."""
        own = self._addresses.get(network_of(address))
        return 0 if own is None else own.wanted

    @property
    def addresses(self) -> int:
        """How many addresses hold a place or wait for one."""
        return len(self._addresses)

    @asynccontextmanager
    async def place(self, address: str) -> AsyncIterator[None]:
        """Wait for a place and hold it while the block lasts."""
        network = network_of(address)
        own = self._addresses.get(network)
        if own is None:
            own = self._addresses[network] = _Address(asyncio.Semaphore(self._of_one_address))
        own.wanted += 1
        try:
            async with own.free, self._free:
                yield
        finally:
            own.wanted -= 1
            if own.wanted == 0:
                del self._addresses[network]
