"""The key for web push follows from the context key, and what it signs verifies (RFC 8292)."""

import json
from base64 import urlsafe_b64decode

import pytest
from py_vapid import Vapid02

from deconflict.summoning.vapid import VALID_S, authorization, private_key, public_key

KEY = b"a key that nobody else knows, 32+"


def test_the_same_key_comes_from_the_same_context_key_and_another_from_another() -> None:
    assert public_key(KEY) == public_key(KEY)
    assert public_key(KEY) != public_key(KEY + b"!")
    point = urlsafe_b64decode(public_key(KEY) + "=")
    assert (len(point), point[0]) == (65, 4)


@pytest.mark.rule("SEC-01")
def test_the_header_is_signed_for_that_push_service_alone_and_for_an_hour() -> None:
    header = authorization(
        private_key(KEY), "https://push.example.org/secret/x", "mailto:ops@example.org", 1e9
    )
    assert Vapid02.verify(header)
    token = dict(part.split("=", 1) for part in header.removeprefix("vapid ").split(","))
    assert token["k"] == public_key(KEY)
    claims = json.loads(urlsafe_b64decode(token["t"].split(".")[1] + "=="))
    assert claims == {
        "aud": "https://push.example.org",
        "exp": int(1e9) + VALID_S,
        "sub": "mailto:ops@example.org",
    }
