"""What parties were shown of each other is brought in line with what they signed and took back (DIS-02).

Until then `viewer_ceiling` lets nobody see more than the lowest of it.
"""

from collections.abc import Sequence
from datetime import datetime

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.checker_store import Pending
from deconflict.agreements.model import Level, Matter, Pact, Pacts, Parties
from deconflict.agreements.rules import lowest, ordered, plain
from deconflict.conflicts import checker_store as segments
from deconflict.flows.share_plans import take_back
from deconflict.flows.share_positions import take_back_positions
from deconflict.flows.tell_sos import withhold_calls
from deconflict.flows.withhold_sightings import withhold_sightings
from deconflict.overlaps import checker_store as overlaps
from deconflict.overlaps.rules import less
from deconflict.patrols import checker_store as patrols
from deconflict.probing import checker_store as probing
from deconflict.runtime.database import CheckerSession
from deconflict.separation.cover import unpack


async def applicable(checker: CheckerSession, pending: Sequence[Pending]) -> list[Pending]:
    """Return what can be applied at this tick: of pairs whose plans have all been checked again (PAT-09)."""
    waiting = {ordered(*pair) for pair in await patrols.pairs_waiting(checker)} if pending else set()
    return [item for item in pending if item.pair not in waiting]


async def keep_in_line(
    checker: CheckerSession, pacts: Pacts, pending: Sequence[Pending], now: datetime
) -> None:
    """Let what was told earlier tell no more than holds now, then lift the ceiling."""
    for pair in {item.pair for item in pending}:
        await probing.withhold_between(checker, *pair)
        pact = pacts.of(*pair)
        await _tell_less(checker, pact, pair, now)
        await _withhold_conflicts(checker, pact, pair, now)
        await take_back(checker, pact, pair, now)
        await withhold_calls(checker, pact, pair, now)
        await take_back_positions(checker, pair)
        await withhold_sightings(checker, pact, pair, now)
    await agreements.mark_applied(checker, pending, now)


async def _withhold_conflicts(checker: CheckerSession, pact: Pact, pair: Parties, now: datetime) -> None:
    """Forget what either side was shown of conflicts wherever the level is below 3 now."""
    told = await segments.told_between(checker, *pair)
    await segments.tell_no_more(
        checker,
        [
            (segment, revision)
            for segment, revision, cells in told
            if lowest(pact, unpack(cells), Matter.PLANS, now) < Level.SEGMENT
        ],
    )


async def _tell_less(checker: CheckerSession, pact: Pact, pair: Parties, now: datetime) -> None:
    """Cut down all that either side was told of the other; one by one only where it depends on the cells."""
    match plain(pact, Matter.PLANS, now):
        case Level.SEALED:
            await overlaps.tell_nothing(checker, *pair)
        case Level.NOTICE:
            await overlaps.tell_no_cells(checker, *pair)
        case None:
            told = await overlaps.told_between(checker, *pair)
            fewer = [(of, revision, less(pact, item, now)) for of, revision, item in told]
            await overlaps.tell_less(
                checker, [new for new, old in zip(fewer, told, strict=True) if new != old]
            )
        case _:
            pass  # at level 2 and above whatever was told may still be told
