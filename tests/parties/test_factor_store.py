"""Second factors in the database: what the door counts and uses up, and what refuses to be stored."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.parties import factor_store as factors
from deconflict.parties.model import FactorOffer, OfferTry
from deconflict.runtime.errors import AccessRefused, ConstraintViolated

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


async def held(world: Any, codes: tuple[bytes, ...] = ()) -> Any:
    person = world.viewers["a"].person
    await world.read("a", factors.hold_factor, person, SECRET, 7, codes, world.now())
    return person


async def test_tries_are_counted_until_one_fits_or_time_has_passed(world: Any) -> None:
    person, counts = await held(world), []
    for wait_s in (0, 60, 15 * 60 - 60, 0):
        world.clock.advance(wait_s)
        async with world.database.door() as door:
            tried = await factors.counted_try(door, person, world.now())
        assert tried is not None
        counts.append((tried.tries, world.now() - tried.tried_since))
    assert counts == [(1, timedelta()), (2, timedelta(minutes=1)), (1, timedelta()), (2, timedelta())]
    async with world.database.door() as door:
        assert await factors.spend_step(door, person, 8)
        tried = await factors.counted_try(door, person, world.now())
    assert tried is not None
    assert (tried.tries, tried.secret) == (1, SECRET)


async def test_a_step_and_a_recovery_code_are_used_up(world: Any) -> None:
    person = await held(world, (b"x" * 32, b"y" * 32))
    async with world.database.door() as door:
        assert [await factors.spend_step(door, person, step) for step in (7, 9, 9, 8)] == [
            False,
            True,
            False,
            False,
        ]
        spent = [await factors.spend_recovery_code(door, person, code * 32) for code in (b"x", b"x", b"z")]
        assert spent == [True, False, False]
        assert not await factors.spend_recovery_code(door, world.viewers["b"].person, b"y" * 32)
        assert await factors.holds_factor(door, person)
        assert not await factors.holds_factor(door, world.viewers["b"].person)
        assert (await factors.password_of(door, person) or "").startswith("$argon2id$")
    assert (await world.read("a", factors.factor_state, person)).recovery_codes == 1


@pytest.mark.rule("SEC-01")
async def test_nobody_stores_anything_in_anothers_name(world: Any) -> None:
    other = world.viewers["b"].person
    offer = FactorOffer(SECRET, world.now() + timedelta(minutes=1))
    for write in (
        (factors.offer_factor, other, offer),
        (factors.hold_factor, other, SECRET, 1, (), world.now()),
    ):
        with pytest.raises(AccessRefused):
            await world.read("a", *write)


@pytest.mark.rule("SEC-02")
async def test_what_is_no_secret_is_refused_by_the_database(world: Any) -> None:
    person = world.viewers["a"].person
    with pytest.raises(ConstraintViolated):
        await world.read("a", factors.offer_factor, person, FactorOffer("short", world.now()))
    with pytest.raises(ConstraintViolated):
        await world.read("a", factors.hold_factor, person, SECRET, 1, (b"short",), world.now())


async def test_tries_at_an_offer_are_counted_while_it_lasts_and_another_one_begins_anew(world: Any) -> None:
    person, until = world.viewers["a"].person, world.now() + timedelta(minutes=1)
    counts = []
    for _ in range(2):
        await world.read("a", factors.offer_factor, person, FactorOffer(SECRET, until))
        counts += [await world.read("a", factors.tried_offer, person, world.now()) for _ in range(2)]
    assert counts == [OfferTry(SECRET, 1), OfferTry(SECRET, 2)] * 2
    assert await world.read("a", factors.tried_offer, person, until) is None
    await world.read("a", factors.forget_offer, person)
    assert await world.read("a", factors.tried_offer, person, world.now()) is None
