"""The neutral desk, or the facilitator, orders that everybody in an area stands still, and lifts the order (LIV-07).

Which parties that concerns the engine finds and tells: `tell_halts`.
"""

from datetime import datetime
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.distress import store as distress
from deconflict.distress.errors import NotStanding
from deconflict.distress.model import Halt, HaltId, Ring
from deconflict.distress.rules import require_area
from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id, new_reference

MAY_ORDER = (Role.DESK, Role.FACILITATOR)


async def order_halt(session: PartySession, viewer: Viewer, ring: Ring, note: str, now: datetime) -> Halt:
    """Put the order on record; every party with a unit or a patrol under way in the area is told at once."""
    require_role(viewer, *MAY_ORDER)
    halt = Halt(
        id=HaltId(new_id()),
        reference=new_reference(),
        by=viewer.role,
        person=viewer.person,
        ring=require_area(ring),
        note=note,
        raised_at=now,
    )
    await distress.order(session, halt)
    await _tell(session, viewer, halt, now)
    return halt


async def lift_halt(session: PartySession, viewer: Viewer, wanted: UUID, now: datetime) -> Halt:
    """Lift an order, as the desk or whoever gave it; whoever was told of it is told so (ALR-06)."""
    seen = (await distress.halts(session, [wanted])).get(wanted)
    if seen is None:
        raise NotFound()
    if not isinstance(seen, Halt):
        raise RoleRefused(role=viewer.role.value)
    if seen.lifted_at is not None:
        raise NotStanding()
    halt = await distress.halt_to_lift(session, wanted)
    if halt is None:
        raise NotFound()
    over = halt.lifted(now)
    await distress.lift(session, over)
    await _tell(session, viewer, over, now)
    return over


async def _tell(session: PartySession, viewer: Viewer, halt: Halt, now: datetime) -> None:
    """Put it on the service's own ledger, tell the desk, and let the engine hurry."""
    over = halt.lifted_at is not None
    change = "over" if over else "raised"
    said: dict[str, str | int | list[str]] = {"change": change, "what": "halt", "role": viewer.role.value}
    await ledger.append(session, [Entry(EntryKind.DISTRESS, None, viewer.person, halt.id, said, now)])
    kind = AlertKind.ALL_CLEAR if over else AlertKind.HALT
    notice = Notice(NoticeId(new_id()), None, kind, change, rings=not over, found_at=now, halt=halt.id)
    await alerts.queue(session, [notice])
    await distress.hurry(session)
