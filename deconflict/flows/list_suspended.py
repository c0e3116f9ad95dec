"""What the desk makes of a suspended party's patrols: unverified, widening with time, or handed in since (PAT-02)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deconflict.parties.model import Suspension
from deconflict.patrols import store as patrols
from deconflict.patrols.model import SuspendedStanding
from deconflict.patrols.rules import reach_m, standing_while_suspended
from deconflict.runtime.database import PartySession
from deconflict.separation.units import Metres


@dataclass(frozen=True)
class SuspendedPatrol:
    """A patrol of a suspended party; `reach_m`: how far off its plan it may be by now."""

    patrol: UUID
    patrol_reference: str
    callsign: str
    standing: SuspendedStanding
    reach_m: Metres | None


async def list_suspended(session: PartySession, of: Suspension, now: datetime) -> list[SuspendedPatrol]:
    """Return the patrols that a suspended party has on record, as far as the viewer sees them."""
    if of.restored_at is not None:
        return []
    found = await patrols.on_record_of(session, of.party)
    plans = await patrols.plans_of(session, [patrol.id for patrol in found])
    shown = []
    for patrol in found:
        since = max(patrol.registered_at, plans[patrol.id].submitted_at)
        standing = standing_while_suspended(patrol.state, since, of.suspended_at)
        wide = reach_m(of.suspended_at, now) if standing is SuspendedStanding.WIDENING else None
        shown.append(SuspendedPatrol(patrol.id, patrol.reference, patrol.callsign, standing, wide))
    return shown
