"""Signing: only a party's own key over this very text, once; the second side's ratifies and replaces the last one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.agreements import store as agreements
from deconflict.agreements.errors import (
    AgreementMoveRefused,
    AlreadySigned,
    ExpiryRefused,
    KeyRefused,
    SignatureInvalid,
)
from deconflict.agreements.model import AgreementState, Level, Pact
from deconflict.agreements.signing import canonical
from deconflict.errors import NotFound
from deconflict.flows.keep_keys import revoke_key
from deconflict.flows.sign_agreement import SignedWith, sign_agreement
from deconflict.flows.withdraw_agreement import withdraw_agreement
from deconflict.parties.errors import RoleRefused

DUE = "SELECT party, pair_a, pair_b FROM check_due"


async def pact(world: Any, who: str = "a", other: str = "b") -> Pact:
    ids = (world.parties[who].id, world.parties[other].id)
    found: Pact = await world.read(who, agreements.pact, *ids, world.deployment.terms)
    return found


@pytest.mark.rule("DIS-02")
async def test_the_second_sides_signature_ratifies_and_both_see_it(world: Any, agreeing: Any) -> None:
    drafted = await agreeing.draft(2)
    once = await agreeing.sign("b", drafted)
    assert (once.state, once.ratified_at) == (AgreementState.SIGNED, None)
    assert (await pact(world)).ratified is None, "one side's signature raises nothing"
    both = await agreeing.sign("a", once)
    assert both.state is AgreementState.RATIFIED
    for who in ("a", "a2", "crew", "b", "desk", "facilitator", "oversight"):
        assert await world.read(who, agreements.agreement_with, drafted.id) == both, who
    assert await world.read("c", agreements.agreement_with, drafted.id) is None
    assert await world.read("operator", agreements.agreement_with, drafted.id) is None
    assert (await pact(world)).ratified == drafted.text


@pytest.mark.rule("CON-01", "PAT-09")
async def test_each_signature_is_on_the_ledger_and_left_to_be_checked(world: Any, agreeing: Any) -> None:
    ratified = await agreeing.ratify(2)
    assert sorted(world.sql(DUE)) == sorted(
        (party, *ratified.text.parties) for party in ratified.text.parties
    )
    said = world.sql(
        "SELECT payload ->> 'agreement' FROM ledger_entry WHERE subject = %s ORDER BY at", ratified.id
    )
    assert sorted(word for (word,) in said) == ["drafted", "ratified", "signed"]


@pytest.mark.rule("DIS-02")
async def test_a_newly_ratified_text_takes_the_place_of_the_one_before(world: Any, agreeing: Any) -> None:
    first, second = await agreeing.ratify(2), await agreeing.ratify(3)
    stored = {item.id: item for item in await world.read("a", agreements.agreements, None, 10)}
    assert stored[first.id].state is AgreementState.SUPERSEDED
    assert stored[first.id].ended_at == second.ratified_at
    assert stored[second.id].state is AgreementState.RATIFIED
    assert (await pact(world)).ratified == second.text
    assert (await pact(world)).caps == (), "both have signed the higher text since"


@pytest.mark.rule("DIS-02")
async def test_a_signature_under_a_lower_text_caps_at_once_and_outlives_its_withdrawal(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    lower = await agreeing.sign("b", await agreeing.draft(1, by="facilitator"))
    assert [levels.elsewhere for levels in (await pact(world)).caps] == [Level.NOTICE]
    await world.act("a", withdraw_agreement, lower.id, world.now())
    assert [levels.elsewhere for levels in (await pact(world)).caps] == [Level.NOTICE]
    await agreeing.ratify(3)
    assert (await pact(world)).caps == ()


@pytest.mark.rule("DIS-02")
async def test_nobody_signs_twice_or_what_is_over(world: Any, agreeing: Any) -> None:
    drafted = await agreeing.draft(2)
    await agreeing.sign("a", drafted)
    for again in ("a", "a2"):
        with pytest.raises(AlreadySigned):
            await agreeing.sign(again, drafted)
    await agreeing.sign("b", drafted)
    with pytest.raises(AlreadySigned):
        await agreeing.sign("b", drafted)
    withdrawn = await agreeing.draft(2)
    await world.act("b", withdraw_agreement, withdrawn.id, world.now())
    with pytest.raises(AgreementMoveRefused):
        await agreeing.sign("b", withdrawn)
    late = await agreeing.draft(2, days=1)
    world.clock.advance(timedelta(days=1).total_seconds())
    with pytest.raises(ExpiryRefused):
        await agreeing.sign("b", late)
    assert world.sql("SELECT count(*) FROM agreement_signature") == [(2,)]


@pytest.mark.rule("DIS-02", "SEC-01")
async def test_only_an_unrevoked_key_of_the_party_over_this_text_counts(world: Any, agreeing: Any) -> None:
    drafted, other = await agreeing.draft(2), await agreeing.draft(4)
    key, private = await agreeing.key("a")
    theirs, _ = await agreeing.key("b")
    sound = private.sign(canonical(drafted.text))

    async def sign(who: str, by: SignedWith) -> None:
        await world.act(who, sign_agreement, drafted.id, by, world.deployment.terms, world.now())

    for value in (private.sign(canonical(other.text)), bytes(64), b"", sound + b"x"):
        with pytest.raises(SignatureInvalid):
            await sign("a", SignedWith(key, value))
    for unknown in (theirs, uuid4()):
        with pytest.raises(KeyRefused):
            await sign("a", SignedWith(unknown, sound))
    with pytest.raises(KeyRefused):
        await sign("b", SignedWith(key, sound))
    await world.act("a2", revoke_key, key, world.now())
    with pytest.raises(KeyRefused):
        await sign("a", SignedWith(key, sound))
    assert world.sql("SELECT count(*) FROM agreement_signature") == [(0,)]
    assert world.sql(DUE) == []


@pytest.mark.rule("DIS-06")
async def test_a_third_party_and_nothing_are_alike_and_neutral_staff_sign_nothing(
    world: Any, agreeing: Any
) -> None:
    drafted = await agreeing.draft(2)
    refused = set()
    for who, wanted in (("c", drafted.id), ("operator", drafted.id), ("a", uuid4())):
        with pytest.raises(NotFound) as hidden:
            await agreeing.sign(who, replace(drafted, id=wanted)) if who != "operator" else await world.act(
                who, sign_agreement, wanted, SignedWith(uuid4(), b""), world.deployment.terms, world.now()
            )
        refused.add(str(hidden.value))
    assert len(refused) == 1
    for who in ("crew", "desk", "facilitator", "oversight"):
        by = SignedWith(uuid4(), b"")
        with pytest.raises(RoleRefused):
            await world.act(who, sign_agreement, drafted.id, by, world.deployment.terms, world.now())


@pytest.mark.rule("DIS-02")
async def test_what_a_side_does_follows_in_order_though_a_clock_stands_or_goes_back(
    world: Any, agreeing: Any
) -> None:
    """The lowering was committed after the signature, so it counts, though its machine's clock is behind."""
    await agreeing.ratify(3)
    world.clock.advance(-5)
    await agreeing.lower("a", "b", 1)
    assert [levels.elsewhere for levels in (await pact(world)).caps] == [Level.NOTICE]
    await agreeing.ratify(3)
    assert (await pact(world)).caps == ()
