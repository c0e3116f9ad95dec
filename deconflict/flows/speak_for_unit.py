"""For which unit somebody may speak: of their own party, and where it is said with which they are, for that one alone.

A unit's device speaks for its unit: one that fell into wrong hands moves no other, and calls for help for no other.
"""

from deconflict.parties import binding_store as bindings
from deconflict.parties import store as parties
from deconflict.parties.model import PARTY_ROLES, Role, Unit, UnitId, Viewer
from deconflict.parties.rules import require_role
from deconflict.patrols.errors import UnitNotYours
from deconflict.runtime.database import PartySession


async def unit_spoken_for(session: PartySession, viewer: Viewer, name: str) -> Unit:
    """Return the unit of that id or callsign; a rival's, an unknown one and another than one's own are one refusal."""
    require_role(viewer, *PARTY_ROLES)
    if viewer.party is None:
        raise UnitNotYours()
    asked = parties.unit_asked_for(viewer.party, name), bindings.unit_asked_for(viewer.person)
    unit, bound = await session.together(*asked)
    if unit is None or (viewer.unit or bound) not in {None, unit.id}:
        raise UnitNotYours()
    return unit


async def unit_of(session: PartySession, viewer: Viewer) -> UnitId | None:
    """Return the one unit that the viewer is with, as its device or by their officers' word; none stands for any."""
    if viewer.unit is not None or viewer.role is not Role.CREW:
        return viewer.unit
    (bound,) = await session.together(bindings.unit_asked_for(viewer.person))
    return bound
