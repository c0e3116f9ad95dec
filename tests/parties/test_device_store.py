"""Devices in the database, as each viewer deals with them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from deconflict.flows.administer import add_device
from deconflict.parties import device_store as devices


async def test_the_list_comes_by_the_page_and_says_whose_each_is(world: Any) -> None:
    for who in ("a", "a2", "crew"):
        await world.read("operator", add_device, world.viewers[who].person, f"{who}'s", world.now())
    first = await world.read("a", devices.devices, 2, None)
    rest = await world.read("a", devices.devices, 2, first[-1].device.id)
    found = {entry.owner: (entry.device.name, entry.callsign, entry.enrolled_at) for entry in [*first, *rest]}
    assert found == {who: (f"{who}'s", None, world.now()) for who in ("a", "a2", "crew")}


async def test_a_hidden_and_an_absent_device_are_alike(world: Any) -> None:
    own = await world.read("operator", add_device, world.viewers["a"].person, "phone", world.now())
    for who, wanted in (("b", own.device.id), ("a", uuid4()), ("crew", own.device.id)):
        assert await world.read(who, devices.device_with, wanted) is None
    seen = await world.read("a2", devices.device_with, own.device.id)
    assert seen.device.name == "phone"


async def test_revoked_once_is_revoked_then(world: Any) -> None:
    own = (await world.read("operator", add_device, world.viewers["a"].person, "phone", world.now())).device
    for hours in (0, 1):
        await world.read("a", devices.revoke, own.id, world.now() + timedelta(hours=hours))
    assert (await world.read("a", devices.device_with, own.id)).revoked_at == world.now()


async def test_a_code_is_looked_up_at_the_door_alone(world: Any) -> None:
    own = (await world.read("operator", add_device, world.viewers["a"].person, "phone", world.now())).device
    world.sql(
        "UPDATE device SET code_hash = 'code', code_expires_at = %s WHERE id = %s",
        world.now() + timedelta(hours=1),
        own.id,
    )
    for who in ("a", "operator"):
        assert await world.read(who, devices.redeem, b"code", b"mine", world.now()) is None
    assert world.sql("SELECT secret_hash = 'mine', code_hash FROM device") == [(False, b"code")]
