"""What a device signed is taken only for this challenge, origin and host, after it has verified its user."""

from dataclasses import asdict, replace
from typing import Any

import cbor2
import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from hypothesis import given
from hypothesis import strategies as st

from deconflict.parties import ceremonies as module
from deconflict.parties.ceremonies import (
    NOBODYS_KEY,
    Asserted,
    Attested,
    RelyingParty,
    challenge_in,
    counted,
    made,
    plain,
    written,
)
from deconflict.parties.errors import PasskeyRefused, SignInRefused
from tests.authenticator import ATTESTED, EXTENDED, HERE, PRESENT, VERIFIED, Authenticator

CHALLENGE = b"c" * 32
ELSEWHERE = RelyingParty(HERE.id, "https://deconflict.test.evil")
ANOTHER_HOST = RelyingParty("evil.test", HERE.origin)
WRONG: dict[str, dict[str, Any]] = {
    "origin": {"relying": ELSEWHERE},
    "host": {"relying": ANOTHER_HOST},
    "user not verified": {"flags": PRESENT},
    "user not present": {"flags": VERIFIED},
}


def attested(device: Authenticator, challenge: bytes = CHALLENGE, **wrong: Any) -> Attested:
    return Attested(**device.make(written(challenge), **wrong))


def asserted(device: Authenticator, challenge: bytes = CHALLENGE, **wrong: Any) -> Asserted:
    return Asserted(**device.sign(written(challenge), **wrong))


DEVICE = Authenticator()
ANSWERS: tuple[Any, ...] = (attested(DEVICE), asserted(DEVICE))  # once: a signature is another each time


def test_a_passkey_is_made_and_signs_in() -> None:
    device = Authenticator(count=3)
    found = made(attested(device), CHALLENGE, HERE)
    assert (found.credential_id, found.public_key, found.sign_count) == (
        device.credential_id,
        device.public_key,
        3,
    )
    device.count = 4
    assert counted(asserted(device), CHALLENGE, HERE, found.public_key, found.sign_count) == 4


@pytest.mark.rule("SEC-04")
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_is_for_elsewhere_or_without_its_user_is_refused(wrong: dict[str, Any]) -> None:
    device = Authenticator()
    with pytest.raises(PasskeyRefused):
        made(attested(device, **wrong), CHALLENGE, HERE)
    with pytest.raises(SignInRefused):
        counted(asserted(device, **wrong), CHALLENGE, HERE, device.public_key, 0)


@pytest.mark.rule("SEC-04")
def test_another_challenge_another_kind_and_anothers_key_are_refused() -> None:
    device, other = Authenticator(), Authenticator()
    for answer in (attested(device, b"d" * 32), attested(device, kind="get")):
        with pytest.raises(PasskeyRefused):
            made(answer, CHALLENGE, HERE)
    for said, key in (
        (asserted(device, b"d" * 32), device.public_key),
        (asserted(device, kind="create"), device.public_key),
        (asserted(device), other.public_key),
        (asserted(device), NOBODYS_KEY),
    ):
        with pytest.raises(SignInRefused):
            counted(said, CHALLENGE, HERE, key, 0)


@pytest.mark.rule("SEC-04")
@pytest.mark.parametrize(
    ("before", "now", "taken"),
    [(0, 0, True), (0, 1, True), (4, 5, True), (5, 5, False), (5, 4, False), (5, 0, False)],
)
def test_a_count_that_does_not_rise_is_of_a_copy(before: int, now: int, taken: bool) -> None:
    device = Authenticator(count=now)
    if taken:
        assert counted(asserted(device), CHALLENGE, HERE, device.public_key, before) == now
    else:
        with pytest.raises(SignInRefused):
            counted(asserted(device), CHALLENGE, HERE, device.public_key, before)


def test_the_challenge_is_read_from_what_the_browser_says() -> None:
    assert challenge_in(asserted(Authenticator()).client_data) == CHALLENGE
    for nothing in ("", "AA", "!", written(b"{}"), written(b"[]"), written(b'{"challenge": 3}'), "A" * 5):
        assert challenge_in(nothing) == b""


