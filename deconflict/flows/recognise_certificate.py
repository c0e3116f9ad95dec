"""Who speaks through a certificate that our own authority issued to a device: the device's crew, unless revoked."""

from datetime import datetime
from uuid import UUID

from deconflict.flows.recognise import AT_ONCE
from deconflict.parties import store as parties
from deconflict.parties.model import DeviceId, SessionId, Viewer
from deconflict.runtime.database import Database


async def recognise_certificate(database: Database, device: UUID, now: datetime) -> Viewer | None:
    """Return as whom a device speaks; None when it is unknown, not enrolled yet or revoked.

    That the certificate is the device's the caller has proved: the TLS handshake did, with a key that never left it.
    """
    async with database.door() as door:
        of = await parties.device_of(door, device)
    if of is None:
        return None
    as_whom = SessionId(device), of.person, of.party, of.role, DeviceId(device)
    return Viewer(*as_whom, expires_at=now + AT_ONCE, unit=of.unit)
