"""The desk or the operator suspends a party, with a reason, and restores it; both are on the ledger (PAT-02).

What follows from it the checker does: see `apply_suspensions`.
"""

from datetime import datetime
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import store as parties
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.errors import NotSuspended
from deconflict.parties.model import PartyId, PersonId, Role, Suspension, SuspensionId, Viewer
from deconflict.parties.rules import require_role
from deconflict.runtime.database import OwnerSession, PartySession
from deconflict.runtime.ids import new_id

MAY_SUSPEND = (Role.DESK, Role.OPERATOR)
Writer = PartySession | OwnerSession


async def suspend_as(
    session: PartySession, viewer: Viewer, party: UUID, reason: str, now: datetime
) -> Suspension:
    """Suspend a party as the desk or the operator. AlreadySuspended when it is."""
    require_role(viewer, *MAY_SUSPEND)
    return await suspend_party(session, party, reason, now)


async def restore_as(session: PartySession, viewer: Viewer, party: UUID, now: datetime) -> Suspension:
    """Restore a party as the desk or the operator. NotSuspended when it is not."""
    require_role(viewer, *MAY_SUSPEND)
    return await restore_party(session, party, now)


async def suspend_party(session: Writer, party: UUID, reason: str, now: datetime) -> Suspension:
    """Put the suspension on record; from the next check on the party's word does not count."""
    known = await _known(session, party)
    new = Suspension(SuspensionId(new_id()), known, reason, now)
    await suspensions.suspend(session, new, _by(session))
    await _note(session, new, "suspended", now)
    return new


async def restore_party(session: Writer, party: UUID, now: datetime) -> Suspension:
    """Put the end of the suspension on record; everything of the party's is then checked again."""
    stands = await suspensions.standing(session, await _known(session, party))
    if stands is None:
        raise NotSuspended()
    over = stands.restored(now)
    await suspensions.restore(session, over.id, _by(session), now)
    await _note(session, over, "restored", now)
    return over


async def _known(session: Writer, party: UUID) -> PartyId:
    for one in await parties.parties(session):
        if one.id == party:
            return one.id
    raise NotFound()


def _by(session: Writer) -> PersonId | None:
    person = session.viewer.person if isinstance(session, PartySession) else None
    return None if person is None else PersonId(person)


async def _note(session: Writer, of: Suspension, change: str, now: datetime) -> None:
    said: dict[str, str | int | list[str]] = {"change": change, "reason": of.reason}
    entry = Entry(EntryKind.SUSPENSION, of.party, _by(session), of.id, said, now)
    await ledger.append(session, [entry])
