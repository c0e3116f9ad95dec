"""The checker carries from one viewer to another what somebody said: it alone reaches both (SEC-01).

All together; where something in it cannot be carried, one by one, so that it stops nobody else's word.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Terms
from deconflict.flows.answer_shifts import answer_desk
from deconflict.flows.deliver_messages import deliver_messages
from deconflict.flows.settle_proposals import carry_proposals, release_slots, settle_proposals
from deconflict.flows.tell_assignments import tell_assignments
from deconflict.messages import checker_store as messages
from deconflict.resolving import checker_store as resolving
from deconflict.runtime.database import CheckerSession


class Kind(StrEnum):
    """What can be said. The desk's calls and questions, and slots that are over, are one."""

    MESSAGE = "message"
    PROPOSAL = "proposal"
    CALL = "call"


class Said(NamedTuple):
    """Something said that is to be carried: a message, the matter of a proposal, or all of the desk's."""

    kind: Kind
    id: UUID | None


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


async def what_waits(checker: CheckerSession) -> list[Said]:
    """Return what is to be carried, to be taken one by one."""
    said = [Said(Kind.MESSAGE, item) for item in await messages.waiting(checker)]
    proposed = [Said(Kind.PROPOSAL, item) for item in await resolving.matters(checker)]
    return [*said, Said(Kind.CALL, None), *proposed]


async def carry_one(checker: CheckerSession, said: Said, terms: Terms, now: datetime) -> int:
    """Carry one of them; return how much that was."""
    pacts = await agreements.pacts(checker, terms)
    if said.kind is Kind.MESSAGE:
        return await deliver_messages(checker, pacts, now, said.id)
    if said.kind is Kind.PROPOSAL:
        carried = await carry_proposals(checker, pacts, now, said.id)
        return carried + await settle_proposals(checker, pacts, now, said.id)
    done = await tell_assignments(checker, pacts, now) + await answer_desk(checker, pacts, now)
    await release_slots(checker, now)
    return done
