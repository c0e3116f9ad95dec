"""What a device signed is taken only for this challenge, origin and host, after it has verified its user."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from tests.authenticator import HERE, PRESENT, VERIFIED, Authenticator

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
