"""Who is asking: the viewer behind a session's token or a socket's ticket, or nobody."""

from datetime import datetime

from deconflict.flows.sign_in import digest
from deconflict.parties import store as parties
from deconflict.parties.model import Viewer
from deconflict.runtime.database import Database


async def recognise(database: Database, token: str, now: datetime) -> Viewer | None:
    """Return the viewer of an open session; None when it is unknown, ended, expired or revoked."""
    async with database.door() as door:
        return await parties.session_of(door, digest(token), now)


async def redeem_ticket(database: Database, ticket: str, now: datetime) -> Viewer | None:
    """Return the viewer of a ticket and use it up; None when it is unknown, used or expired."""
    async with database.door() as door:
        return await parties.take_ticket(door, digest(ticket), now)
