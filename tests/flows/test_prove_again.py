"""Who has no password proves nothing: a unit's device, whose crew has none, changes nobody's way in."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows import prove_again as module
from deconflict.flows import sign_in
from deconflict.flows.prove_again import Proof, prove_again
from deconflict.parties.errors import ProofRefused
from deconflict.parties.model import PersonId


@pytest.mark.rule("SEC-04", "DIS-06")
async def test_whoever_has_no_password_is_refused_after_one_comparison(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    class Counting:
        def verify(self, password: str, stored: str) -> bool:
            compared.append(stored)
            return True

    monkeypatch.setattr(sign_in, "PASSWORDS", Counting())
    crew = replace(world.viewers["crew"], person=PersonId(uuid4()))
    with pytest.raises(ProofRefused):
        await prove_again(world.database, crew, Proof("anything", None), world.now())
    assert compared == [module.NOBODY]
