"""Second factors on the wire."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from deconflict.api.wire_proof import ProofIn
from deconflict.api.wire_second_factor import ConfirmIn, FactorOfferedOut, FactorStateOut
from deconflict.flows.prove_again import Proof
from deconflict.flows.set_second_factor import Offered
from deconflict.parties.model import FactorOffer, FactorState

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_a_proof_is_a_password_and_perhaps_a_code() -> None:
    assert ProofIn(password="x", code="492039").proof() == Proof("x", "492039")
    assert ProofIn(password="x").proof() == Proof("x", None)


def test_what_is_offered_is_told_with_what_an_app_reads() -> None:
    told = FactorOfferedOut.of(Offered(FactorOffer("SECRET", AT), "otpauth://x"))
    assert told.model_dump() == {"secret": "SECRET", "uri": "otpauth://x", "expires_at": AT}


def test_none_held_is_no_time() -> None:
    assert FactorStateOut.of(FactorState(None, 0)).model_dump() == {"held_since": None, "recovery_codes": 0}


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("code", ["", "x" * 41, "12\n34"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValidationError):
        ConfirmIn(code=code)
