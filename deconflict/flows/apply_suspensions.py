"""The checker acts on a suspension: what rivals know stands, the party itself is told nothing more of them (PAT-02).

Of each of its patrols the version that was on record is held: rivals go on being warned of it, whatever the party does,
so that its word clears nobody's way (ALR-06). What it hands in meanwhile is compared for the neutral desk alone.
When it is restored everything of it is checked again.
"""

from collections.abc import Collection
from datetime import datetime

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Terms
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.flows.record_overlaps import compare_at_tick
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import PartyId, Suspension
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.store import to_do
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id


async def apply_suspensions(checker: CheckerSession, terms: Terms, now: datetime) -> Collection[PartyId]:
    """Act on what was suspended or restored since; return the parties that are suspended now."""
    for item in await suspensions.not_applied(checker):
        if item.restored_at is None:
            await patrols.hold_plans(checker, item.party, item.suspended_at)
        concerned = await patrols.queue_party(checker, now, item.party)
        if item.restored_at is not None:
            await patrols.let_go_plans(checker, item.party)
            await _check_pairs(checker, item.party, terms, now)
        await compare_at_tick(checker, concerned, now)
        await alerts.queue(checker, _notices(item, now))
        await suspensions.mark_applied(checker, [item], now)
    return await suspensions.in_force(checker)


async def _check_pairs(checker: CheckerSession, party: PartyId, terms: Terms, now: datetime) -> None:
    """Leave a to-do for every party that agreed on something with the one that is back: what they show each other."""
    for pair in (await agreements.pacts(checker, terms)).between:
        if party in pair:
            await checker.insert(to_do(now, owner=None, pair=pair))


def _notices(item: Suspension, now: datetime) -> list[Notice]:
    """Tell the party itself, and the desk; nobody else (DIS-06)."""
    change = "suspended" if item.restored_at is None else "restored"
    return [
        Notice(
            NoticeId(new_id()),
            to,
            AlertKind.SUSPENSION,
            change,
            rings=change == "suspended",
            found_at=now,
            suspension=item.id,
        )
        for to in (item.party, None)
    ]
