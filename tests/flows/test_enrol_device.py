"""A unit's device enrols by a code: once, in time, for its own unit, and of no use from the moment it is revoked."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.enrol_device import (
    CODE_FOR,
    OWN_CODE_FOR,
    Offered,
    Redeemed,
    offer_code,
    offer_own_code,
    redeem_code,
    revoke_device,
)
from deconflict.flows.recognise import recognise, recognise_device
from deconflict.flows.report_positions import report_positions
from deconflict.flows.sign_in import DeviceKnock, sign_in
from deconflict.parties import device_store as devices
from deconflict.parties import store as parties
from deconflict.parties.errors import CodeRefused, RoleRefused, SignInRefused
from deconflict.parties.model import Role, Unit
from deconflict.patrols.errors import UnitNotYours
from deconflict.runtime.errors import AccessRefused
from deconflict.tracking.model import Fix


async def unit_of(world: Any, slug: str, callsign: str = "U1") -> Unit:
    found = await world.read("operator", parties.unit_called, world.parties[slug].id, callsign)
    assert found is not None
    return found


async def offer(world: Any, who: str = "a", callsign: str = "U1", name: str = "phone") -> Offered:
    slug = world.viewers[who].party and who[0]
    unit = await unit_of(world, slug or "a", callsign)
    return await world.read(who, offer_code, unit, name, world.now())


async def enrolled(world: Any, **of: Any) -> Redeemed:
    return await redeem_code(world.database, (await offer(world, **of)).code, world.now())


async def viewer_of(world: Any, device: Redeemed) -> Any:
    knock = DeviceKnock(device.enrolled.device.id, device.enrolled.secret)
    return (await sign_in(world.database, knock, world.deployment, world.now())).viewer


@pytest.mark.rule("SEC-04", "IDN-03")
async def test_a_code_makes_a_device_that_speaks_as_the_crew_of_its_unit(world: Any) -> None:
    phone, tablet = await enrolled(world), await enrolled(world, who="operator", name="tablet")
    unit = await unit_of(world, "a")
    seen = [await viewer_of(world, device) for device in (phone, tablet)]
    assert {(viewer.role, viewer.party, viewer.unit) for viewer in seen} == {(Role.CREW, unit.party, unit.id)}
    assert seen[0].person == seen[1].person
    assert world.sql("SELECT count(*) FROM feed WHERE person = %s", seen[0].person) == [(1,)]
    assert phone.callsign == "U1"


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}"]
)
async def test_a_code_is_good_however_it_is_typed_and_once(world: Any, typed: Any) -> None:
    code = (await offer(world)).code
    assert len(code) == 9
    await redeem_code(world.database, typed(code), world.now())
    with pytest.raises(CodeRefused):
        await redeem_code(world.database, code, world.now())


@pytest.mark.rule("DIS-06", "SEC-04")
async def test_an_unknown_a_used_a_late_and_a_revoked_code_are_refused_alike(world: Any) -> None:
    late, gone = await offer(world), await offer(world)
    await world.read("a", revoke_device, gone.device.id, world.now())
    refusals = set()
    for code, at in (
        (late.code, world.now() + CODE_FOR),
        (gone.code, world.now()),
        ("2222-2222", world.now()),
        ("", world.now()),
    ):
        with pytest.raises(CodeRefused) as refused:
            await redeem_code(world.database, code, at)
        refusals.add(str(refused.value))
    assert refusals == {"code_refused()"}
    assert world.sql("SELECT count(*) FROM device WHERE secret_hash IS NOT NULL") == [(0,)]
    await redeem_code(world.database, late.code, world.now() + CODE_FOR - timedelta(seconds=1))


async def test_of_two_that_trade_a_code_at_once_one_gets_the_device(world: Any) -> None:
    code = (await offer(world)).code
    trades = [redeem_code(world.database, code, world.now()) for _ in range(6)]
    done = await asyncio.gather(*trades, return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["CodeRefused"] * 5 + ["Redeemed"]


async def test_of_two_officers_that_add_a_units_first_device_at_once_both_do(world: Any) -> None:
    offered = await asyncio.gather(offer(world), offer(world, who="a2"), offer(world))
    assert len({each.device.id for each in offered}) == 3
    assert len({each.device.person for each in offered}) == 1


@pytest.mark.rule("SEC-04")
async def test_a_code_made_on_the_desk_lets_a_phone_in_as_the_same_person_once_and_within_minutes(
    world: Any,
) -> None:
    for who in ("a", "desk"):
        offered = await world.act(who, offer_own_code, "phone", world.now())
        phone = await redeem_code(world.database, offered.code, world.now())
        seen, own = await viewer_of(world, phone), world.viewers[who]
        assert (seen.person, seen.party, seen.role, seen.unit) == (own.person, own.party, own.role, None)
        assert (phone.callsign, seen.device) == (None, offered.device.id)
        with pytest.raises(CodeRefused):
            await redeem_code(world.database, offered.code, world.now())
    late = await world.act("a", offer_own_code, "phone", world.now())
    with pytest.raises(CodeRefused):
        await redeem_code(world.database, late.code, world.now() + OWN_CODE_FOR)


@pytest.mark.rule("SEC-04")
async def test_a_lost_phone_of_ones_own_is_of_no_use_from_the_moment_it_is_revoked(world: Any) -> None:
    offered = await world.act("a", offer_own_code, "phone", world.now())
    phone = await redeem_code(world.database, offered.code, world.now())
    knock = DeviceKnock(offered.device.id, phone.enrolled.secret)
    token = (await sign_in(world.database, knock, world.deployment, world.now())).token
    await world.read("a", revoke_device, offered.device.id, world.now())
    assert await recognise(world.database, token, world.now()) is None
    with pytest.raises(SignInRefused):
        await sign_in(world.database, knock, world.deployment, world.now())


@pytest.mark.rule("SEC-01", "SEC-04")
async def test_nobody_adds_a_device_in_anothers_name_and_a_units_device_adds_none(world: Any) -> None:
    device = await viewer_of(world, await enrolled(world))
    world.viewers["phone"] = device
    with pytest.raises(RoleRefused):
        await world.act("phone", offer_own_code, "another", world.now())
    world.viewers["phone"] = replace(device, unit=None)  # the application's wall is gone
    with pytest.raises(AccessRefused):
        await world.act("phone", offer_own_code, "another", world.now())
    of_b = replace(world.viewers["a"], person=world.viewers["b"].person)
    with pytest.raises(AccessRefused):
        async with world.database.transaction(world.viewers["a"].context) as session:
            await offer_own_code(session, of_b, "spy", world.now())


@pytest.mark.rule("SEC-04")
async def test_neither_code_nor_secret_is_kept_and_the_hash_of_a_code_is_nobodys_to_read(world: Any) -> None:
    offered = await offer(world)
    kept = " ".join(row for (row,) in world.sql("SELECT device::text FROM device"))
    assert offered.code not in kept
    assert offered.code.replace("-", "") not in kept
    device = await enrolled(world)
    assert device.enrolled.secret not in " ".join(
        row for (row,) in world.sql("SELECT device::text FROM device")
    )
    for column in ("code_hash", "secret_hash"):
        granted = world.sql("SELECT has_column_privilege('deconflict_api', 'device', %s, 'SELECT')", column)
        assert granted == [(False,)]


@pytest.mark.rule("SEC-01", "DIS-06")
async def test_a_rivals_officer_a_crew_and_the_desk_add_no_device_of_a_unit(world: Any) -> None:
    unit = await unit_of(world, "a")
    for who in ("b", "crew", "desk", "facilitator", "oversight"):
        with pytest.raises(AccessRefused):
            await world.read(who, offer_code, unit, "spy", world.now())
    assert world.sql("SELECT count(*) FROM device") == [(0,)]


@pytest.mark.rule("SEC-01")
async def test_an_officer_cannot_give_a_device_of_the_party_a_secret_of_his_own(world: Any) -> None:
    offered = await offer(world)
    for person in (offered.device.person, world.viewers["a2"].person):
        forged = type(offered.device)(uuid4(), person, offered.device.party, "forged")
        with pytest.raises(AccessRefused):
            await world.read("a", devices.add, forged, b"x" * 32, world.now())


@pytest.mark.rule("SEC-04", "SEC-01")
async def test_a_revoked_device_is_refused_and_only_its_own_side_revokes_it(world: Any) -> None:
    device = await enrolled(world)
    of = device.enrolled.device.id
    knock = DeviceKnock(of, device.enrolled.secret)
    token = (await sign_in(world.database, knock, world.deployment, world.now())).token
    world.viewers["phone"] = await viewer_of(world, device)
    for who in ("b", "crew", "desk"):
        with pytest.raises(NotFound):
            await world.read(who, revoke_device, of, world.now())
    await world.read(
        "phone", devices.revoke, of, world.now()
    )  # the database's wall alone: no row of it changes
    assert world.sql("SELECT revoked_at FROM device") == [(None,)]
    assert await recognise_device(world.database, knock, world.now()) is not None
    entry = await world.read("a2", revoke_device, of, world.now())
    assert (entry.callsign, entry.owner, entry.revoked_at) == ("U1", "U1", world.now())
    assert await world.read("a", revoke_device, of, world.now() + timedelta(hours=1)) == entry
    assert await recognise(world.database, token, world.now()) is None
    assert await recognise_device(world.database, knock, world.now()) is None
    with pytest.raises(SignInRefused):
        await sign_in(world.database, knock, world.deployment, world.now())


@pytest.mark.rule("SEC-01", "LIV-01")
async def test_a_units_device_reports_for_no_other_unit(world: Any) -> None:
    world.viewers["phone"] = await viewer_of(world, await enrolled(world))
    fix = [Fix(world.now(), 15.0, 32.0)]
    done = await world.act("phone", report_positions, "U1", fix, world.now(), world.now())
    assert done.stored == 1
    with pytest.raises(UnitNotYours):
        await world.act("phone", report_positions, "U2", fix, world.now(), world.now())


@pytest.mark.rule("SEC-01")
async def test_the_database_alone_keeps_a_units_device_to_its_unit(world: Any) -> None:
    device = await viewer_of(world, await enrolled(world))
    world.viewers["phone"] = replace(device, unit=None)  # the application's wall is gone
    with pytest.raises(AccessRefused):
        await world.act(
            "phone", report_positions, "U2", [Fix(world.now(), 15.0, 32.0)], world.now(), world.now()
        )


async def test_officers_see_their_partys_devices_a_crew_its_own_and_the_operator_all(world: Any) -> None:
    first, second = await enrolled(world), await enrolled(world, who="b")
    both = {first.enrolled.device.id, second.enrolled.device.id}
    world.viewers["phone"] = await viewer_of(world, first)

    async def seen(who: str) -> set[UUID]:
        return {entry.device.id for entry in await world.read(who, devices.devices, 50, None)}

    assert await seen("a") == await seen("a2") == await seen("phone") == {first.enrolled.device.id}
    assert await seen("b") == {second.enrolled.device.id}
    assert await seen("operator") == both
    for who in ("crew", "c", "desk", "facilitator", "oversight"):
        assert await seen(who) == set(), who


@pytest.mark.rule("DIS-07")
async def test_who_added_and_who_revoked_a_device_is_on_the_ledger_of_its_party(world: Any) -> None:
    offered = await offer(world)
    await world.read("a2", revoke_device, offered.device.id, world.now())
    entries = world.sql(
        "SELECT person, payload FROM ledger_entry WHERE subject = %s ORDER BY at, payload::text",
        offered.device.id,
    )
    assert entries == [
        (world.viewers["a"].person, {"added": "device"}),
        (world.viewers["a2"].person, {"revoked": "device"}),
    ]
