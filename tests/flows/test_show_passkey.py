"""Whoever holds a passkey is let in by it alone; everything else is refused like an unknown login."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from deconflict.flows import show_passkey as module
from deconflict.flows.challenge_passkeys import CHALLENGE_FOR, challenge_for
from deconflict.flows.keep_passkeys import add_passkey, offer_passkey
from deconflict.flows.show_passkey import PasskeyKnock
from deconflict.flows.sign_in import sign_in
from deconflict.parties.ceremonies import Asserted, Attested, RelyingParty, written
from deconflict.parties.errors import SignInRefused
from tests.authenticator import HERE, PRESENT, Authenticator


async def held(world: Any, device: Authenticator, who: str = "a") -> Authenticator:
    viewer = world.viewers[who]
    offered = await offer_passkey(world.database, viewer, world.now())
    answer = Attested(**device.make(written(offered.challenge.challenge)))
    await add_passkey(world.database, viewer, answer, HERE, "laptop", world.now())
    return device


async def challenge(world: Any) -> str:
    return written((await challenge_for(world.database, None, world.now())).challenge)


async def knock(world: Any, answer: dict[str, Any]) -> Any:
    wanted = PasskeyKnock(Asserted(**answer), HERE)
    return await sign_in(world.database, wanted, world.deployment, world.now())


async def test_whoever_holds_a_passkey_is_who_they_are_and_its_use_is_counted(world: Any) -> None:
    device, own = await held(world, Authenticator(count=1)), world.viewers["a"]
    for count, user in ((2, own.person), (7, None)):
        device.count = count
        seen = (await knock(world, device.sign(await challenge(world), user=user))).viewer
        assert (seen.person, seen.party, seen.role, seen.device) == (own.person, own.party, own.role, None)
    assert world.sql("SELECT sign_count, last_used_at FROM passkey") == [(7, world.now())]


@pytest.mark.rule("SEC-04", "DIS-06")
async def test_everything_else_is_refused_alike_after_one_comparison(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[bytes] = []
    honest = module.counted

    def counting(answer: Any, given: bytes, relying: RelyingParty, key: bytes, uses: int) -> int:
        compared.append(key)
        return honest(answer, given, relying, key, uses)

    monkeypatch.setattr(module, "counted", counting)
    device = await held(world, Authenticator(count=5))
    disabled = await held(world, Authenticator(b"of c"), "c")
    world.sql("UPDATE person SET disabled_at = now() WHERE login = 'c'")
    used = await challenge(world)
    device.count = 6
    await knock(world, device.sign(used))
    late = await challenge(world)
    world.clock.advance(CHALLENGE_FOR.total_seconds())
    offered = await offer_passkey(world.database, world.viewers["a"], world.now())
    device.count = 7
    elsewhere = replace(HERE, origin="https://evil.test")
    answers = {
        "replay": device.sign(used),
        "late": device.sign(late),
        "made up": device.sign(written(b"made up")),
        "to add one": device.sign(written(offered.challenge.challenge)),
        "origin": device.sign(await challenge(world), relying=elsewhere),
        "host": device.sign(await challenge(world), relying=RelyingParty("evil.test", HERE.origin)),
        "not verified": device.sign(await challenge(world), flags=PRESENT),
        "another's name": device.sign(await challenge(world), user=world.viewers["b"].person),
        "another key": replace(device, private=Authenticator().private).sign(await challenge(world)),
        "copy": replace(device, count=6).sign(await challenge(world)),
        "unknown": Authenticator(b"unknown").sign(await challenge(world)),
        "disabled": disabled.sign(await challenge(world)),
        "no id": device.sign(await challenge(world)) | {"id": "!"},
    }
    compared.clear()
    refused = set()
    for why, answer in answers.items():
        with pytest.raises(SignInRefused) as refusal:
            await knock(world, answer)
        refused.add(str(refusal.value))
        assert len(compared) == list(answers).index(why) + 1, why
    assert refused == {"sign_in_refused()"}
    assert world.sql("SELECT count(*) FROM session") == [(1,)]
    await knock(world, device.sign(await challenge(world)))


@pytest.mark.rule("SEC-04")
async def test_of_two_at_once_with_one_count_one_is_let_in(world: Any) -> None:
    device = await held(world, Authenticator(count=1))
    device.count = 2
    answers = [device.sign(await challenge(world)) for _ in range(4)]
    done = await asyncio.gather(*(knock(world, each) for each in answers), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["SignInRefused"] * 3 + ["SignedIn"]


@pytest.mark.rule("SEC-04")
async def test_of_two_at_once_with_one_challenge_one_is_let_in(world: Any) -> None:
    device = await held(world, Authenticator())
    answer = device.sign(await challenge(world))
    done = await asyncio.gather(*(knock(world, answer) for _ in range(4)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["SignInRefused"] * 3 + ["SignedIn"]
