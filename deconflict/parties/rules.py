"""Pure decisions about people: which role goes with a party, and what a login looks like."""

from deconflict.parties.errors import RolePartyMismatch, RoleRefused
from deconflict.parties.model import OFFICERS, PARTY_ROLES, PartyId, Role, Viewer


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


def split_login(login: str) -> tuple[str, str | None]:
    """Split `handle@party-slug` into its parts; the neutral staff's logins have no party part."""
    handle, at, slug = login.partition("@")
    return handle, (slug if at else None)
