"""The signed statement of who is looking, before the database has a say (that is test_database.py)."""

import hashlib
import hmac
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.runtime.context import DOOR, HUB, Context, derive, pads, sign

ISSUED = datetime(2026, 12, 1, 8, tzinfo=UTC)
PERSON, PARTY = UUID(int=1), UUID(int=2)


def test_a_context_is_five_fields_and_their_signature() -> None:
    text = sign(Context(PERSON, PARTY, "liaison", "viewer"), b"k" * 32, ISSUED)
    *fields, signature = text.split("|")
    assert fields == [str(PERSON), str(PARTY), "liaison", "viewer", "1796112000"]
    assert signature == hmac.new(b"k" * 32, "|".join(fields).encode(), hashlib.sha256).hexdigest()


def test_nobody_at_the_door_has_empty_fields() -> None:
    assert sign(DOOR, b"k", ISSUED).startswith("||nobody|door|")
    assert sign(HUB, b"k", ISSUED).startswith("||nobody|hub|")


@given(st.binary(min_size=1, max_size=200), st.binary(max_size=200))
def test_the_pads_make_hmac_out_of_two_plain_hashes(key: bytes, message: bytes) -> None:
    inner, outer = pads(key)
    assert len(inner) == len(outer) == 64
    made = hashlib.sha256(outer + hashlib.sha256(inner + message).digest()).digest()
    assert made == hmac.new(key, message, hashlib.sha256).digest()


@pytest.mark.parametrize("role", ["", "desk|", "desk role", "desk1", "مكتب", "desk\n"])
def test_a_role_cannot_smuggle_a_field_in(role: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        Context(PERSON, None, role, "viewer")


def test_a_viewer_is_a_person() -> None:
    with pytest.raises(ValueError, match="person"):
        Context(None, PARTY, "liaison", "viewer")


def test_derived_secrets_differ_by_key_and_by_purpose() -> None:
    assert len({derive(b"a", "x"), derive(b"a", "y"), derive(b"b", "x")}) == 3
