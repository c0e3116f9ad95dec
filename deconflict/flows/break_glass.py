"""A facilitator asks to see plans of a party; a second person of another organisation allows it; both can end it.

Each step is on the ledger and told to the party concerned in the same transaction, before anything is read (DIS-08).
"""

from datetime import datetime
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.errors import NotFound
from deconflict.glass import store as glasses
from deconflict.glass.errors import GlassMoveRefused
from deconflict.glass.model import Glass, GlassId, GlassState, Scope
from deconflict.glass.rules import may_decide, require_end, require_narrow
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import store as parties
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import PersonId, Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.runtime.database import CheckerSession, PartySession
from deconflict.runtime.ids import new_id, new_reference

CLOSING = frozenset({GlassState.WITHDRAWN, GlassState.OVER})


async def ask_for_glass(
    session: PartySession,
    viewer: Viewer,
    party: UUID,
    scope: Scope,
    reason: str,
    ends_at: datetime,
    now: datetime,
) -> Glass:
    """Put the request on record and tell the party concerned, and the desk, who can allow it."""
    require_role(viewer, Role.FACILITATOR)
    known = [one.id for one in await parties.parties(session) if one.id == party]
    if not known:
        raise NotFound()
    asked = Glass(
        id=GlassId(new_id()),
        reference=new_reference(),
        party=known[0],
        scope=require_narrow(scope),
        reason=reason,
        ends_at=require_end(ends_at, now),
        state=GlassState.ASKED,
        asked_by=viewer.person,
        asked_at=now,
    )
    await glasses.add(session, asked)
    await _note(session, asked, viewer.person, now)
    return asked


async def move_glass(
    session: PartySession, viewer: Viewer, wanted: UUID, to: GlassState, now: datetime
) -> Glass:
    """Allow or refuse a request as the second person, withdraw one's own, or end a look."""
    seen = await glasses.glass_with(session, wanted)
    if seen is None:
        raise NotFound()
    own = viewer.person == seen.asked_by
    if to in CLOSING and not own and not (to is GlassState.OVER and may_decide(viewer, seen)):
        raise RoleRefused(role=viewer.role.value)
    if to not in CLOSING and not may_decide(viewer, seen):
        raise RoleRefused(role=viewer.role.value)
    glass = await glasses.glass_to_change(session, wanted)
    if glass is None:  # it is over: nobody may change it any more
        raise GlassMoveRefused(state=seen.state.value, move=to.value)
    moved = glass.closed(to, now) if to in CLOSING else glass.decided(viewer, to, now)
    await glasses.set_state(session, moved)
    await _note(session, moved, viewer.person, now)
    return moved


async def end_looks(checker: CheckerSession, now: datetime) -> int:
    """End the looks whose time is over and drop the requests nobody decided; tell whom it concerns."""
    over = await glasses.run_out(checker, now)
    for glass in over:
        asked = glass.state is GlassState.ASKED
        ended = glass.closed(GlassState.WITHDRAWN if asked else GlassState.OVER, now)
        await glasses.set_state(checker, ended)
        await _note(checker, ended, None, now)
    return len(over)


async def _note(
    session: PartySession | CheckerSession, glass: Glass, by: PersonId | None, now: datetime
) -> None:
    said: dict[str, str | int | list[str]] = {"change": glass.state.value, "reason": glass.reason}
    await ledger.append(session, [Entry(EntryKind.GLASS, glass.party, by, glass.id, said, now)])
    rings = glass.state in {GlassState.ASKED, GlassState.APPROVED}
    await alerts.queue(
        session,
        [
            Notice(
                NoticeId(new_id()),
                to,
                AlertKind.GLASS,
                glass.state.value,
                rings=rings,
                found_at=now,
                glass=glass.id,
            )
            for to in (glass.party, None)
        ],
    )
