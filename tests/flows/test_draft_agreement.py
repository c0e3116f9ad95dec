"""Who drafts what: an officer for their own party and another, the facilitator for any two; it binds nobody."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.agreements import store as agreements
from deconflict.agreements.errors import ExpiryRefused, MinimumRefused, PartiesInvalid
from deconflict.agreements.model import AgreementState
from deconflict.agreements.signing import canonical, digest
from deconflict.errors import NotFound
from deconflict.flows.draft_agreement import Draft, draft_agreement
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import PartyId


async def draft(world: Any, who: str, asked: Draft) -> Any:
    return await world.act(who, draft_agreement, asked, world.deployment.terms, world.now())


@pytest.mark.rule("DIS-02", "CON-01")
async def test_a_draft_is_seen_by_both_and_changes_nothing(world: Any, agreeing: Any) -> None:
    drafted = await agreeing.draft(4)
    assert drafted.state is AgreementState.DRAFTED
    assert drafted.drafter == world.parties["a"].id
    assert await world.read("b", agreements.agreement_with, drafted.id) == drafted
    assert await world.read("c", agreements.agreements, None, 5) == []
    ids = drafted.text.parties
    pact = await world.read("a", agreements.pact, *ids, world.deployment.terms)
    assert (pact.ratified, pact.caps) == (None, ())
    assert world.sql("SELECT * FROM check_due") == []
    [(said, stored)] = world.sql(
        "SELECT l.payload ->> 'digest', a.text FROM ledger_entry l JOIN agreement a ON a.id = l.subject"
    )
    assert (said, stored) == (digest(drafted.text), canonical(drafted.text))


@pytest.mark.rule("IDN-04")
async def test_a_text_names_both_parties_and_no_person_and_has_a_reference_of_its_own(
    world: Any, agreeing: Any
) -> None:
    drafted = [await agreeing.draft(1, by=who) for who in ("a", "b", "facilitator")]
    assert len({item.text.reference for item in drafted}) == 3
    for item in drafted:
        assert "Party a" in item.text.wording["en"]
        assert "Party b" in item.text.wording["ar"]
        for viewer in world.viewers.values():
            assert str(viewer.person).encode() not in canonical(item.text)
    assert [item.drafter for item in drafted] == [world.parties["a"].id, world.parties["b"].id, None]


@pytest.mark.rule("DIS-06")
async def test_one_drafts_for_ones_own_party_alone(world: Any, agreeing: Any) -> None:
    with pytest.raises(PartiesInvalid):
        await agreeing.draft(1, by="c")
    own, nobody = world.parties["a"].id, PartyId(uuid4())
    asked = replace(agreeing.asked(1), parties=(own, nobody), minimum_m={own: 1000, nobody: 1000})
    with pytest.raises(NotFound):
        await draft(world, "a", asked)
    with pytest.raises(PartiesInvalid):
        await draft(world, "a", replace(asked, parties=(own, own), minimum_m={own: 1000}))
    for who in ("crew", "desk", "oversight", "operator"):
        with pytest.raises(RoleRefused):
            await agreeing.draft(1, by=who)
    assert world.sql("SELECT * FROM agreement") == []


@pytest.mark.rule("DIS-02", "SEP-04")
async def test_what_could_not_hold_is_not_drafted(world: Any, agreeing: Any) -> None:
    for days in (0, 91):
        with pytest.raises(ExpiryRefused):
            await agreeing.draft(1, days=days)
    asked = agreeing.asked(1)
    for metres in (49, int(world.deployment.terms.max_minimum_m) + 1):
        with pytest.raises(MinimumRefused):
            await draft(world, "a", replace(asked, minimum_m=dict.fromkeys(asked.parties, metres)))


async def test_an_expiry_is_signed_to_the_second(world: Any, agreeing: Any) -> None:
    asked = replace(agreeing.asked(1), expires_at=world.now() + timedelta(days=3, microseconds=5))
    drafted = await draft(world, "a", asked)
    assert drafted.text.expires_at == world.now() + timedelta(days=3)
    assert await world.read("b", agreements.agreement_with, drafted.id) == drafted
