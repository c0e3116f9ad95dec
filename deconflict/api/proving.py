"""Showing once more who one is, before a way in is added or removed; counted like a try to sign in (SEC-04)."""

import asyncio
from typing import Final

from starlette.requests import Request

from deconflict.api.edge import Edge
from deconflict.api.errors import TooManyAttempts
from deconflict.api.wire_proof import ProofIn
from deconflict.flows.prove_again import prove_again
from deconflict.parties.errors import ProofRefused, SecondFactorRefused, SecondFactorRequired, TooManyCodes
from deconflict.parties.model import Viewer

PROVING: Final = (TooManyAttempts, ProofRefused, SecondFactorRequired, SecondFactorRefused, TooManyCodes)
"""What a route can refuse that takes a proof."""


async def prove(request: Request, edge: Edge, viewer: Viewer, shown: ProofIn) -> str:
    """Let pass who shows once more who they are; counted as a try to sign in. Returns the hash of their password."""
    address = request.client.host if request.client else ""
    key = "proof", str(viewer.person)
    edge.attempts.require(address, key, asyncio.get_running_loop().time())
    async with edge.attempts.turn(address, key):
        stored = await prove_again(edge.database, viewer, shown.proof(), edge.clock.now())
    edge.attempts.succeeded(address, key)
    return stored
