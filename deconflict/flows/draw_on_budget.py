"""What a party's units have drawn on their budgets today; and an amendment after a notice draws (PRB-02)."""

from collections.abc import Sequence
from datetime import datetime

from deconflict.flows.deployment import Deployment
from deconflict.overlaps import store as overlaps
from deconflict.parties.model import Unit
from deconflict.patrols.model import Patrol
from deconflict.probing import store as probing
from deconflict.probing.model import Budget, Draw, DrawKind, Limits
from deconflict.probing.rules import day_after, day_counts, day_of, is_used_up
from deconflict.runtime.database import Insertion, PartySession


async def budgets_of(
    session: PartySession, units: Sequence[Unit], limits: Limits, now: datetime
) -> list[Budget]:
    """Return what units of the viewer's own party have drawn today, in the order given."""
    if not units:
        return []
    draws = await probing.draws(session, units[0].party, [unit.id for unit in units], day_of(now))
    return [
        Budget(unit.id, unit.callsign, limits, day_counts(draws, unit.id, day_of(now)), day_after(now))
        for unit in units
    ]


async def budget_used(session: PartySession, patrol: Patrol, deployment: Deployment, now: datetime) -> bool:
    """Tell whether a plan handed in now brings the patrol's unit no notices until the UTC day is over (PRB-02)."""
    draws = await probing.draws(session, patrol.party, [patrol.unit], day_of(now))
    return is_used_up(draws, patrol.unit, now, deployment.budget)


async def draw_for_amendment(session: PartySession, amended: Patrol, now: datetime) -> tuple[Insertion, ...]:
    """Return the draw of an amendment, to be stored with it; none as long as the party was told of nothing."""
    if not await overlaps.was_told(session, amended.id):
        return ()
    draw = Draw(amended.party, amended.unit, DrawKind.AMENDMENT, amended.id, now)
    return (probing.draw_addition(draw),)
