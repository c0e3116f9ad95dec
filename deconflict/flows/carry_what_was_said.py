"""The checker carries from one viewer to another what somebody said: it alone reaches both (SEC-01)."""

from datetime import datetime

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Terms
from deconflict.flows.answer_shifts import answer_desk
from deconflict.flows.deliver_messages import deliver_messages
from deconflict.flows.settle_proposals import carry_proposals, release_slots, settle_proposals
from deconflict.flows.tell_assignments import tell_assignments
from deconflict.messages import checker_store as messages
from deconflict.resolving import checker_store as resolving
from deconflict.runtime.database import CheckerSession


async def carry_what_was_said(checker: CheckerSession, terms: Terms, now: datetime) -> int:
    """Deliver messages and proposals, tell what the desk assigned, answer what it asked; return how much that was."""
    said, settled = await messages.anything_waits(checker), await resolving.anything_waits(checker)
    if not said and not settled:
        return 0
    pacts = await agreements.pacts(checker, terms)
    done = await deliver_messages(checker, pacts, now) if said else 0
    if settled:
        done += await tell_assignments(checker, pacts, now) + await answer_desk(checker, pacts, now)
        done += await carry_proposals(checker, pacts, now) + await settle_proposals(checker, pacts, now)
        await release_slots(checker, now)
    return done
