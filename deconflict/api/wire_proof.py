"""Showing once more who one is, on the wire: what comes with whatever changes how somebody signs in."""

from typing import Annotated

from pydantic import StringConstraints

from deconflict.api.wire import CONTROLS, In, Secret, example
from deconflict.flows.prove_again import Proof

PROOF = {"password": "correct horse battery staple", "code": "492039"}

Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=rf"^[^{CONTROLS}]+$")]


class ProofIn(In):
    """One's own password, and a code of the second factor where one is held: needed to change how one signs in."""

    model_config = example(PROOF)

    password: Secret
    code: Code | None = None

    def proof(self) -> Proof:
        """Return what the flow takes."""
        return Proof(self.password, self.code)
