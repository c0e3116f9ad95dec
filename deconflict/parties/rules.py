"""Pure decisions about people: which role goes with a party, what a login looks like, which codes are of now."""

import hmac
import unicodedata
from datetime import datetime
from typing import Final

from pyotp import TOTP

from deconflict.parties.errors import RolePartyMismatch, RoleRefused
from deconflict.parties.model import OFFICERS, PARTY_ROLES, Binding, PartyId, Role, UnitId, Viewer

ISSUER: Final = "deconflict"
CODE_LENGTH: Final = 6
"""Digits of a second factor's code."""


def fitting_role(role: Role, party: PartyId | None) -> Role:
    """Return `role` when it fits: liaison, duty officer and crew have a party, the others have none."""
    if (role in PARTY_ROLES) != (party is not None):
        raise RolePartyMismatch(role=role.value)
    return role


def require_role(viewer: Viewer, *roles: Role) -> Viewer:
    """Return the viewer when its role is one of `roles`, else refuse."""
    if viewer.role not in roles:
        raise RoleRefused(role=viewer.role.value)
    return viewer


def require_officer(viewer: Viewer) -> PartyId:
    """Return the party that an officer acts for, else refuse."""
    if viewer.role not in OFFICERS or viewer.party is None:
        raise RoleRefused(role=viewer.role.value)
    return viewer.party


def is_with(said: Binding | None, unit: UnitId, reported_at: datetime) -> bool:
    """Return whether somebody who reported a unit's position then is with it, by what their officers said of them."""
    if said is None:
        return True
    return reported_at > said.since if said.unit is None else said.unit == unit


def split_login(login: str) -> tuple[str, str | None]:
    """Split `handle@party-slug` into its parts; the neutral staff's logins have no party part."""
    handle, at, slug = login.partition("@")
    return handle, (slug if at else None)


def as_digits(code: str) -> str:
    """Return a code as it was typed without spaces, its decimal digits in ASCII whatever script they are of."""
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in code if not letter.isspace())


def is_of_an_app(code: str) -> bool:
    """Return whether a code looks like one that an app shows: six digits in ASCII."""
    return len(code) == CODE_LENGTH and code.isascii() and code.isdigit()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the step of time that a code is of: this one or a neighbour of it (RFC 6238, 5.2); None for none."""
    if not is_of_an_app(code):
        return None
    clock = TOTP(secret)
    this = clock.timecode(now)
    fitting = [
        step for step in (this, this + 1, this - 1) if hmac.compare_digest(clock.generate_otp(step), code)
    ]
    return fitting[0] if fitting else None


def otpauth(secret: str, login: str) -> str:
    """Return what an authenticator app reads from a picture: a key URI with the login it is for."""
    return TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
