"""What parties were shown of each other's live units is cut down to what they may see of each other now (DIS-02)."""

from datetime import datetime
from typing import TYPE_CHECKING

from deconflict.agreements.model import Pact, Pacts, Parties
from deconflict.encounters import checker_store as encounters
from deconflict.encounters.rules import less
from deconflict.runtime.database import CheckerSession

if TYPE_CHECKING:  # brings the compiler of the live tick, which the checker of plans need not wait for
    from deconflict.flows.following import Following


async def withhold_sightings(checker: CheckerSession, pact: Pact, pair: Parties, now: datetime) -> None:
    """Forget what either side was told of the other wherever the live level is lower now than it was told at."""
    told = await encounters.told_between(checker, *pair)
    left = [(of, revision, item, less(pact, item, now)) for of, revision, item in told]
    await encounters.tell_no_more(
        checker, [(of, revision, item) for of, revision, item, new in left if new is None]
    )
    await encounters.tell_less(
        checker, [(of, revision, new) for of, revision, item, new in left if new is not None and new != item]
    )


async def withhold_changed(checker: CheckerSession, at: "Following", pacts: Pacts, now: datetime) -> None:
    """Do so for every pair between which something else holds than when this was last asked.

    `keep_in_line` does it in the transaction that lifts the ceiling; but a live tick that began before what lowers was
    signed, and is committed after that transaction, has told more meanwhile.
    """
    before, at.pacts = at.pacts, pacts
    for pair in before.between.keys() | pacts.between.keys():
        if before.of(*pair) != pacts.of(*pair):
            await withhold_sightings(checker, pacts.of(*pair), pair, now)
