"""The desk reads how far each side of its matters was reached by what it was told (ALR-03).

It owns them and has to know whom to call (DIS-08). What it reads is how many and since when, not who: whom to call a
party says itself.
"""

from collections.abc import Collection
from uuid import UUID

from deconflict.alerts import receipt_store as receipts
from deconflict.alerts.model import SideTold
from deconflict.errors import NotFound
from deconflict.parties.model import Role, Viewer
from deconflict.runtime.database import PartySession


async def read_receipts(session: PartySession, viewer: Viewer, matters: Collection[UUID]) -> list[SideTold]:
    """Return what became of what each side was told of those matters. NotFound for everybody but the desk."""
    if viewer.role is not Role.DESK:
        raise NotFound()
    return await receipts.told_of(session, matters)
