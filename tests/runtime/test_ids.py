"""Ids, references and secrets tell nothing (IDN-04)."""

from base64 import b32decode
from uuid import UUID

import pytest

from deconflict.runtime import ids
from deconflict.runtime.ids import SPEAKABLE, new_code, new_id, new_password, new_reference, new_token


@pytest.mark.rule("IDN-04")
def test_an_id_is_random_and_tells_no_time() -> None:
    ids = [new_id() for _ in range(100)]
    assert {each.version for each in ids} == {4}
    assert ids != sorted(ids)


@pytest.mark.rule("IDN-04")
def test_a_reference_is_short_and_has_no_letter_that_is_misheard() -> None:
    for _ in range(200):
        head, tail = new_reference().split("-")
        assert (len(head), len(tail)) == (2, 4)
        assert set(head + tail) <= set(SPEAKABLE)
    assert not set("01OILU") & set(SPEAKABLE)


def test_a_token_has_256_bits_and_never_repeats() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}


def test_a_password_is_long_and_can_be_read_aloud() -> None:
    passwords = {new_password() for _ in range(100)}
    assert len(passwords) == 100
    assert all(len(password.replace("-", "")) == 18 for password in passwords)
    assert all(set(password) <= {*SPEAKABLE, "-"} for password in passwords)


@pytest.mark.rule("IDN-04")
def test_everything_is_drawn_from_one_source_that_learns_whose_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[UUID | None] = []

    def counted(count: int, whose: UUID | None) -> bytes:
        asked.append(whose)
        return bytes(count)

    monkeypatch.setattr(ids, "randomness", counted)
    party = UUID(int=7)
    assert (new_id(party), new_reference(party)) == (UUID(int=0, version=4), "22-2222")
    assert set(new_token()) == {"A"}
    assert asked == [party, party, None]


def test_a_salt_is_as_long_as_asked_for_and_never_the_same() -> None:
    assert len(ids.new_salt(16)) == 16
    assert ids.new_salt(16) != ids.new_salt(16)


def test_a_code_can_be_read_aloud_and_is_hardly_ever_the_same() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    for code in codes:
        head, tail = code.split("-")
        assert (len(head), len(tail)) == (4, 4)
        assert set(head + tail) <= set(SPEAKABLE)


def test_a_recovery_code_is_twice_as_long_and_counts_however_it_is_typed() -> None:
    codes = {ids.new_recovery_code() for _ in range(100)}
    assert len(codes) == 100
    for code in codes:
        assert [len(part) for part in code.split("-")] == [4] * 4
        assert ids.spelt(f" {code.lower()} ") == ids.spelt(code.replace("-", " ")) == code.replace("-", "")


def test_what_an_app_reckons_codes_from_has_160_bits() -> None:
    secrets = {ids.new_factor_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(len(b32decode(secret)) == 20 for secret in secrets)
