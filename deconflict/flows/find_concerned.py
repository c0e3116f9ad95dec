"""Which alerts of parties are about what an alert of the desk's is about. Each side has objects of its own for it.

Read by the engine alone: nothing of it leaves but which rungs were reached.
"""

from uuid import UUID

from deconflict.alerts import press_store as presses
from deconflict.alerts.model import Ladder, Subject
from deconflict.conflicts import checker_store as segments
from deconflict.conflicts import store as conflicts
from deconflict.distress import checker_store as distress
from deconflict.distress.model import HaltId, SosId
from deconflict.encounters import checker_store as encounters
from deconflict.overlaps import checker_store as overlaps
from deconflict.runtime.database import CheckerSession


async def find_concerned(checker: CheckerSession, of: Subject) -> list[Ladder]:
    """Return what parties have not acknowledged of what an alert of the desk's speaks of."""
    if of.escalation is not None:
        return await presses.open_of_call(checker, of.escalation)
    matters = set() if of.matter is None else {of.matter}
    if of.conflict is not None:
        matters |= await _of_conflict(checker, of.conflict)
    if of.sighting is not None:
        matters |= await encounters.beside(checker, of.sighting)
    if of.sos is not None:
        matters |= {item.id for item in await distress.told_of_call(checker, SosId(of.sos))}
    if of.halt is not None:
        matters |= {item.id for item in await distress.told_of_halt(checker, HaltId(of.halt))}
    return await presses.open_about(checker, matters)


async def _of_conflict(checker: CheckerSession, wanted: UUID) -> set[UUID]:
    """Return what its sides deal with: segments from level 3 on, below it overlaps; and what is told of a zone."""
    found = await conflicts.conflict_with(checker, wanted)
    if found is None:
        return set()
    matters = set(await segments.shown_of(checker, wanted))
    for side in (found.pair.a, found.pair.b):
        if side is not None:
            matters |= set(await overlaps.standing_of(checker, side.patrol, side.party))
    if found.pair.zone is not None:
        of_zone = Subject(zone=found.pair.zone.id, patrol=found.pair.a.patrol).matter
        matters |= set() if of_zone is None else {of_zone}
    return matters
