"""The neutral desk says who adjusts in a conflict, or takes it back (CON-05); the checker tells both sides."""

from datetime import datetime
from uuid import UUID

from deconflict.conflicts import store as conflicts
from deconflict.conflicts.errors import ConflictClosed
from deconflict.conflicts.model import ConflictState
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.release import disclose_conflict
from deconflict.disclosure.views import ConflictView
from deconflict.errors import NotFound
from deconflict.flows.gather_facts import facts_for_conflicts
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId, Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.resolving import store as resolving
from deconflict.resolving.errors import NotASide
from deconflict.resolving.model import Assignment
from deconflict.runtime.database import PartySession


async def assign_conflict(
    session: PartySession, viewer: Viewer, conflict_id: UUID, party: PartyId | None, now: datetime
) -> Disclosed[ConflictView]:
    """Have a party adjust in the present episode of a conflict; None: nobody any more."""
    if await conflicts.conflict_with(session, conflict_id) is None:
        raise NotFound()
    require_role(viewer, Role.DESK)
    conflict = await conflicts.conflict_to_change(session, conflict_id)
    if conflict is None:
        raise NotFound()
    if conflict.state is ConflictState.RESOLVED:
        raise ConflictClosed()
    a, b = conflict.pair.a, conflict.pair.b
    if b is None or party not in (None, a.party, b.party):
        raise NotASide()
    await resolving.assign(session, Assignment(conflict.id, conflict.episode, party, viewer.person, now))
    adjusts = "" if party is None else str(party)
    entry = Entry(EntryKind.ASSIGNMENT, None, viewer.person, conflict.id, {"party": adjusts}, now)
    await ledger.append(session, [entry])
    return disclose_conflict(viewer, conflict, await facts_for_conflicts(session, [conflict]))
