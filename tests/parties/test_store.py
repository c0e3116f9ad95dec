"""Parties, units, people and sessions as each viewer finds them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.flows.administer import add_device, add_person
from deconflict.flows.sign_in import DeviceKnock, SignedIn, sign_in
from deconflict.parties import store as parties
from deconflict.parties.model import Role
from deconflict.runtime.errors import AccessRefused

OF_A_PARTY = {"a": "a", "a2": "a", "crew": "a", "b": "b", "c": "c"}
NEUTRAL = ("desk", "facilitator", "oversight", "operator")
ENDED = "SELECT count(*) FROM session WHERE ended_at IS NOT NULL"


async def signed_in(world: Any, who: str) -> SignedIn:
    enrolled = await world.read("operator", add_device, world.viewers[who].person, "phone", world.now())
    knock = DeviceKnock(enrolled.device.id, enrolled.secret)
    return await sign_in(world.database, knock, world.deployment, world.now())


async def open_of(world: Any, *wanted: UUID, after_s: float = 0.0) -> set[UUID]:
    async with world.database.hub() as hub:
        return set(await parties.open_sessions(hub, wanted, world.now() + timedelta(seconds=after_s)))


@pytest.mark.rule("SEC-01")
async def test_a_party_finds_itself_and_the_neutral_staff_find_everybody(world: Any) -> None:
    for who, slug in OF_A_PARTY.items():
        own = world.parties[slug]
        assert await world.read(who, parties.parties) == [own]
        assert {unit.party for unit in await world.read(who, parties.units)} == {own.id}
        assert {person.party for person in await world.read(who, parties.people)} == {own.id}
    for who in NEUTRAL:
        assert {party.slug for party in await world.read(who, parties.parties)} == {"a", "b", "c"}
        assert len(await world.read(who, parties.units)) == 9
        assert len(await world.read(who, parties.people)) == len(world.viewers)


@pytest.mark.rule("DIS-06", "IDN-04")
async def test_a_rivals_party_unit_and_people_are_as_absent_as_none(world: Any) -> None:
    rival, stranger = world.parties["b"], world.viewers["b"].person
    [unit, *_] = await world.read("b", parties.units)
    assert await world.read("b", parties.unit_called, rival.id, str(unit.id)) == unit
    for found in (
        await world.read("a", parties.party_with_slug, "b"),
        await world.read("a", parties.unit_called, rival.id, str(unit.id)),
        await world.read("a", parties.unit_called, rival.id, unit.callsign),
        await world.read("a", parties.unit_called, world.parties["a"].id, str(unit.id)),
        await world.read("a", parties.person_with, stranger),
        await world.read("a", parties.person_called, "b", rival.id),
        await world.read("a", parties.person_called, "desk", None),
    ):
        assert found is None
    own = world.viewers["a2"].person
    assert await world.read("a", parties.names, [own, stranger, uuid4()]) == {own: "a2"}


@pytest.mark.rule("PRB-01")
async def test_a_unit_is_found_by_its_id_and_by_its_callsign_letter_for_letter(world: Any) -> None:
    owner = world.parties["a"].id
    by_callsign = await world.read("a", parties.unit_called, owner, "U2")
    assert by_callsign.callsign == "U2"
    assert await world.read("a", parties.unit_called, owner, str(by_callsign.id)) == by_callsign
    for name in ("u2", "U2 ", "U_", "U%", "", "' OR true --", str(uuid4())):
        assert await world.read("a", parties.unit_called, owner, name) is None


async def test_a_login_without_a_party_is_not_one_within_some_party(world: Any) -> None:
    owner = world.parties["a"].id
    now = world.now()
    named_alike = await world.read(
        "operator", add_person, owner, "desk", "Not the desk", Role.CREW, "a long password", now
    )
    neutral = await world.read("operator", parties.person_called, "desk", None)
    assert (neutral.id, neutral.role) == (world.viewers["desk"].person, Role.DESK)
    assert await world.read("operator", parties.person_called, "desk", owner) == named_alike
    assert await world.read("operator", parties.person_called, "a", None) is None


@pytest.mark.rule("SEC-01", "SEC-04")
async def test_nobody_ends_or_opens_a_session_of_somebody_else(world: Any) -> None:
    viewer = (await signed_in(world, "a")).viewer
    for who in ("a2", "b", "desk", "operator"):
        await world.read(who, parties.end_session, viewer.session, world.now())
        with pytest.raises(AccessRefused):
            await world.read(who, parties.add_ticket, viewer, b"ticket", world.now())
        with pytest.raises(AccessRefused):
            await world.read(who, parties.open_session, viewer, b"token", world.now())
    assert world.sql(ENDED) == [(0,)]
    await world.read("a", parties.end_session, viewer.session, world.now())
    assert world.sql(ENDED) == [(1,)]


@pytest.mark.rule("SEC-04")
async def test_the_hub_learns_at_once_which_sockets_to_close(world: Any) -> None:
    opened = {who: (await signed_in(world, who)).viewer.session for who in ("a", "a2", "b", "c")}
    everyone = (*opened.values(), uuid4())
    assert await open_of(world, *everyone) == set(opened.values())
    await world.read("a", parties.end_session, opened["a"], world.now())
    world.sql("UPDATE device SET revoked_at = now() WHERE person = %s", world.viewers["a2"].person)
    world.sql("UPDATE person SET disabled_at = now() WHERE login = 'b'")
    assert await open_of(world, *everyone) == {opened["c"]}
    assert await open_of(world) == set()
    assert await open_of(world, *everyone, after_s=world.deployment.session_hours * 3600) == set()


@pytest.mark.rule("SEC-01")
async def test_what_the_door_and_the_hub_ask_is_answered_to_nobody_else(world: Any) -> None:
    viewer = (await signed_in(world, "a")).viewer
    assert viewer.device is not None
    for who in ("a", "desk", "operator"):
        assert await world.read(who, parties.credential_of, "a", "a") is None
        assert await world.read(who, parties.device_of, viewer.device) is None
        assert await world.read(who, parties.open_sessions, [viewer.session], world.now()) == set()
    async with world.database.door() as door:
        assert await parties.credential_of(door, "a", "a") is not None
        assert await parties.open_sessions(door, [viewer.session], world.now()) == set()
