"""The private key: made here, kept for its owner alone, never shown."""

import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from deconflict_client.errors import Unreadable
from deconflict_client.signing import KeyExposed, KeyFile, KeyThere, SigningKey

pytestmark = pytest.mark.rule("DIS-02")


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "deconflict" / "key.json")


def test_a_signature_is_over_the_texts_utf_8() -> None:
    key = SigningKey.new()
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public))
    public.verify(base64.b64decode(key.sign("نص")), "نص".encode())
    assert SigningKey.new().public != key.public


def test_a_key_is_kept_for_its_owner_alone_and_never_shown(file: KeyFile) -> None:
    assert file.find() is None
    key = SigningKey(SigningKey.new().private, "k1")
    file.keep(key)
    assert file.find() == key
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert base64.b64encode(key.private).decode() not in repr(key)
    assert repr(key.private) not in repr(key)


def test_a_key_is_not_written_over(file: KeyFile) -> None:
    file.keep(SigningKey(SigningKey.new().private, "k1"))
    with pytest.raises(KeyThere):
        file.keep(SigningKey(SigningKey.new().private, "k2"))
    assert file.find().id == "k1"


def test_a_key_that_others_can_read_is_not_used(file: KeyFile) -> None:
    file.keep(SigningKey(SigningKey.new().private, "k1"))
    for mode in (0o640, 0o604, 0o660):
        file.path.chmod(mode)
        with pytest.raises(KeyExposed):
            file.find()


def test_a_damaged_key_is_told(file: KeyFile) -> None:
    file.keep(SigningKey(SigningKey.new().private, "k1"))
    for damaged in ("{", '{"id": "k1", "private": "eA=="}', '{"id": "k1", "private": "?"}'):
        file.path.write_text(damaged)
        with pytest.raises(Unreadable):
            file.find()
