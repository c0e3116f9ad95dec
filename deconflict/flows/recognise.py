"""Who is asking: the viewer behind a session's token, a socket's ticket or a device's credential, or nobody."""

from datetime import datetime, timedelta
from typing import Final

from deconflict.flows.sign_in import DeviceKnock, digest, whose_device
from deconflict.parties import store as parties
from deconflict.parties.errors import SignInRefused
from deconflict.parties.model import DeviceId, SessionId, Viewer
from deconflict.runtime.database import Database

AT_ONCE: Final = timedelta(minutes=1)
"""How long a credential shown once is good for, whatever is made of it: one request."""


async def recognise(database: Database, token: str, now: datetime) -> Viewer | None:
    """Return the viewer of an open session; None when it is unknown, ended, expired or revoked."""
    async with database.door() as door:
        return await parties.session_of(door, digest(token), now)


async def redeem_ticket(database: Database, ticket: str, now: datetime) -> Viewer | None:
    """Return the viewer of a ticket and use it up; None when it is unknown, used or expired."""
    async with database.door() as door:
        return await parties.take_ticket(door, digest(ticket), now)


async def recognise_device(database: Database, knock: DeviceKnock, now: datetime) -> Viewer | None:
    """Return as whom a device speaks that shows its credential with each request, opening no session."""
    try:
        of = await whose_device(database, knock)
    except SignInRefused:
        return None
    of_device = SessionId(knock.device), of.person, of.party, of.role, DeviceId(knock.device)
    return Viewer(*of_device, expires_at=now + AT_ONCE, unit=of.unit)
