"""The checker: take what changed, compare it with every committed plan, write what follows.

In one transaction (CON-01).
"""

from dataclasses import dataclass
from datetime import datetime

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Terms
from deconflict.conflicts import store as conflicts
from deconflict.flows.apply_suspensions import apply_suspensions
from deconflict.flows.exemptions import exemptions
from deconflict.flows.neighbourhood import Neighbourhood
from deconflict.flows.record_conflicts import record_conflicts
from deconflict.flows.record_overlaps import compare_at_tick, of_suspended, record_overlaps
from deconflict.flows.share_plans import share_between, share_plans
from deconflict.overlaps import checker_store as overlaps
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import PatrolId
from deconflict.probing.model import Limits
from deconflict.runtime.database import CheckerSession
from deconflict.zones import store as zones


@dataclass(frozen=True)
class Checked:
    """What one batch did: to-dos taken, patrols checked, since when the oldest had waited, and alarms raised.

    `more`: as many to-dos were taken as were allowed, so that others may be waiting.
    """

    todos: int
    patrols: int
    queued_at: datetime
    conflicts: int
    more: bool


async def check_plans(
    checker: CheckerSession, terms: Terms, now: datetime, limit: int, budget: Limits
) -> Checked | None:
    """Bring conflicts and overlaps of what changed up to date; None when nothing is due.

    To-dos, findings, conflicts, overlaps and due notices commit together, so a crash loses and doubles nothing.
    """
    suspended = await apply_suspensions(checker, terms, now)
    due = await patrols.take_due(checker, now, limit)
    if due is None:
        return None
    changed = due.patrols
    if due.zones:
        near = await patrols.near_zones(checker, due.zones)
        before = await conflicts.of_zones(checker, due.zones)
        changed |= near | {PatrolId(patrol) for patrol in before}
    pacts = await agreements.pacts(checker, terms)
    for pair in due.pairs:
        await patrols.queue_pair(checker, now, pair)
        await compare_at_tick(checker, dict(await overlaps.patrols_shared_between(checker, *pair)), now)
        await share_between(checker, pair, pacts, now, suspended)
    standing, candidates = await patrols.around(checker, changed)
    around = Neighbourhood(
        changed=changed,
        standing=standing,
        candidates=candidates,
        zones=await zones.of_patrols(checker, changed),
        exempt=await exemptions(checker, standing.values()),
        suspended=suspended,
    )
    alarms = await record_conflicts(checker, around, pacts, now)
    await record_overlaps(checker, around, pacts, now, budget)
    await share_plans(checker, changed - await of_suspended(checker, around), pacts, now, suspended)
    return Checked(due.count, len(changed), due.queued_at, alarms, due.count >= limit)
