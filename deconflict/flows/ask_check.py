"""An officer asks what would be shared if a plan were registered. The question draws on the unit's budget (PRB-02)."""

from datetime import datetime

from deconflict.flows.deployment import Deployment
from deconflict.flows.draw_on_budget import draw_for_question
from deconflict.flows.register_patrol import acceptable, notices_by, own_unit
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import OFFICERS, Viewer
from deconflict.parties.rules import require_role
from deconflict.patrols.model import Submission
from deconflict.probing import store as probing
from deconflict.probing.model import WhatIf, WhatIfId, WhatIfState
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id


async def ask_check(
    session: PartySession, viewer: Viewer, submission: Submission, deployment: Deployment, now: datetime
) -> WhatIf:
    """Put the question on record; the checker answers it at the tick. BudgetUsed when the unit has asked too often.

    Nothing in this answer depends on another party: the questions of one party wait for each other alone.
    """
    require_role(viewer, *OFFICERS)
    path = acceptable(submission, deployment, now)
    unit = await own_unit(session, viewer, submission)
    asked = WhatIf(
        WhatIfId(new_id()),
        unit.party,
        unit.id,
        now,
        notices_by(deployment, now),
        WhatIfState.PENDING,
    )
    draw = await draw_for_question(session, unit.party, unit.id, asked.id, deployment.budget, now)
    said = Entry(EntryKind.QUESTION, unit.party, viewer.person, asked.id, {}, now)
    await session.insert(
        probing.question_addition(asked, viewer.person, path, deployment.terms.max_minimum_m),
        draw,
        ledger.addition([said]),
    )
    return asked
