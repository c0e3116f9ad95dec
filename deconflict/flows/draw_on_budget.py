"""What a party's units have drawn on their budgets today; and an amendment after a notice draws (PRB-02)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from deconflict.agreements import store as agreements
from deconflict.flows.deployment import Deployment
from deconflict.overlaps import store as overlaps
from deconflict.parties.model import PartyId, Unit, UnitId
from deconflict.patrols.model import Patrol
from deconflict.probing import store as probing
from deconflict.probing.errors import BudgetUsed
from deconflict.probing.model import Budget, Draw, DrawKind, Limits
from deconflict.probing.rules import day_after, day_counts, day_of, is_used_up
from deconflict.runtime.database import Insertion, PartySession
from deconflict.runtime.question import Question


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
    (draws,) = await session.together(drawn_today(session, patrol.party, patrol.unit, now))
    return is_used_up(draws, now, deployment.budget)


def drawn_today(session: PartySession, party: PartyId, unit: UnitId, now: datetime) -> Question[list[Draw]]:
    """Ask what a unit of the viewer's own party has drawn today."""
    return probing.draws_asked_for(session, party, [unit], day_of(now))


async def draw_for_amendment(session: PartySession, amended: Patrol, now: datetime) -> tuple[Insertion, ...]:
    """Return the draw of an amendment, to be stored with it; none as long as the party was told of nothing."""
    if not await overlaps.was_told(session, amended.id):
        return ()
    draw = Draw(amended.party, amended.unit, DrawKind.AMENDMENT, amended.id, now)
    return (probing.draw_addition(draw),)


async def draw_for_question(
    session: PartySession, party: PartyId, unit: UnitId, subject: UUID, limits: Limits, now: datetime
) -> Insertion:
    """Return the draw of a question, to be stored with it; BudgetUsed when the unit has asked too often today.

    The questions of one party wait for each other, so that two at once draw twice.
    """
    await agreements.hold_own_party(session)
    draws = await probing.draws(session, party, [unit], day_of(now))
    if day_counts(draws, unit, day_of(now))[DrawKind.WHAT_IF] >= limits.what_ifs:
        raise BudgetUsed(limit=limits.what_ifs, until=day_after(now))
    return probing.draw_addition(Draw(party, unit, DrawKind.WHAT_IF, subject, now))
