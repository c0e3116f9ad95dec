"""Somebody signed in shows once more who they are, before they change how they sign in (SEC-04).

A stolen session is one person's rights until it is ended; it must not become a way in of its own.
"""

from dataclasses import dataclass
from datetime import datetime

from deconflict.flows.show_factor import require_factor
from deconflict.flows.sign_in import NOBODY, fits
from deconflict.parties import factor_store as factors
from deconflict.parties.errors import ProofRefused
from deconflict.parties.model import Viewer
from deconflict.runtime.database import Database


@dataclass(frozen=True)
class Proof:
    """A person's password, and a code of their second factor where they hold one."""

    password: str
    code: str | None


async def prove_again(database: Database, viewer: Viewer, proof: Proof, now: datetime) -> str:
    """Let pass whose password, and second factor where there is one, those are; ProofRefused otherwise.

    Returns the hash of that password as it is stored: what changes it shows that it knew which one it was.
    """
    async with database.door() as door:
        stored = await factors.password_of(door, viewer.person)
    if not await fits(proof.password, NOBODY if stored is None else stored) or stored is None:
        raise ProofRefused()
    await require_factor(database, viewer.person, proof.code, now)
    return stored
