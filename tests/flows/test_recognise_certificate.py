"""Whoever shows a device's certificate speaks as its crew until the device is revoked."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows.enrol_device import offer_code, redeem_code, revoke_device
from deconflict.flows.recognise_certificate import recognise_certificate
from deconflict.parties.model import Role, Unit


@pytest.mark.rule("SEC-04")
async def test_a_device_is_known_from_its_enrolment_to_its_end(world: Any) -> None:
    owner = world.parties["a"].id
    [(unit,)] = world.sql("SELECT id FROM unit WHERE party = %s AND callsign = 'U1'", owner)
    async with world.owner.transaction() as session:
        offered = await offer_code(session, Unit(unit, owner, "U1"), "phone", world.now())
    device = offered.device.id
    assert await recognise_certificate(world.database, device, world.now()) is None
    await redeem_code(world.database, offered.code, world.now())
    viewer = await recognise_certificate(world.database, device, world.now())
    assert viewer is not None
    assert (viewer.party, viewer.role, viewer.unit, viewer.device) == (owner, Role.CREW, unit, device)
    async with world.owner.transaction() as session:
        await revoke_device(session, device, world.now())
    for unknown in (device, uuid4()):
        assert await recognise_certificate(world.database, unknown, world.now()) is None
