"""Who gets in, what is kept of it, and that a refusal tells nothing of why."""

import asyncio
import threading
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.alerts.model import Fact
from deconflict.flows import administer
from deconflict.flows import sign_in as module
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.administer import Enrolled, add_device
from deconflict.flows.recognise import recognise
from deconflict.flows.sign_in import DeviceKnock, PasswordKnock, SignedIn, sign_in
from deconflict.parties.errors import SignInRefused
from deconflict.parties.model import Role

PASSWORD = "a long password"


async def knock(world: Any, wanted: PasswordKnock | DeviceKnock) -> SignedIn:
    return await sign_in(world.database, wanted, world.deployment, world.now())


async def device_of(world: Any, who: str) -> Enrolled:
    return await world.read("operator", add_device, world.viewers[who].person, "phone", world.now())


async def test_whoever_knows_the_password_is_who_they_are(world: Any) -> None:
    for login, who in (("a@a", "a"), ("crew@a", "crew"), ("desk", "desk"), ("operator", "operator")):
        expected, viewer = world.viewers[who], (await knock(world, PasswordKnock(login, PASSWORD))).viewer
        assert (viewer.person, viewer.party, viewer.role) == (expected.person, expected.party, expected.role)
        assert viewer.device is None


@pytest.mark.rule("SEC-04")
async def test_neither_tokens_nor_secrets_are_kept(world: Any) -> None:
    enrolled = await device_of(world, "a")
    token = (await knock(world, DeviceKnock(enrolled.device.id, enrolled.secret))).token
    kept = " ".join(
        row for table in ("session", "device") for (row,) in world.sql(f"SELECT {table}::text FROM {table}")
    )
    for secret in (token, enrolled.secret):
        assert secret not in kept
        assert secret.encode().hex() not in kept
    assert str(enrolled.device.id) in kept


@pytest.mark.rule("DIS-06")
async def test_why_somebody_is_refused_is_not_told_and_takes_one_comparison_each(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    class Counting:
        def verify(self, password: str, stored: str) -> bool:
            compared.append(stored)
            return honest.verify(password, stored)

    honest = module.PASSWORDS
    monkeypatch.setattr(module, "PASSWORDS", Counting())
    monkeypatch.setattr(
        module, "NOBODY", administer.PASSWORDS.hash("as cheap as the passwords of this world")
    )
    world.sql("UPDATE person SET disabled_at = now() WHERE login = 'c'")
    refused = {
        "unknown login": PasswordKnock("nobody@a", PASSWORD),
        "unknown party": PasswordKnock("a@nowhere", PASSWORD),
        "wrong password": PasswordKnock("a@a", "another password"),
        "no password": PasswordKnock("a@a", ""),
        "disabled": PasswordKnock("c@c", PASSWORD),
        "of another party": PasswordKnock("b@a", PASSWORD),
        "without the party": PasswordKnock("a", PASSWORD),
        "staff of a party": PasswordKnock("desk@a", PASSWORD),
        "an empty party": PasswordKnock("desk@", PASSWORD),
        "nothing": PasswordKnock("", ""),
    }
    answers = set()
    for number, (why, wanted) in enumerate(refused.items(), 1):
        with pytest.raises(SignInRefused) as refusal:
            await knock(world, wanted)
        answers.add(str(refusal.value))
        assert len(compared) == number, why
        assert compared[-1].startswith("$argon2id$"), why
    assert answers == {"sign_in_refused()"}
    assert world.sql("SELECT count(*) FROM session") == [(0,)]


@pytest.mark.rule("DIS-06", "SEC-04")
async def test_an_unknown_a_revoked_and_a_disabled_persons_device_are_refused_alike(world: Any) -> None:
    good, revoked, disabled = [await device_of(world, who) for who in ("a", "b", "c")]
    world.sql("UPDATE device SET revoked_at = now() WHERE id = %s", revoked.device.id)
    world.sql("UPDATE person SET disabled_at = now() WHERE login = 'c'")
    refused: list[tuple[UUID, str]] = [
        (uuid4(), good.secret),
        (good.device.id, "wrong"),
        (good.device.id, ""),
        (good.device.id, disabled.secret),
        (revoked.device.id, revoked.secret),
        (disabled.device.id, disabled.secret),
    ]
    answers = set()
    for device, secret in refused:
        with pytest.raises(SignInRefused) as refusal:
            await knock(world, DeviceKnock(device, secret))
        answers.add(str(refusal.value))
    assert answers == {"sign_in_refused()"}
    viewer = (await knock(world, DeviceKnock(good.device.id, good.secret))).viewer
    assert (viewer.person, viewer.device) == (world.viewers["a"].person, good.device.id)


@pytest.mark.rule("IDN-03", "ALR-03", "ALR-05")
async def test_a_persons_devices_share_one_feed_and_one_acknowledgement(world: Any) -> None:
    for name in ("phone", "tablet"):
        enrolled = await device_of(world, "a")
        world.viewers[name] = (await knock(world, DeviceKnock(enrolled.device.id, enrolled.secret))).viewer
    await world.register("a")
    await world.register("b")
    await world.tick()
    [alert] = await world.feed("phone")
    assert await world.feed("tablet") == await world.feed("a") == [alert]
    arguments = (alert.epoch, alert.seq, Fact.ACKNOWLEDGED, world.deployment, world.now())
    await world.act("phone", acknowledge_alert, *arguments)
    for who in ("tablet", "a"):
        [same] = await world.feed(who)
        assert same.acknowledged == ("a", world.now())
    assert world.viewers["phone"].role is Role.LIAISON
    devices = world.sql("SELECT DISTINCT device FROM receipt WHERE fact = 'acknowledged'")
    assert devices == [(world.viewers["phone"].device,)]


async def test_a_storm_of_sign_ins_is_compared_one_by_one_and_holds_up_nobody(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = (await knock(world, PasswordKnock("a@a", PASSWORD))).token
    begun, go_on = threading.Event(), threading.Event()
    at_once, most = 0, 0

    class Slow:
        def verify(self, password: str, stored: str) -> bool:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            begun.set()
            assert go_on.wait(10)
            at_once -= 1
            return True

    monkeypatch.setattr(module, "PASSWORDS", Slow())
    storm = [asyncio.ensure_future(knock(world, PasswordKnock("b@b", PASSWORD))) for _ in range(4)]
    assert await asyncio.to_thread(begun.wait, 10)
    for _ in range(4):
        assert await recognise(world.database, token, world.now()) is not None
    go_on.set()
    await asyncio.gather(*storm)
    assert most == 1


@pytest.mark.rule("DIS-06")
def test_to_compare_with_nobodys_password_costs_as_much_as_with_anybodys() -> None:
    costs = [
        kept.rpartition("$")[0].rpartition("$")[0]
        for kept in (module.NOBODY, module.PASSWORDS.hash("somebody's"))
    ]
    assert costs[0] == costs[1]
    assert not module.PASSWORDS.verify("somebody's", module.NOBODY)
