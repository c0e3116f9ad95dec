"""The checker carries from one viewer to another what somebody said: it alone reaches both (SEC-01)."""

from datetime import datetime

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Terms
from deconflict.flows.answer_shifts import answer_desk
from deconflict.flows.tell_assignments import tell_assignments
from deconflict.resolving import checker_store as resolving
from deconflict.runtime.database import CheckerSession


async def carry_what_was_said(checker: CheckerSession, terms: Terms, now: datetime) -> int:
    """Tell both sides what the desk assigned, and answer what it asked; return how much was carried."""
    if not await resolving.anything_waits(checker):
        return 0
    pacts = await agreements.pacts(checker, terms)
    return await tell_assignments(checker, pacts, now) + await answer_desk(checker, pacts, now)
