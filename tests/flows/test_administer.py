"""Setting up parties, units, people and devices: who may, what is unique, and what is kept."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.administer import add_device, add_party, add_person, add_unit
from deconflict.flows.deployment import Deployment
from deconflict.flows.sign_in import PasswordKnock, sign_in
from deconflict.parties.errors import AlreadyTaken, RolePartyMismatch
from deconflict.parties.model import Role
from deconflict.patrols.errors import UnitNotYours
from deconflict.runtime.errors import AccessRefused

PASSWORD = "a long password"


async def person(world: Any, party: str | None, login: str, role: Role, who: str = "operator") -> Any:
    owner = world.parties[party].id if party else None
    return await world.read(who, add_person, owner, login, login, role, PASSWORD, world.now())


@pytest.mark.rule("PRB-01")
async def test_a_new_party_patrols_as_soon_as_its_unit_is_registered(world: Any) -> None:
    party = await world.read("operator", add_party, "d", "Party d", world.now())
    world.parties["d"] = party
    await person(world, "d", "salem", Role.LIAISON)
    knock = PasswordKnock("salem@d", PASSWORD)
    world.viewers["d"] = (await sign_in(world.database, knock, world.deployment, world.now())).viewer
    with pytest.raises(UnitNotYours):
        await world.register("d", unit="Falcon")
    await world.read("desk", add_unit, party.id, "Falcon", world.now())
    assert (await world.register("d", unit="Falcon")).patrol.callsign == "Falcon"
    await world.register("a")
    await world.tick()
    assert len(await world.feed("d")) == 1
    with pytest.raises(UnitNotYours):
        await world.register("a", unit="Falcon", minutes=300)


@pytest.mark.rule("SEC-01")
async def test_only_the_operator_sets_up_and_the_desk_registers_units(world: Any) -> None:
    a, now = world.parties["a"].id, world.now()
    before = rows(world)
    for who in ("a", "a2", "crew", "b", "desk", "facilitator", "oversight"):
        for act in (
            (add_party, "d", "Party d", now),
            (add_person, a, "spy", "spy", Role.LIAISON, PASSWORD, now),
            (add_person, None, "spy", "spy", Role.DESK, PASSWORD, now),
            (add_device, world.viewers["a"].person, "spy", now),
            (add_unit, a, "spy", now),
        ):
            if who == "desk" and act[0] is add_unit:
                continue
            with pytest.raises((AccessRefused, NotFound)):
                await world.read(who, *act)
    assert rows(world) == before


def rows(world: Any) -> list[Any]:
    tables = ("party", "unit", "person", "credential", "device", "feed", "ledger_entry")
    return [world.sql(f"SELECT count(*) FROM {table}") for table in tables]


async def test_a_login_is_taken_within_its_party_only_and_the_rest_of_the_work_goes_on(world: Any) -> None:
    assert (await person(world, "b", "a", Role.LIAISON)).party == world.parties["b"].id
    assert (await person(world, None, "a", Role.FACILITATOR)).party is None
    async with world.owner.transaction() as owner:
        a, now = world.parties["a"].id, world.now()
        for taken, act in (
            ("slug", add_party(owner, "a", "Another", now)),
            ("callsign", add_unit(owner, a, "U1", now)),
            ("login", add_person(owner, a, "a", "Another", Role.CREW, PASSWORD, now)),
            ("login", add_person(owner, None, "desk", "Another", Role.DESK, PASSWORD, now)),
        ):
            with pytest.raises(AlreadyTaken) as refused:
                await act
            assert refused.value.field == taken
        unit = await add_unit(owner, a, "Eagle", now)
    assert world.sql("SELECT callsign FROM unit WHERE id = %s", unit.id) == [("Eagle",)]
    assert world.sql("SELECT count(*) FROM ledger_entry") == [(3,)], "what was refused is not on record"


async def test_a_partys_role_needs_a_party_and_a_neutral_one_must_not_have_any(world: Any) -> None:
    before = rows(world)
    for role in Role:
        party = None if role in {Role.LIAISON, Role.DUTY_OFFICER, Role.CREW} else "a"
        with pytest.raises(RolePartyMismatch):
            await person(world, party, "new", role)
    assert rows(world) == before


@pytest.mark.rule("IDN-03")
async def test_who_staffs_the_desk_reads_the_desks_feed_and_everybody_else_their_own(world: Any) -> None:
    crew = await person(world, "a", "driver", Role.CREW)
    desk = await person(world, None, "desk3", Role.DESK)
    feeds = "SELECT count(*) FROM feed WHERE person = %s"
    assert (world.sql(feeds, crew.id), world.sql(feeds, desk.id)) == ([(1,)], [(0,)])
    await world.register("a")
    await world.register("b")
    await world.tick()
    await sign_in_as(world, "desk3", world.deployment)
    [alert] = await world.feed("desk3")
    assert await world.feed("desk") == await world.feed("desk2") == [alert]
    assert world.sql("SELECT count(*) FROM feed WHERE person IS NULL") == [(1,)]


async def sign_in_as(world: Any, login: str, deployment: Deployment) -> None:
    knock = PasswordKnock(login, PASSWORD)
    world.viewers[login] = (await sign_in(world.database, knock, deployment, world.now())).viewer


async def test_a_password_is_kept_as_argon2id_and_never_itself(world: Any) -> None:
    added = await person(world, "a", "new", Role.LIAISON)
    [(kept,)] = world.sql("SELECT password_hash FROM credential WHERE person = %s", added.id)
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


async def test_a_device_of_nobody_is_not_enrolled(world: Any) -> None:
    with pytest.raises(NotFound):
        await world.read("operator", add_device, uuid4(), "phone", world.now())
    assert world.sql("SELECT count(*) FROM device") == [(0,)]


@pytest.mark.rule("DIS-07")
async def test_what_was_set_up_is_on_the_ledger_with_who_did_it_and_for_its_party_to_read(world: Any) -> None:
    unit = await world.read("desk", add_unit, world.parties["a"].id, "Eagle", world.now())
    async with world.owner.transaction() as owner:
        await add_unit(owner, world.parties["b"].id, "Eagle", world.now())
    entries = world.sql("SELECT party, person, subject, payload FROM ledger_entry ORDER BY person NULLS LAST")
    first, second = entries
    assert first == (world.parties["a"].id, world.viewers["desk"].person, unit.id, {"added": "unit"})
    assert second[:2] == (world.parties["b"].id, None)
