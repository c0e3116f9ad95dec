"""A device enrols: an officer makes a code for a unit's, anybody one for a phone of their own; it is traded once.

All devices of a unit sign in as its crew, so they share one feed and silence each other (IDN-03, ALR-05). The crew is
made with the first of them, and has no password.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.model import FeedId
from deconflict.errors import NotFound
from deconflict.flows.administer import Enrolled, Writer, record
from deconflict.flows.sign_in import digest
from deconflict.parties import device_store as devices
from deconflict.parties import store as parties
from deconflict.parties.errors import AlreadyTaken, CodeRefused, RoleRefused
from deconflict.parties.model import Device, DeviceEntry, DeviceId, Person, PersonId, Role, Unit, Viewer
from deconflict.runtime.database import Database, PartySession
from deconflict.runtime.ids import new_code, new_id, new_token, spelt

CODE_FOR: Final = timedelta(minutes=15)
"""How long a code can be traded. Whoever guesses at every code of a hundred devices, as often as one address may,
finds one in thirty million such quarters of an hour."""

OWN_CODE_FOR: Final = timedelta(minutes=5)
"""How long a code can be traded that somebody types from one screen into the other."""


@dataclass(frozen=True)
class Offered:
    """A device that waits for its code to be traded; the code is told once and never stored."""

    device: Device
    unit: Unit
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class Redeemed:
    """A device that has its secret now, told once and never stored, and the callsign of its unit if it is of one."""

    enrolled: Enrolled
    callsign: str | None


@dataclass(frozen=True)
class OwnOffered:
    """A device of one's own that waits for its code to be traded; the code is told once and never stored."""

    device: Device
    code: str
    expires_at: datetime


async def offer_code(session: Writer, unit: Unit, name: str, now: datetime) -> Offered:
    """Add a device of a unit of the writer's own party (as the operator: of any) and return the code it enrols by."""
    crew = await _crew(session, unit)
    device = Device(DeviceId(new_id(unit.party)), crew.id, unit.party, name)
    code, expires_at = new_code(), now + CODE_FOR
    await devices.offer(session, device, digest(spelt(code)), expires_at)
    await record(session, unit.party, device.id, "added", "device", now)
    return Offered(device, unit, code, expires_at)


async def offer_own_code(session: PartySession, viewer: Viewer, name: str, now: datetime) -> OwnOffered:
    """Add a device of the viewer's own and return the code it enrols by; they have just proved who they are.

    From then on it signs in as them by its own secret: it is what they have, so it takes no second factor.
    """
    if viewer.unit is not None:
        raise RoleRefused(role=viewer.role.value)
    device = Device(DeviceId(new_id(viewer.party)), viewer.person, viewer.party, name)
    code, expires_at = new_code(), now + OWN_CODE_FOR
    await devices.offer(session, device, digest(spelt(code)), expires_at)
    await record(session, viewer.party, device.id, "added", "device", now)
    return OwnOffered(device, code, expires_at)


async def redeem_code(database: Database, code: str, now: datetime) -> Redeemed:
    """Trade a code for the secret of its device, or raise CodeRefused for whatever reason."""
    secret = new_token()
    async with database.door() as door:
        found = await devices.redeem(door, digest(spelt(code)), digest(secret), now)
    if found is None:
        raise CodeRefused()
    return Redeemed(Enrolled(found.device, secret), found.callsign)


async def revoke_device(session: Writer, wanted: UUID, now: datetime) -> DeviceEntry:
    """Let a device be of no use from now on, sockets included (SEC-04). Again does no harm; NotFound when unseen."""
    found = await devices.device_with(session, wanted)
    if found is None:
        raise NotFound()
    if found.revoked_at is not None:
        return found
    await devices.revoke(session, found.device.id, now)
    await record(session, found.device.party, found.device.id, "revoked", "device", now)
    return await devices.device_with(session, wanted) or found


async def _crew(session: Writer, unit: Unit) -> Person:
    """Return the crew of a unit, made with an empty feed when there is none."""
    found = await parties.crew_of(session, unit.id)
    if found is not None:
        return found
    crew = Person(
        PersonId(new_id(unit.party)), unit.party, f"crew-{unit.id}", unit.callsign, Role.CREW, unit.id
    )
    try:
        await parties.add_crew(session, crew)
    except AlreadyTaken:  # another officer made it a moment ago
        return await _crew(session, unit)
    await alerts.add_feed(session, FeedId(new_id(unit.party)), crew.id, unit.party)
    return crew
