"""A text is one sequence of bytes, and a signature is over all of them (DIS-02)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from deconflict.agreements import signing
from deconflict.agreements.errors import SignatureInvalid
from deconflict.agreements.model import Cell, Clause, Level, Levels, Matter, Text
from deconflict.parties.model import PartyId

A, B = (PartyId(UUID(int=number)) for number in (1, 2))
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
CELLS = st.frozensets(st.builds(Cell, st.just(14), st.integers(0, 16383), st.integers(0, 16383)), max_size=4)
HOURS = st.none() | st.integers(0, 5000).map(lambda hour: NOW + timedelta(hours=hour))
CLAUSES = st.builds(
    Clause, st.sampled_from(Level), st.none() | CELLS, st.none() | st.sampled_from(Matter), HOURS, HOURS
)
TEXTS = st.builds(
    Text,
    parties=st.just((A, B)),
    reference=st.just("K7-2M4Q"),
    levels=st.builds(Levels, st.sampled_from(Level), st.lists(CLAUSES, max_size=3).map(tuple)),
    minimum_m=st.fixed_dictionaries({A: st.integers(50, 5000), B: st.integers(50, 5000)}),
    lead_time_s=st.integers(0, 10**6),
    right_of_way=st.none() | st.sampled_from([A, B]),
    safety_clause=st.booleans(),
    expires_at=st.just(NOW),
    wording=st.fixed_dictionaries({"en": st.text(), "ar": st.text()}),
)
TEXT = Text(
    (A, B), "K7-2M4Q", Levels(Level.AREA), {A: 500, B: 700}, 0, None, True, NOW, {"en": "x", "ar": "م"}
)


@pytest.mark.rule("DIS-02")
@given(TEXTS)
def test_the_canonical_text_says_all_of_it_and_is_read_back_as_it_was(text: Text) -> None:
    said = json.loads(signing.canonical(text))
    assert signing.text_of(said) == text
    assert signing.canonical(signing.text_of(said)) == signing.canonical(text)


def test_the_canonical_text_is_that_of_rfc_8785() -> None:
    said = signing.canonical(TEXT)
    names = list(json.loads(said))
    assert names == sorted(names)
    assert b": " not in said
    assert "م".encode() in said
    assert len(signing.digest(TEXT)) == 64


@pytest.mark.rule("DIS-02")
def test_only_the_partys_key_over_this_very_text_is_a_signature() -> None:
    private, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    signature = private.sign(signing.canonical(TEXT))
    signing.verify(TEXT, public, signature)
    for key, value, text in (
        (other.public_key().public_bytes_raw(), signature, TEXT),
        (public, signature, replace(TEXT, levels=Levels(Level.SHARED))),
        (public, signature, replace(TEXT, wording={"en": "y", "ar": "م"})),
        (public, signature[:-1] + bytes([signature[-1] ^ 1]), TEXT),
        (public, b"", TEXT),
        (b"short", signature, TEXT),
    ):
        with pytest.raises(SignatureInvalid):
            signing.verify(text, key, value)


@pytest.mark.rule("DIS-02", "SEC-02")
@given(TEXTS)
def test_only_what_the_service_writes_itself_is_read_as_a_text(text: Text) -> None:
    stored = signing.canonical(text)
    assert signing.read_text(stored) == text
    for other in (stored + b" ", stored.replace(b":", b": ", 1), stored[:-1], b"", b"[]", b"\xff"):
        assert signing.read_text(other) is None
    levels = signing.levels_document(text.levels)
    assert signing.read_levels(levels) == text.levels
    assert signing.read_levels({**levels, "more": 1}) is None
    assert signing.read_levels({**levels, "elsewhere": 7}) is None


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    "clause",
    [
        {"start": "2026-12-01T08:00:00"},
        {"start": "2026-12-01T08:30:00Z"},
        {"cells": ["15/1/1"]},
        {"cells": ["14/99999999999999999999999/1"]},
        {"cells": ["14/-1/1"]},
        {"cells": ["014/1/1"]},
        {"level": True},
        {"matter": ""},
        {"matter": "gossip"},
    ],
)
def test_a_clause_that_would_stop_its_reader_is_none(clause: dict[str, object]) -> None:
    sound = {"level": 2, "cells": None, "matter": None, "start": None, "end": None}
    assert signing.read_levels({"elsewhere": 1, "clauses": [sound]}) is not None
    assert signing.read_levels({"elsewhere": 1, "clauses": [sound | clause]}) is None
