"""Keys and signatures come in the one way they are written."""

import base64
from uuid import UUID

import pytest
from pydantic import ValidationError

from deconflict.api.wire_agreements import KeyIn, SignIn

PUBLIC = base64.b64encode(bytes(range(32))).decode()


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    "public",
    ["", "x", PUBLIC[:-4], PUBLIC + "AAAA", PUBLIC.rstrip("="), f" {PUBLIC}", PUBLIC.replace("A", "é", 1)],
)
def test_a_public_key_is_32_bytes_of_base64_written_in_one_way(public: str) -> None:
    assert KeyIn(name="n", public=PUBLIC).raw == bytes(range(32))
    with pytest.raises(ValidationError):
        KeyIn(name="n", public=public)


def test_a_signature_is_64_bytes() -> None:
    key = UUID(int=1)
    assert SignIn(key=key, signature=base64.b64encode(bytes(64)).decode()).signed_with().value == bytes(64)
    with pytest.raises(ValidationError):
        SignIn(key=key, signature=PUBLIC)
