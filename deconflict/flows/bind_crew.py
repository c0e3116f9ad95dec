"""A party's officer says with which unit somebody of its crews is, or that they are with none any more.

From then on they are told what that unit's devices are told, and report and call for help for it alone.
"""

from datetime import datetime
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.flows.administer import Writer
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import binding_store as bindings
from deconflict.parties import store as parties
from deconflict.parties.errors import NotOfACrew
from deconflict.parties.model import Binding, PartyId, Person, PersonId, Role, UnitId
from deconflict.patrols.errors import UnitNotYours
from deconflict.runtime.database import PartySession


async def bind_crew(session: Writer, wanted: UUID, unit_name: str, now: datetime) -> Person:
    """Bind somebody to a unit of their own party, by its id or callsign, instead of whichever they were with."""
    found, party = await _member(session, wanted)
    unit = await parties.unit_called(session, party, unit_name)
    if unit is None:
        raise UnitNotYours()
    return await _keep(session, found, party, unit.id, now)


async def release_crew(session: Writer, wanted: UUID, now: datetime) -> Person:
    """Let somebody be with no unit from now on; again does no harm."""
    found, party = await _member(session, wanted)
    return await _keep(session, found, party, None, now)


async def _member(session: Writer, wanted: UUID) -> tuple[Person, PartyId]:
    found = await parties.person_with(session, wanted)
    if found is None:
        raise NotFound()
    if found.party is None or found.role is not Role.CREW or found.unit is not None:
        raise NotOfACrew()
    return found, found.party


async def _keep(session: Writer, found: Person, party: PartyId, unit: UnitId | None, now: datetime) -> Person:
    if found.bound == unit:
        return found
    await bindings.keep(session, Binding(found.id, party, unit, now))
    by = (
        PersonId(session.viewer.person)
        if isinstance(session, PartySession) and session.viewer.person
        else None
    )
    said: dict[str, str | int | list[str]] = {"released": "person"} if unit is None else {"bound": "person"}
    of_unit = found.bound if unit is None else unit
    entry = Entry(EntryKind.ADMINISTRATION, party, by, found.id, {**said, "unit": str(of_unit)}, now)
    await ledger.append(session, [entry])
    return await parties.person_with(session, found.id) or found
