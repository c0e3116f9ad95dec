"""Read, as the viewer, everything around incidents that showing them needs. Row policies decide."""

from collections.abc import Collection
from uuid import UUID

from deconflict.disclosure.incidents import IncidentFacts
from deconflict.incidents import store as incidents
from deconflict.incidents.model import Incident
from deconflict.parties import store as parties
from deconflict.runtime.database import PartySession


async def facts_of_incidents(session: PartySession, wanted: Collection[UUID]) -> IncidentFacts:
    """Return what rendering alerts about those incidents needs."""
    found = await incidents.with_ids(session, wanted) if wanted else {}
    return IncidentFacts(found, (await facts_for_incidents(session, found.values())).names)


async def facts_for_incidents(session: PartySession, wanted: Collection[Incident]) -> IncidentFacts:
    """Return what showing incidents needs: the names of the parties and of those who reported."""
    if not wanted:
        return IncidentFacts()
    names = await parties.names(session, [item.person for item in wanted])
    reporting = {item.party for item in wanted}
    names |= {party.id: party.name for party in await parties.parties(session) if party.id in reporting}
    return IncidentFacts(names=names)
