"""Somebody signs in with a password or a passkey, or a device with its secret.

A session is opened, or one and the same refusal given.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from deconflict.flows.deployment import Deployment
from deconflict.flows.show_factor import require_factor
from deconflict.flows.show_passkey import PasskeyKnock, whose_passkey
from deconflict.parties import credential_store as credentials
from deconflict.parties import store as parties
from deconflict.parties.errors import SignInRefused
from deconflict.parties.model import DeviceId, SessionId, Viewer, Whence
from deconflict.parties.rules import split_login
from deconflict.parties.store import Knocker
from deconflict.runtime.database import Database, PartySession
from deconflict.runtime.ids import new_id, new_token

PASSWORDS: Final = PasswordHash((Argon2Hasher(),))
NOBODY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$Zo6JTP4lO/HUhCn6fMkBeQ$MHgbILmZ+/FZa6R8Thf4BcSnna556fd9XXqwGBBqy20"
)
"""What an unknown login's password is compared with, so that it takes as long as a known one's (DIS-06).

Of a password that nobody knows; as costly as `PASSWORDS` makes them.
"""

TICKET_S: Final = 30

HASHING: Final = CapacityLimiter(1)
"""One password is compared at a time: a storm of sign-ins must not starve what signed-in people do."""


@dataclass(frozen=True)
class PasswordKnock:
    """A login (`handle@party`, or `handle` for the neutral staff), its password, and a code where one is needed."""

    login: str
    password: str
    code: str | None = None


@dataclass(frozen=True)
class DeviceKnock:
    """A device's id and the secret it was enrolled with."""

    device: UUID
    secret: str


@dataclass(frozen=True)
class SignedIn:
    """An open session and its token, which is told once and never stored."""

    token: str
    viewer: Viewer


async def sign_in(
    database: Database,
    knock: PasswordKnock | DeviceKnock | PasskeyKnock,
    deployment: Deployment,
    now: datetime,
    whence: Whence = parties.NOWHERE,
) -> SignedIn:
    """Open a session, or raise SignInRefused for whatever reason.

    Only whoever has shown the right password learns that a second factor is asked for.
    """
    if isinstance(knock, PasswordKnock):
        knocker, device = await _by_password(database, knock), None
        await require_factor(database, knocker.person, knock.code, now)
    elif isinstance(knock, PasskeyKnock):
        knocker, device = await whose_passkey(database, knock, now), None
    else:
        knocker, device = await whose_device(database, knock), DeviceId(knock.device)
    token = new_token()
    viewer = Viewer(
        session=SessionId(new_id()),
        person=knocker.person,
        party=knocker.party,
        role=knocker.role,
        device=device,
        expires_at=now + timedelta(hours=deployment.session_hours),
        unit=knocker.unit,
    )
    async with database.transaction(viewer.context) as session:
        if isinstance(knock, PasswordKnock):
            await _require_unchanged(session, knocker)
        await parties.open_session(session, viewer, digest(token), now, whence)
    return SignedIn(token, viewer)


async def sign_out(session: PartySession, viewer: Viewer, now: datetime) -> None:
    """End the viewer's session."""
    await parties.end_session(session, viewer.session, now)


async def issue_ticket(session: PartySession, viewer: Viewer, now: datetime) -> tuple[str, datetime]:
    """Return a ticket that opens one socket within 30 s, and when it expires."""
    ticket, expires_at = new_token(), now + timedelta(seconds=TICKET_S)
    await parties.add_ticket(session, viewer, digest(ticket), expires_at)
    return ticket, expires_at


def digest(token: str) -> bytes:
    """Return what is stored of a token, ticket or device secret: they are 256 random bits, so SHA-256 is enough."""
    return hashlib.sha256(token.encode()).digest()


async def _by_password(database: Database, knock: PasswordKnock) -> Knocker:
    handle, slug = split_login(knock.login)
    async with database.door() as door:
        knocker = await parties.credential_of(door, handle, slug)
    stored = NOBODY if knocker is None else knocker.secret_hash.decode()
    if not await fits(knock.password, stored) or knocker is None:
        raise SignInRefused()
    return knocker


async def _require_unchanged(session: PartySession, knocker: Knocker) -> None:
    """Refuse whose password was changed since it was compared: all that it opened was ended then (SEC-04)."""
    if not await credentials.still_holds(session, knocker.secret_hash.decode()):
        raise SignInRefused()


async def fits(password: str, stored: str) -> bool:
    """Return whether a password is the one whose hash that is."""
    return await to_thread.run_sync(PASSWORDS.verify, password, stored, limiter=HASHING)


async def whose_device(database: Database, knock: DeviceKnock) -> Knocker:
    """Return who a device speaks for, or raise SignInRefused for whatever reason."""
    async with database.door() as door:
        knocker = await parties.device_of(door, knock.device)
    stored = b"" if knocker is None else knocker.secret_hash
    if not hmac.compare_digest(stored, digest(knock.secret)) or knocker is None:
        raise SignInRefused()
    return knocker
