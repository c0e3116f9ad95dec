"""A second factor at the door: asked for after the right password alone, each code good once, guessing cut short."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pyotp import TOTP

from deconflict.flows.prove_again import Proof, prove_again
from deconflict.flows.set_second_factor import hold_factor, offer_factor
from deconflict.flows.show_factor import MOST_TRIES, require_factor
from deconflict.flows.sign_in import PasswordKnock, sign_in
from deconflict.parties.errors import (
    ProofRefused,
    SecondFactorRefused,
    SecondFactorRequired,
    SignInRefused,
    TooManyCodes,
)

PASSWORD = "a long password"
STEP_S = 30


async def held(world: Any, who: str = "a") -> tuple[TOTP, tuple[str, ...]]:
    """Set up a second factor, and let the step pass whose code confirmed it."""
    offered = await world.act(who, offer_factor, world.now())
    app = TOTP(offered.offer.secret)
    codes = await hold_factor(world.database, world.viewers[who], app.at(world.now()), world.now())
    world.clock.advance(STEP_S)
    return app, codes


async def knock(world: Any, code: str | None, password: str = PASSWORD) -> Any:
    wanted = PasswordKnock("a@a", password, code)
    return await sign_in(world.database, wanted, world.deployment, world.now())


@pytest.mark.rule("SEC-04", "DIS-06")
async def test_only_the_right_password_learns_that_a_second_factor_is_asked_for(world: Any) -> None:
    app, _ = await held(world)
    for code in (None, "000000", app.at(world.now())):
        with pytest.raises(SignInRefused):
            await knock(world, code, "another password")
    with pytest.raises(SecondFactorRequired):
        await knock(world, None)
    assert world.sql("SELECT tries FROM second_factor") == [(0,)]
    assert (await knock(world, app.at(world.now()))).viewer.person == world.viewers["a"].person


async def test_whoever_holds_none_signs_in_by_password_with_or_without_a_code(world: Any) -> None:
    for code in (None, "123456"):
        assert (await knock(world, code)).viewer.person == world.viewers["a"].person


@pytest.mark.rule("SEC-04")
async def test_a_code_is_good_once_and_so_is_none_before_it(world: Any) -> None:
    app, _ = await held(world)
    code, before = app.at(world.now()), app.at(world.now() - timedelta(seconds=STEP_S))
    await knock(world, code)
    for used in (code, before):
        with pytest.raises(SecondFactorRefused):
            await knock(world, used)
    world.clock.advance(STEP_S)
    with pytest.raises(SecondFactorRefused):
        await knock(world, code)
    await knock(world, app.at(world.now()))


async def test_of_two_at_once_one_uses_the_code(world: Any) -> None:
    app, _ = await held(world)
    code = app.at(world.now())
    tried = [knock(world, code) for _ in range(4)]
    done = await asyncio.gather(*tried, return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["SecondFactorRefused"] * 3 + ["SignedIn"]


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
async def test_a_clock_may_be_off_by_one_step(world: Any, steps: int, fits: bool) -> None:
    app, _ = await held(world)
    world.clock.advance(10 * STEP_S)
    code = app.at(world.now() + timedelta(seconds=steps * STEP_S))
    if fits:
        await knock(world, code)
    else:
        with pytest.raises(SecondFactorRefused):
            await knock(world, code)


@pytest.mark.rule("SEC-04")
async def test_a_recovery_code_lets_in_once_however_it_is_typed(world: Any) -> None:
    _, codes = await held(world)
    await knock(world, codes[0].lower().replace("-", " "))
    for wrong in (codes[0], "K7QM-2M4Q-9XRT-4WBA", ""):
        with pytest.raises(SecondFactorRefused):
            await knock(world, wrong)
    await knock(world, codes[1])


@pytest.mark.rule("SEC-04")
async def test_guessing_codes_is_cut_short_from_wherever_it_comes(world: Any) -> None:
    app, _ = await held(world)
    for _ in range(MOST_TRIES):
        with pytest.raises(SecondFactorRefused):
            await knock(world, "000000")
    with pytest.raises(TooManyCodes) as refused:
        await knock(world, app.at(world.now()))
    assert refused.value.retry_after_s == 15 * 60
    world.clock.advance(15 * 60)
    await knock(world, app.at(world.now()))
    with pytest.raises(SecondFactorRefused):
        await knock(world, "000000")  # counted anew
    assert world.sql("SELECT tries FROM second_factor") == [(1,)]


@pytest.mark.rule("SEC-04")
async def test_whoever_knows_the_password_keeps_no_recovery_code_out(world: Any) -> None:
    app, codes = await held(world)
    for _ in range(MOST_TRIES):
        with pytest.raises(SecondFactorRefused):
            await knock(world, "000000")
    with pytest.raises(TooManyCodes):
        await knock(world, "000000")
    await knock(world, codes[0])
    with pytest.raises(SecondFactorRefused):
        await knock(world, codes[0])
    await knock(world, app.at(world.now()))  # whoever has shown one may show the app's again


@pytest.mark.rule("SEC-04")
async def test_what_is_no_code_of_an_app_is_not_counted(world: Any) -> None:
    app, _ = await held(world)
    for wrong in ("K7QM-2M4Q-9XRT-4WBA", "1234567", "12345", "", "é") * 2:
        with pytest.raises(SecondFactorRefused):
            await knock(world, wrong)
    assert world.sql("SELECT tries FROM second_factor") == [(0,)]
    await knock(world, app.at(world.now()))


@pytest.mark.rule("SEC-01", "SEC-04")
async def test_what_codes_are_reckoned_from_is_nobodys_to_read(world: Any) -> None:
    await held(world)
    for table, column in (
        ("second_factor", "secret"),
        ("second_factor", "last_step"),
        ("recovery_code", "code_hash"),
    ):
        granted = world.sql("SELECT has_column_privilege('deconflict_api', %s, %s, 'SELECT')", table, column)
        assert granted == [(False,)], column
    asked = "SELECT secret FROM try_factor(%s, now(), interval '1 min')"
    async with world.database.transaction(world.viewers["a"].context) as session:
        from deconflict.parties import factor_store as factors

        assert await factors.counted_try(session, world.viewers["a"].person, world.now()) is None
        assert not await factors.spend_step(session, world.viewers["a"].person, 2**40)
        assert await factors.password_of(session, world.viewers["a"].person) is None
    assert (
        world.sql(asked, world.viewers["a"].person) == []
    )  # nobody, not even a superuser, without the door's word


@pytest.mark.rule("SEC-04")
async def test_a_proof_is_the_password_and_the_second_factor_where_one_is_held(world: Any) -> None:
    viewer = world.viewers["a"]
    await prove_again(world.database, viewer, Proof(PASSWORD, None), world.now())
    with pytest.raises(ProofRefused):
        await prove_again(world.database, viewer, Proof("another password", None), world.now())
    app, _ = await held(world)
    with pytest.raises(SecondFactorRequired):
        await prove_again(world.database, viewer, Proof(PASSWORD, None), world.now())
    with pytest.raises(ProofRefused):
        await prove_again(world.database, viewer, Proof("another", app.at(world.now())), world.now())
    await prove_again(world.database, viewer, Proof(PASSWORD, app.at(world.now())), world.now())


async def test_whoever_holds_none_is_let_pass_and_not_counted(world: Any) -> None:
    await require_factor(world.database, world.viewers["b"].person, None, world.now())
    assert world.sql("SELECT count(*) FROM second_factor") == [(0,)]
