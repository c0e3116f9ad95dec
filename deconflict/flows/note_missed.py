"""What came in while no live engine ran, and is too old for one that begins, is compared after the fact (LIV-01).

Whoever begins to follow reads ten minutes back. What came before, since the last tick that is known to be committed,
was seen by no tick: it is marked before anything else, so that neither a crash nor another engine loses it.
"""

from datetime import datetime, timedelta
from typing import Final

from deconflict.encounters import checker_store as encounters
from deconflict.flows.begin_following import TRACKED
from deconflict.flows.deployment import Deployment
from deconflict.runtime.database import CheckerSession
from deconflict.tracking import checker_store as tracking

AT_ONCE: Final = timedelta(minutes=30)
"""How much one statement marks: each has its time limit, and a long outage may not keep the engine from beginning."""


async def note_missed(checker: CheckerSession, deployment: Deployment, now: datetime) -> int:
    """Mark what came between the last tick and what is read at `now`, as far as it is kept; return how many uploads."""
    kept_from = now - timedelta(hours=deployment.fixes_kept_hours)
    ticked = await encounters.last_run_at(checker)
    # What was on its way at that tick was not seen by it either.
    since = kept_from if ticked is None else max(ticked - tracking.CLOCKS, kept_from)
    missed = 0
    while since < now - TRACKED:
        until = min(since + AT_ONCE, now - TRACKED)
        missed += await tracking.mark_missed(checker, since, until)
        since = until
    return missed