@pytest.mark.rule("SEC-02", "SEC-03")
@given(data=st.data())
def test_no_bytes_whatever_are_more_than_refused(data: st.DataObject) -> None:
    """Each field in turn is cut, filled or changed by a bit: refused, or taken for what it is."""
    answer = data.draw(st.sampled_from(ANSWERS))
    name = data.draw(st.sampled_from([key for key, value in asdict(answer).items() if value]))
    raw = plain(getattr(answer, name))
    place = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:place] + data.draw(st.binary(max_size=8)) + raw[place + data.draw(st.integers(0, 8)) :]
    broken = replace(answer, **{name: written(changed)})
    try:
        if isinstance(broken, Attested):
            made(broken, CHALLENGE, HERE)
        else:
            counted(broken, CHALLENGE, HERE, DEVICE.public_key, 0)
    except (PasskeyRefused, SignInRefused):
        return
    # Which passkey it is, is not signed; and a key that nobody has signed with may be any.
    assert changed == raw or name == "id" or isinstance(broken, Attested)


def doubling(levels: int) -> bytes:
    """Lists within lists, each holding the one below it and a shared reference to it (tags 28 and 29)."""
    found = b"\xd8\x1c\x80"
    for level in range(levels, 0, -1):
        found = b"\xd8\x1c\x82" + found + b"\xd8\x1d" + cbor2.dumps(level)
    return found


def leaves(of: Any) -> int:
    return sum(leaves(each) for each in of) if of else 1


BOMB = doubling(24)
BROKEN_EDDSA = bytes.fromhex("a301634f4b500327206745643235353139")


