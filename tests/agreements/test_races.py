"""What two officers who sign, withdraw and take back at once do to each other: nothing is lost, doubled or raised."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from deconflict.agreements import checker_store
from deconflict.agreements import store as agreements
from deconflict.agreements.errors import (
    AgreementMoveRefused,
    AlreadySigned,
    KeyRefused,
    NothingLowered,
)
from deconflict.agreements.model import Agreement, AgreementState, Level, Levels, Pact
from deconflict.agreements.signing import canonical
from deconflict.flows.keep_keys import revoke_key
from deconflict.flows.lower_level import lower_level
from deconflict.flows.sign_agreement import SignedWith, sign_agreement
from deconflict.flows.withdraw_agreement import withdraw_agreement

BLOCKED = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def queued(world: Any, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    """Start something that has to wait for the open transaction, and return once it waits."""
    task = asyncio.ensure_future(work)
    while not world.sql(BLOCKED):
        assert not task.done(), "it did not wait"
        await asyncio.sleep(0)
    return task


async def signing(world: Any, agreeing: Any, session: Any, who: str, agreement: Agreement) -> Agreement:
    """Sign within an open transaction."""
    key, private = agreeing.keys[who]
    by = SignedWith(key, private.sign(canonical(agreement.text)))
    terms, now = world.deployment.terms, world.now()
    return await sign_agreement(session, world.viewers[who], agreement.id, by, terms, now)


async def pact(world: Any) -> Pact:
    async with world.checker.transaction() as checker:
        pacts = await checker_store.pacts(checker, world.deployment.terms)
    return pacts.of(world.parties["a"].id, world.parties["b"].id)


@pytest.fixture
async def keyed(agreeing: Any) -> Any:
    """Parties whose officers have their keys."""
    for who in ("a", "a2", "b"):
        await agreeing.key(who)
    return agreeing


@pytest.mark.rule("DIS-02")
async def test_two_officers_of_a_party_who_sign_at_once_sign_once(world: Any, keyed: Any) -> None:
    drafted = await keyed.draft(2)
    async with world.database.transaction(world.viewers["a"].context) as session:
        await signing(world, keyed, session, "a", drafted)
        second = await queued(world, keyed.sign("a2", drafted))
    with pytest.raises(AlreadySigned):
        await second
    assert world.sql("SELECT count(*) FROM agreement_signature") == [(1,)]
    assert world.sql("SELECT state FROM agreement") == [("signed",)]


@pytest.mark.rule("DIS-02")
async def test_both_sides_who_sign_at_once_ratify(world: Any, keyed: Any) -> None:
    drafted = await keyed.draft(2)
    async with world.database.transaction(world.viewers["a"].context) as session:
        await signing(world, keyed, session, "a", drafted)
        second = await queued(world, keyed.sign("b", drafted))
    assert (await second).state is AgreementState.RATIFIED
    assert (await pact(world)).ratified == drafted.text


@pytest.mark.rule("DIS-02")
async def test_of_two_texts_ratified_at_once_one_is_in_force(world: Any, keyed: Any) -> None:
    low, high = await keyed.draft(1), await keyed.draft(4)
    await keyed.sign("a", high)
    await keyed.sign("b", low)
    async with world.database.transaction(world.viewers["a"].context) as session:
        await signing(world, keyed, session, "a", low)
        second = await queued(world, keyed.sign("b", high))
    assert (await second).state is AgreementState.RATIFIED
    states = dict(world.sql("SELECT id, state FROM agreement"))
    assert states == {low.id: "superseded", high.id: "ratified"}
    assert (await pact(world)).ratified == high.text
    assert (await pact(world)).caps == (Levels(Level.NOTICE),), (
        "A's name under the lower text is the later one"
    )


@pytest.mark.rule("DIS-02")
async def test_a_text_withdrawn_while_it_is_signed_is_not_ratified(world: Any, keyed: Any) -> None:
    drafted = await keyed.draft(4)
    await keyed.sign("a", drafted)
    async with world.database.transaction(world.viewers["a"].context) as session:
        await withdraw_agreement(session, world.viewers["a"], drafted.id, world.now())
        second = await queued(world, keyed.sign("b", drafted))
    with pytest.raises(AgreementMoveRefused):
        await second
    assert (await pact(world)).ratified is None


@pytest.mark.rule("DIS-02")
async def test_a_text_signed_while_it_is_withdrawn_stays_ratified(world: Any, keyed: Any) -> None:
    drafted = await keyed.draft(4)
    await keyed.sign("a", drafted)
    async with world.database.transaction(world.viewers["b"].context) as session:
        await signing(world, keyed, session, "b", drafted)
        second = await queued(world, world.act("a", withdraw_agreement, drafted.id, world.now()))
    with pytest.raises(AgreementMoveRefused):
        await second
    assert (await pact(world)).ratified == drafted.text


@pytest.mark.rule("DIS-02")
async def test_what_is_taken_back_after_a_signature_holds_though_both_began_at_once(
    world: Any, keyed: Any
) -> None:
    drafted = await keyed.draft(4)
    await keyed.sign("b", drafted)
    other, now = world.parties["b"].id, world.now()
    async with world.database.transaction(world.viewers["a"].context) as session:
        await signing(world, keyed, session, "a", drafted)
        lowering = await queued(
            world, world.act("a2", lower_level, other, Levels(Level.NOTICE), world.deployment.terms, now)
        )
    await lowering
    assert (await pact(world)).ratified == drafted.text
    assert (await pact(world)).caps == (Levels(Level.NOTICE),)


@pytest.mark.rule("DIS-02")
async def test_what_is_taken_back_first_is_lifted_by_the_signature_that_waited(
    world: Any, keyed: Any
) -> None:
    drafted = await keyed.draft(4)
    await keyed.sign("b", drafted)
    viewer, other = world.viewers["a2"], world.parties["b"].id
    async with world.database.transaction(viewer.context) as session:
        await lower_level(session, viewer, other, Levels(Level.NOTICE), world.deployment.terms, world.now())
        second = await queued(world, keyed.sign("a", drafted))
    assert (await second).state is AgreementState.RATIFIED
    assert (await pact(world)).caps == (), "A has signed since it took back"


@pytest.mark.rule("DIS-02")
async def test_a_key_revoked_while_it_signs_signs_nothing_after(world: Any, keyed: Any) -> None:
    drafted, viewer = await keyed.draft(2), world.viewers["a2"]
    async with world.database.transaction(viewer.context) as session:
        await revoke_key(session, viewer, keyed.keys["a"][0], world.now())
        signature = await queued(world, keyed.sign("a", drafted))
    with pytest.raises(KeyRefused):
        await signature
    assert world.sql("SELECT count(*) FROM agreement_signature") == [(0,)]


@pytest.mark.rule("DIS-02")
async def test_many_who_sign_withdraw_and_lower_at_once_leave_what_each_committed(
    world: Any, keyed: Any
) -> None:
    """Every outcome is a refusal by name or a row; the level is never above what either side did last."""
    drafted = [await keyed.draft(level) for level in (1, 2, 3, 4)]
    work = [keyed.sign(who, text) for text in drafted for who in ("a", "a2", "b")]
    work += [keyed.lower(who, other, 2) for who, other in (("a", "b"), ("a2", "b"), ("b", "a"))]
    work += [world.act("b", withdraw_agreement, text.id, world.now()) for text in drafted[:2]]
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    failed = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert {type(outcome) for outcome in failed} <= {AlreadySigned, AgreementMoveRefused, NothingLowered}
    in_vain = sum(isinstance(outcome, NothingLowered) for outcome in failed)
    assert world.sql("SELECT count(*) FROM lowering") == [(3 - in_vain,)]
    ratified = world.sql("SELECT agreement FROM agreement_signature GROUP BY agreement HAVING count(*) = 2")
    states = [state for (state,) in world.sql("SELECT state FROM agreement")]
    assert states.count("ratified") == min(len(ratified), 1)
    assert states.count("superseded") == max(len(ratified) - 1, 0)
    for slug in ("a", "b"):
        ordered = world.sql(
            "SELECT at FROM (SELECT at FROM agreement_signature WHERE party = %s UNION ALL"
            " SELECT at FROM lowering WHERE party = %s) AS acts",
            world.parties[slug].id,
            world.parties[slug].id,
        )
        assert len(ordered) == len(set(ordered)), "each act of a side has its own place in order"
    ids = (world.parties[slug].id for slug in ("a", "b"))
    assert await world.read("a", agreements.pact, *ids, world.deployment.terms) == await pact(world)
