"""Attempts are counted per key and forgiven with time; nobody is locked out by another (SEC-04)."""

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
