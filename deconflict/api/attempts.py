"""Limits how often somebody may try: token buckets in this process's memory, each filling up again with time.

Knows neither people nor passwords. Keys include the address, so that nobody can lock another one out by
failing in their name (SEC-04: never by rivals' load). An IPv6 address counts as its /64, in which everybody has more
addresses than one can count.
"""

import math
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from deconflict.api.errors import TooManyAttempts
from deconflict.runtime.places import Places, network_of

MAX_KEYS: Final = 10_000

COSTLY: Final = frozenset({"password", "proof"})
"""The kinds of credential that take a while to compare, on purpose."""

AT_ONCE: Final = 2
"""One is compared while another is written down."""

MOST_OF_ADDRESS: Final = 16
MOST_ADDRESSES: Final = 32
"""Of so many addresses one each waits in the common line: some seconds. The others of an address wait behind it."""

BUSY_S: Final = 5

Key = tuple[str, str]
"""A kind of credential and a name within it: a login that reads like somebody's id is not that somebody."""


class Buckets:
    """One bucket of `capacity` tokens per key, which gains `per_s` a second. Times are of any steady clock."""

    def __init__(self, capacity: int, per_s: float, max_keys: int = MAX_KEYS) -> None:
        self._capacity = capacity
        self._per_s = per_s
        self._max_keys = max_keys
        self._levels: OrderedDict[object, tuple[float, float]] = OrderedDict()

    def take(self, key: object, now_s: float) -> float:
        """Take one token and return 0, or return the seconds until there is one."""
        level, at = self._levels.get(key, (float(self._capacity), now_s))
        level = min(float(self._capacity), level + max(0.0, now_s - at) * self._per_s)
        wait_s = 0.0 if level >= 1.0 else (1.0 - level) / self._per_s
        self._levels[key] = (level if wait_s else level - 1.0, now_s)
        self._levels.move_to_end(key)
        if len(self._levels) > self._max_keys:
            self._levels.popitem(last=False)  # the key longest unused: its bucket is the fullest
        return wait_s

    def give_back(self, key: object) -> None:
        """Put back a token that was taken."""
        if (kept := self._levels.get(key)) is not None:
            level, at = kept
            self._levels[key] = (min(float(self._capacity), level + 1.0), at)


class SignInAttempts:
    """What one address may try: a few guesses per key, and not too many keys. A key is a kind of credential and a name.

    Parties may share an address, as behind one uplink: who signed in from it before is not refused for what others
    there try.
    """

    def __init__(self) -> None:
        self._by_key = Buckets(10, 1 / 6)
        self._by_address = Buckets(200, 5.0)
        self._turns = Places(AT_ONCE, of_one_address=1)
        self._at_home: OrderedDict[tuple[str, Key], None] = OrderedDict()

    def require(self, address: str, key: Key, now_s: float) -> None:
        """Count an attempt; TooManyAttempts when there were too many."""
        network = network_of(address)
        wait_s = 0.0 if (network, key) in self._at_home else self._by_address.take(network, now_s)
        if not wait_s:  # what is refused leaves no trace, or it would push others' buckets out
            wait_s = self._by_key.take((network, key), now_s)
        if wait_s:
            raise TooManyAttempts(retry_after_s=math.ceil(wait_s))

    @asynccontextmanager
    async def turn(self, address: str, key: Key) -> AsyncIterator[None]:
        """Wait for one's turn to have a password compared; TooManyAttempts when too many wait already.

        Addresses take turns, whatever each has waiting. Who signed in from there before waits apart from what others
        there try, and is not turned away for how many wait elsewhere.
        """
        if key[0] not in COSTLY:
            yield
            return
        network = network_of(address)
        known = (network, key) in self._at_home
        line = " ".join((network, *key)) if known else network
        already = self._turns.wanted(line)
        if already >= MOST_OF_ADDRESS or not (known or already or self._turns.addresses < MOST_ADDRESSES):
            raise TooManyAttempts(retry_after_s=BUSY_S)
        async with self._turns.place(line):
            yield

    def succeeded(self, address: str, key: Key) -> None:
        """Remember who signed in from where; whoever is signed in and shows it again has guessed nothing."""
        home = network_of(address), key
        if key[0] == "proof":
            self._by_key.give_back(home)
        self._at_home[home] = None
        self._at_home.move_to_end(home)
        if len(self._at_home) > MAX_KEYS:
            self._at_home.popitem(last=False)


class CodeAttempts:
    """How often one address may try a device's code: enough for whoever mistypes it, too few to find one."""

    def __init__(self, capacity: int = 30, per_s: float = 0.2) -> None:
        self._by_address = Buckets(capacity, per_s)

    def require(self, address: str, now_s: float) -> None:
        """Count an attempt; TooManyAttempts when there were too many."""
        wait_s = self._by_address.take(network_of(address), now_s)
        if wait_s:
            raise TooManyAttempts(retry_after_s=math.ceil(wait_s))
