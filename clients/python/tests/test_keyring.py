"""What the command line remembers."""

import stat
from pathlib import Path

import pytest

from deconflict_client.base_alert import Cursor
from deconflict_client.errors import Unreadable
from deconflict_client.keyring import Keyring, Remembered
from deconflict_client.signing import SigningKey


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "deconflict")


def test_a_session_is_remembered_for_its_address_alone(keyring: Keyring) -> None:
    keyring.keep("http://a", Remembered("token-a", "person-1"))
    keyring.keep("http://b", Remembered("token-b", "person-2"))
    assert keyring.find("http://a") == Remembered("token-a", "person-1")
    assert keyring.find("http://c") is None
    keyring.forget("http://a")
    assert keyring.find("http://a") is None
    assert keyring.find("http://b") == Remembered("token-b", "person-2")


def test_nobody_else_may_read_the_sessions(keyring: Keyring, tmp_path: Path) -> None:
    keyring.keep("http://a", Remembered("token-a", "person-1"))
    assert stat.S_IMODE((tmp_path / "deconflict" / "sessions.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "deconflict").stat().st_mode) == 0o700


def test_a_damaged_file_is_told(keyring: Keyring, tmp_path: Path) -> None:
    keyring.keep("http://a", Remembered("token-a", "person-1"))
    (tmp_path / "deconflict" / "sessions.json").write_text("{")
    with pytest.raises(Unreadable):
        keyring.find("http://a")


def test_each_feed_has_its_own_place(keyring: Keyring) -> None:
    keyring.place("http://a", "person-1").save(Cursor("e1", 4))
    assert keyring.place("http://a", "person-1").load() == Cursor("e1", 4)
    assert keyring.place("http://a", "person-2").load() is None
    assert keyring.place("http://b", "person-1").load() is None


@pytest.mark.rule("DIS-02")
def test_each_person_has_a_key_of_their_own_for_each_address(keyring: Keyring) -> None:
    places = {keyring.key(url, person).path for url in ("http://a", "http://b") for person in ("p1", "p2")}
    assert len(places) == 4
    keyring.key("http://a", "p1").keep(SigningKey(SigningKey.new().private, "k1"))
    assert keyring.key("http://a", "p1").find().id == "k1"
    assert keyring.key("http://a", "p2").find() is None
