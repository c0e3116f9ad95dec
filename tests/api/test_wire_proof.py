"""A proof on the wire is what the flow takes, and no longer than a password or a code can be."""

import pytest
from pydantic import ValidationError

from deconflict.api.wire_proof import PROOF, ProofIn
from deconflict.flows.prove_again import Proof


def test_a_proof_is_a_password_and_a_code_where_one_is_needed() -> None:
    assert ProofIn(**PROOF).proof() == Proof(PROOF["password"], PROOF["code"])
    assert ProofIn(password="x").proof() == Proof("x", None)


@pytest.mark.parametrize("code", ["", "1" * 41, "12\n34"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValidationError):
        ProofIn(password="x", code=code)
