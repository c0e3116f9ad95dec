"""A second factor is set up by its own person, holds once a code was shown, and is removed by them or the operator."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from pyotp import TOTP

from deconflict.flows.set_second_factor import OFFERED_FOR, forget_factor, hold_factor, offer_factor
from deconflict.flows.show_factor import MOST_TRIES, hash_of
from deconflict.parties import factor_store as factors
from deconflict.parties import store as parties
from deconflict.parties.errors import SecondFactorNotOffered, SecondFactorRefused


async def state(world: Any, who: str = "a") -> Any:
    return await world.read(who, factors.factor_state, world.viewers[who].person)


async def test_it_holds_once_a_code_of_it_was_shown(world: Any) -> None:
    offered = await world.act("a", offer_factor, world.now())
    assert unquote(offered.uri).startswith("otpauth://totp/deconflict:a@a?secret=" + offered.offer.secret)
    assert (await state(world)).held_since is None
    with pytest.raises(SecondFactorRefused):
        await hold_factor(world.database, world.viewers["a"], "00000", world.now())
    code = TOTP(offered.offer.secret).at(world.now())
    codes = await hold_factor(world.database, world.viewers["a"], f" {code[:3]} {code[3:]}", world.now())
    assert len(set(codes)) == 10
    found = await state(world)
    assert (found.held_since, found.recovery_codes) == (world.now(), 10)
    with pytest.raises(SecondFactorNotOffered):
        await hold_factor(world.database, world.viewers["a"], code, world.now())


async def test_the_neutral_staff_is_named_without_a_party(world: Any) -> None:
    offered = await world.act("desk", offer_factor, world.now())
    assert "totp/deconflict:desk?" in unquote(offered.uri)


async def test_an_offer_is_over_in_ten_minutes_and_the_last_one_counts(world: Any) -> None:
    first = await world.act("a", offer_factor, world.now())
    second = await world.act("a", offer_factor, world.now())
    with pytest.raises(SecondFactorRefused):
        await hold_factor(
            world.database, world.viewers["a"], TOTP(first.offer.secret).at(world.now()), world.now()
        )
    late = world.now() + OFFERED_FOR
    with pytest.raises(SecondFactorNotOffered):
        await hold_factor(world.database, world.viewers["a"], TOTP(second.offer.secret).at(late), late)
    just = late - timedelta(seconds=1)
    await hold_factor(world.database, world.viewers["a"], TOTP(second.offer.secret).at(just), just)


async def test_another_one_takes_the_place_of_the_first_with_its_recovery_codes(world: Any) -> None:
    for _ in range(2):
        offered = await world.act("a", offer_factor, world.now())
        code = TOTP(offered.offer.secret).at(world.now())
        codes = await hold_factor(world.database, world.viewers["a"], code, world.now())
    assert world.sql("SELECT count(*), min(secret) FROM second_factor") == [(1, offered.offer.secret)]
    assert world.sql("SELECT count(*) FROM recovery_code") == [(len(codes),)]


@pytest.mark.rule("SEC-01")
async def test_one_persons_is_hidden_from_all_others_and_safe_from_them(world: Any) -> None:
    offered = await world.act("a", offer_factor, world.now())
    await hold_factor(
        world.database, world.viewers["a"], TOTP(offered.offer.secret).at(world.now()), world.now()
    )
    await world.act("a", offer_factor, world.now())
    person = world.viewers["a"].person
    for who in ("a2", "b", "desk", "operator"):
        assert (await world.read(who, factors.factor_state, person)).recovery_codes == 0
        assert await world.read(who, factors.tried_offer, person, world.now()) is None
        assert not await world.read(who, factors.forget_factor, person)
    assert (await state(world)).recovery_codes == 10
    assert world.sql("SELECT count(*) FROM second_factor_offer") == [(1,)]


@pytest.mark.rule("DIS-07", "SEC-04")
async def test_its_person_and_the_operator_on_the_machine_remove_it_and_it_is_on_the_ledger(
    world: Any,
) -> None:
    viewer = world.viewers["a"]
    person = await world.read("a", parties.person_with, viewer.person)
    for by_operator in (False, True):
        offered = await world.act("a", offer_factor, world.now())
        await hold_factor(
            world.database, world.viewers["a"], TOTP(offered.offer.secret).at(world.now()), world.now()
        )
        if by_operator:
            async with world.owner.transaction() as owner:
                assert await forget_factor(owner, person, world.now())
        else:
            assert await world.read("a", forget_factor, person, world.now())
        assert (await state(world)).held_since is None
        assert not await world.read("a", forget_factor, person, world.now())
        world.clock.advance(1)
    entries = world.sql(
        "SELECT person, payload FROM ledger_entry WHERE subject = %s ORDER BY at, payload::text",
        viewer.person,
    )
    added, removed = {"added": "second_factor"}, {"removed": "second_factor"}
    own = viewer.person
    assert entries == [(own, added), (own, removed), (own, added), (None, removed)]


@pytest.mark.rule("SEC-04")
async def test_guessing_at_what_is_offered_is_cut_short(world: Any) -> None:
    viewer = world.viewers["a"]
    for _ in range(2):  # another offer is counted anew
        offered = await world.act("a", offer_factor, world.now())
        for wrong in ["000000", "a code", "١٢", "", "00", "0"][:MOST_TRIES]:
            with pytest.raises(SecondFactorRefused):
                await hold_factor(world.database, viewer, wrong, world.now())
        code = TOTP(offered.offer.secret).at(world.now())
        with pytest.raises(SecondFactorNotOffered):
            await hold_factor(world.database, viewer, code, world.now())
    assert world.sql("SELECT count(*) FROM second_factor_offer") == [(0,)]
    assert (await state(world)).held_since is None


@pytest.mark.rule("SEC-04")
async def test_of_guesses_at_once_each_is_counted(world: Any) -> None:
    offered, viewer = await world.act("a", offer_factor, world.now()), world.viewers["a"]
    guesses = [hold_factor(world.database, viewer, "000000", world.now()) for _ in range(MOST_TRIES + 2)]
    done = await asyncio.gather(*guesses, return_exceptions=True)
    names = sorted(type(each).__name__ for each in done)
    assert names == ["SecondFactorNotOffered"] * 2 + ["SecondFactorRefused"] * MOST_TRIES
    with pytest.raises(SecondFactorNotOffered):
        await hold_factor(world.database, viewer, TOTP(offered.offer.secret).at(world.now()), world.now())


@pytest.mark.rule("SEC-04")
async def test_of_two_confirmations_at_once_one_is_told_recovery_codes_and_they_are_those_that_hold(
    world: Any,
) -> None:
    offered, viewer = await world.act("a", offer_factor, world.now()), world.viewers["a"]
    code = TOTP(offered.offer.secret).at(world.now())
    tried = [hold_factor(world.database, viewer, code, world.now()) for _ in range(6)]
    done = await asyncio.gather(*tried, return_exceptions=True)
    told = [each for each in done if isinstance(each, tuple)]
    refused = [type(each).__name__ for each in done if not isinstance(each, tuple)]
    assert (len(told), refused) == (1, ["SecondFactorNotOffered"] * 5)
    stored = {bytes(row[0]) for row in world.sql("SELECT code_hash FROM recovery_code")}
    assert stored == {hash_of(each) for each in told[0]}
