"""Time passes: patrols that never started expire, conflicts and overlaps whose time is over come to their end."""

from datetime import datetime
from uuid import UUID

from deconflict.agreements import checker_store as agreements
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.model import Change, Resolution
from deconflict.flows.break_glass import end_looks
from deconflict.flows.record_overlaps import compare_at_tick
from deconflict.flows.tell_conflicts import tell
from deconflict.overlaps import checker_store as overlaps
from deconflict.overlaps.rules import hour_of
from deconflict.parties.model import PartyId
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import PatrolId
from deconflict.patrols.store import to_do
from deconflict.probing import checker_store as probing
from deconflict.runtime.database import CheckerSession


async def close_passed(checker: CheckerSession, now: datetime) -> int:
    """Expire, resolve and end what is over, telling everyone who was told (ALR-06); return how much that was."""
    # At the end of the hour: sooner, the all-clear to a rival would tell when the plan was over (DIS-04).
    expired = await patrols.expire(checker, now.replace(minute=0, second=0, microsecond=0))
    for patrol, party in expired:
        await patrols.queue_check(checker, now, patrol, party)
    passed = [item.resolved(Resolution.PASSED, now) for item in await conflicts.over(checker, now)]
    await conflicts.record(checker, [], passed, now)
    await tell(checker, [(Change.RESOLVED, item) for item in passed], now)
    for side in {item.pair.a.patrol: item.pair.a for item in passed if item.pair.b is not None}.values():
        await patrols.queue_check(
            checker, now, PatrolId(side.patrol), side.party
        )  # both sides' views end, too
    ended = await overlaps.over(checker, hour_of(now))
    await compare_at_tick(checker, dict(ended), now)
    await compare_at_tick(checker, await told_again(checker, now), now)
    looks = await end_looks(checker, now)
    ran_out = await agreements.expired(checker, now)
    for pair in ran_out:
        await checker.insert(to_do(now, owner=None, pair=pair))
    return len(expired) + len(passed) + len(ended) + len(ran_out) + looks


async def told_again(checker: CheckerSession, now: datetime) -> dict[UUID, PartyId]:
    """Return the patrols whose parties may be told again: the day is over, or people are out there (PRB-02)."""
    silences = await probing.all_silences(checker)
    if not silences:
        return {}
    entered = {item.patrol: item for item in await patrols.entered(checker, [one.patrol for one in silences])}
    return {
        item.patrol: item.party
        for item in silences
        if item.until <= now
        or (known := entered.get(PatrolId(item.patrol))) is None
        or known.is_under_way(now)
    }
