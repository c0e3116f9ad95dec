"""Attempts are counted per key and forgiven with time; nobody is locked out by another (SEC-04)."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.api.attempts import Buckets, CodeAttempts, SignInAttempts
from deconflict.api.errors import TooManyAttempts


def test_a_bucket_is_emptied_and_fills_up_again() -> None:
    buckets = Buckets(2, 0.5)
    assert [buckets.take("a", 0.0) for _ in range(3)] == [0.0, 0.0, 2.0]
    assert buckets.take("a", 1.0) == 1.0
    assert buckets.take("a", 2.0) == 0.0
    assert buckets.take("b", 2.0) == 0.0


def test_what_is_given_back_is_there_again_and_never_more_than_there_was() -> None:
    buckets = Buckets(2, 0.5)
    buckets.give_back("a")
    assert [buckets.take("a", 0.0) for _ in range(2)] == [0.0, 0.0]
    buckets.give_back("a")
    assert [buckets.take("a", 0.0) for _ in range(2)] == [0.0, 2.0]
    for _ in range(3):
        buckets.give_back("a")
    assert [buckets.take("a", 0.0) for _ in range(3)] == [0.0, 0.0, 2.0]


@given(st.lists(st.floats(0, 100), max_size=200))
def test_no_more_pass_than_there_are_tokens(times: list[float]) -> None:
    buckets, times = Buckets(5, 0.1), sorted(times)
    passed = sum(buckets.take("a", at) == 0.0 for at in times)
    assert passed <= 5 + 100 * 0.1


def test_the_key_longest_unused_is_forgotten_first() -> None:
    buckets = Buckets(1, 0.1, max_keys=2)
    for key in ("a", "b", "a", "c"):
        buckets.take(key, 0.0)
    assert buckets.take("a", 0.0) > 0
    assert buckets.take("b", 0.0) == 0.0


@pytest.mark.rule("SEC-04")
def test_failing_in_somebodys_name_locks_out_only_where_it_came_from() -> None:
    attempts = SignInAttempts()
    for _ in range(10):
        attempts.require("10.0.0.1", ("password", "salem@east"), 0.0)
    with pytest.raises(TooManyAttempts) as refusal:
        attempts.require("10.0.0.1", ("password", "salem@east"), 0.0)
    assert 0 < refusal.value.retry_after_s <= 6
    attempts.require("10.0.0.2", ("password", "salem@east"), 0.0)
    attempts.require("10.0.0.1", ("password", "yusuf@west"), 0.0)


@pytest.mark.rule("SEC-04")
def test_an_operator_adds_as_many_people_as_there_are_and_a_guess_counts_all_the_same() -> None:
    attempts, mine = SignInAttempts(), ("proof", "operator")
    for _ in range(50):
        attempts.require("10.0.0.1", mine, 0.0)
        attempts.succeeded("10.0.0.1", mine)
    for _ in range(10):
        attempts.require("10.0.0.1", mine, 0.0)
    with pytest.raises(TooManyAttempts):
        attempts.require("10.0.0.1", mine, 0.0)


def test_one_address_cannot_try_every_login() -> None:
    attempts = SignInAttempts()
    for number in range(200):
        attempts.require("10.0.0.1", ("password", f"login{number}"), 0.0)
    with pytest.raises(TooManyAttempts):
        attempts.require("10.0.0.1", ("password", "one more"), 0.0)


@pytest.mark.rule("SEC-04")
def test_who_signed_in_from_an_address_is_not_locked_out_by_what_a_rival_tries_there() -> None:
    attempts = SignInAttempts()
    attempts.require("10.0.0.1", ("password", "salem@east"), 0.0)
    attempts.succeeded("10.0.0.1", ("password", "salem@east"))
    for number in range(199):
        attempts.require("10.0.0.1", ("password", f"login{number}@west"), 0.0)
    with pytest.raises(TooManyAttempts):
        attempts.require("10.0.0.1", ("password", "huda@east"), 0.0)
    attempts.require("10.0.0.1", ("password", "salem@east"), 0.0)
    for _ in range(8):
        attempts.require("10.0.0.1", ("password", "salem@east"), 0.0)
    with pytest.raises(TooManyAttempts):
        attempts.require("10.0.0.1", ("password", "salem@east"), 0.0)


def passed(attempts: SignInAttempts, addresses: Iterable[str], login: str, now_s: float) -> int:
    """Try that login once from each address, and return how many tries were let through."""
    through = 0
    for address in addresses:
        with suppress(TooManyAttempts):
            attempts.require(address, ("password", login), now_s)
            through += 1
    return through


@pytest.mark.rule("SEC-04")
def test_logins_that_nobody_has_do_not_make_an_address_forget_whom_it_guessed_at() -> None:
    attempts = SignInAttempts()
    guesses = 0
    for second in range(0, 60, 15):
        guesses += passed(attempts, ["192.0.2.1"] * 20, "salem@east", second)
        for number in range(10_001):
            passed(attempts, ["192.0.2.1"], f"junk{second}-{number}", second)
    assert guesses <= 10 + 60 / 6


@pytest.mark.rule("SEC-04")
def test_a_network_of_ipv6_guesses_no_more_than_one_address() -> None:
    addresses = [f"2001:db8:1:2::{number:x}" for number in range(1000)]
    assert passed(SignInAttempts(), addresses, "salem@east", 0.0) == 10
    assert passed(SignInAttempts(), ["2001:db8:1:3::1", "2001:db8:1:4::1"] * 6, "salem@east", 0.0) == 12
    codes = CodeAttempts(2, 0.1)
    codes.require(addresses[0], 0.0)
    codes.require(addresses[1], 0.0)
    with pytest.raises(TooManyAttempts):
        codes.require(addresses[2], 0.0)


class Line:
    """Those who have a password compared, each until they are let go on, and the order in which their turns came."""

    def __init__(self, attempts: SignInAttempts) -> None:
        self.attempts, self.came, self.tasks = attempts, list[str](), list[asyncio.Task[None]]()
        self.go_on = asyncio.Semaphore(0)

    async def join(self, address: str, login: str, kind: str = "password") -> asyncio.Task[None]:
        """Let somebody wait for a turn, and have them waiting on return."""
        self.tasks.append(asyncio.create_task(self._wait(address, login, kind)))
        await asyncio.sleep(0.001)
        return self.tasks[-1]

    async def finish(self) -> list[str]:
        """Let all go on, one after the other, and return in which order their turns came."""
        for _ in self.tasks:
            self.go_on.release()
            await asyncio.sleep(0.001)
        async with asyncio.timeout(10):
            await asyncio.gather(*self.tasks, return_exceptions=True)
        return self.came

    async def _wait(self, address: str, login: str, kind: str) -> None:
        async with self.attempts.turn(address, (kind, login)):
            self.came.append(login)
            await self.go_on.acquire()


@pytest.mark.rule("SEC-04")
async def test_who_waits_elsewhere_waits_for_one_of_an_address_and_not_for_all_of_it() -> None:
    line = Line(SignInAttempts())
    for number in range(16):
        await line.join("192.0.2.1", f"junk{number}")
    for number in range(4):
        await line.join("192.0.2.2", f"more{number}")
    await line.join("192.0.2.3", "salem@east")
    assert (await line.finish()).index("salem@east") <= 3
    assert len(line.came) == 21


@pytest.mark.rule("SEC-04")
async def test_an_address_has_few_waiting_and_is_told_when_to_come_again() -> None:
    line = Line(SignInAttempts())
    for number in range(16):
        await line.join("192.0.2.1", f"junk{number}")
    refused = await line.join("192.0.2.1", "one more")
    assert isinstance(error := refused.exception(), TooManyAttempts)
    assert error.retry_after_s == 5
    await line.finish()
    await (await line.join("192.0.2.9", "a@a", "device"))


@pytest.mark.rule("SEC-04")
async def test_the_line_is_short_but_takes_everybody_who_was_there_before() -> None:
    attempts = SignInAttempts()
    attempts.succeeded("192.0.2.1", ("password", "salem@east"))
    line = Line(attempts)
    for host in range(32):
        await line.join(f"198.51.100.{host}", f"junk{host}")
    for number in range(15):
        await line.join("198.51.100.1", f"more{number}")
    refused = await line.join("192.0.2.1", "huda@east")
    assert isinstance(refused.exception(), TooManyAttempts)
    await line.join("192.0.2.1", "salem@east")
    assert (await line.finish()).index("salem@east") == 32


@pytest.mark.rule("SEC-04")
async def test_who_was_there_before_does_not_wait_for_what_others_try_from_there() -> None:
    attempts = SignInAttempts()
    attempts.succeeded("192.0.2.1", ("password", "salem@east"))
    line = Line(attempts)
    for number in range(16):
        await line.join("192.0.2.1", f"junk{number}")
    await line.join("192.0.2.1", "salem@east")
    assert (await line.finish()).index("salem@east") == 1


@pytest.mark.rule("SEC-04")
def test_one_address_tries_codes_slowly_and_no_other_pays_for_it() -> None:
    attempts = CodeAttempts()
    for _ in range(30):
        attempts.require("10.0.0.1", 0.0)
    with pytest.raises(TooManyAttempts) as refused:
        attempts.require("10.0.0.1", 0.0)
    assert refused.value.retry_after_s == 5
    attempts.require("10.0.0.1", 5.1)
    attempts.require("10.0.0.2", 0.0)