def test_shared_references_double_what_they_stand_in() -> None:
    assert [leaves(cbor2.loads(doubling(levels))) for levels in (0, 1, 5)] == [1, 2, 32]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the library was given to decode; it decodes nothing here."""
    given: list[str] = []

    def verify(name: str) -> Any:
        def refuse(**_: Any) -> Any:
            given.append(name)
            raise ValueError(name)

        return refuse

    for name in ("verify_registration_response", "verify_authentication_response"):
        monkeypatch.setattr(module, name, verify(name))
    return given


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    ("flags", "more"),
    [
        (PRESENT | VERIFIED | EXTENDED, BOMB),
        (PRESENT | VERIFIED | ATTESTED, bytes(16) + b"\x00\x01i" + BOMB),
        (PRESENT | VERIFIED | EXTENDED, b""),
        (PRESENT | VERIFIED | ATTESTED, b""),
        (PRESENT | VERIFIED, b"\xa0"),
    ],
)
def test_nothing_is_decoded_of_whoever_knocks(seen: list[str], flags: int, more: bytes) -> None:
    answer = asserted(DEVICE, flags=flags)
    longer = replace(answer, authenticator_data=written(plain(answer.authenticator_data) + more))
    with pytest.raises(SignInRefused):
        counted(longer, CHALLENGE, HERE, DEVICE.public_key, 0)
    assert seen == []
    with pytest.raises(SignInRefused):
        counted(asserted(DEVICE), CHALLENGE, HERE, DEVICE.public_key, 0)
    assert seen == ["verify_authentication_response"]


SHORT = doubling(1)
BOMBS: dict[str, dict[str, Any]] = {
    "key": {"key": SHORT},
    "within the key": {"key": b"\xa1\x01" + SHORT},
    "extensions": {"extensions": SHORT},
    "behind a key that the library mends": {"key": BROKEN_EDDSA + b"\x21\x40", "extensions": SHORT},
    "text references": {"extensions": cbor2.dumps(cbor2.CBORTag(256, ["long text", cbor2.CBORTag(25, 0)]))},
    "statement": {"statement": {"sig": cbor2.CBORTag(28, [1])}},
    "attested": {"fmt": "packed", "statement": {"alg": -7, "sig": b"s", "x5c": [b"c"]}},
    "long": {"extensions": cbor2.dumps({"long": bytes(4000)})},
}


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize("wrong", BOMBS.values(), ids=BOMBS.keys())
def test_what_a_device_made_is_given_to_no_library_that_it_could_fill(
    seen: list[str], wrong: dict[str, Any]
) -> None:
    with pytest.raises(PasskeyRefused):
        made(attested(DEVICE, **wrong), CHALLENGE, HERE)
    assert seen == []
    with pytest.raises(PasskeyRefused):
        made(attested(DEVICE), CHALLENGE, HERE)
    assert seen == ["verify_registration_response"]


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    "raw",
    [
        BOMB,
        cbor2.dumps([1, 2]) + BOMB,
        b"\xa1\x63fmt" + BOMB,
        # Extensions where a key would be, if there were one: its length as read there covers them all.
        cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": bytes(32) + b"\x85" + bytes(4) + BOMB}),
    ],
)
def test_an_attestation_of_shared_references_is_given_to_no_library(seen: list[str], raw: bytes) -> None:
    with pytest.raises(PasskeyRefused):
        made(replace(attested(DEVICE), attestation=written(raw)), CHALLENGE, HERE)
    assert seen == []


@pytest.mark.rule("SEC-02")
def test_no_tag_whatever_is_given_a_meaning() -> None:
    """All of two bytes, before what they commonly stand before."""
    taken = []
    for tag in range(2**16):
        for body in (b"\x00", b"\x81\x00", b"\x61a", b"\x41a"):
            try:
                taken.append((tag, module._items(b"\xd9" + tag.to_bytes(2) + body)))
            except (cbor2.CBORError, ValueError):
                continue
    assert taken == []


def test_a_device_that_says_how_it_guards_its_key_makes_a_passkey() -> None:
    """Chromium asks security keys for credProtect, which is answered as an extension."""
    device = Authenticator()
    found = made(attested(device, extensions=cbor2.dumps({"credProtect": 2})), CHALLENGE, HERE)
    assert found.public_key == device.public_key


LONG: dict[str, dict[str, Any]] = {
    "id": {"credential_id": b"i" * 1024},
    "id that is far longer": {"credential_id": b"i" * 3000},
    "no id": {"credential_id": b""},
}


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("wrong", LONG.values(), ids=LONG.keys())
def test_a_passkey_of_a_length_that_is_not_kept_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(PasskeyRefused):
        made(attested(Authenticator(**wrong)), CHALLENGE, HERE)


@pytest.mark.rule("SEC-02")
def test_a_key_is_kept_up_to_two_thousand_bytes() -> None:
    device = Authenticator(b"i" * 1023)
    for more, taken in ((1800, True), (2000, False)):
        key = cbor2.dumps(cbor2.loads(device.public_key) | {"more": bytes(more)})
        if taken:
            assert made(attested(device, key=key), CHALLENGE, HERE).credential_id == b"i" * 1023
        else:
            with pytest.raises(PasskeyRefused):
                made(attested(device, key=key), CHALLENGE, HERE)


@pytest.mark.rule("SEC-02", "SEC-04")
def test_a_passkey_is_the_one_that_the_browser_names() -> None:
    named = replace(attested(DEVICE), id=written(b"another id"))
    with pytest.raises(PasskeyRefused):
        made(named, CHALLENGE, HERE)


@pytest.mark.rule("SEC-02")
def test_whatever_the_library_raises_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(**_: Any) -> Any:
        raise UnsupportedAlgorithm("of the certificate")

    monkeypatch.setattr(module, "verify_registration_response", unsupported)
    monkeypatch.setattr(module, "verify_authentication_response", unsupported)
    with pytest.raises(PasskeyRefused):
        made(attested(DEVICE), CHALLENGE, HERE)
    with pytest.raises(SignInRefused):
        counted(asserted(DEVICE), CHALLENGE, HERE, DEVICE.public_key, 0)
