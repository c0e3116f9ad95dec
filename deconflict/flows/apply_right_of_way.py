"""Part of the check: where an agreement gives one side the right of way, the other adjusts (CON-05)."""

from collections.abc import Iterable
from datetime import datetime

from deconflict.agreements.model import Pacts
from deconflict.agreements.rules import gives_way
from deconflict.conflicts.model import Conflict, ConflictState
from deconflict.resolving import checker_store as resolving
from deconflict.runtime.database import CheckerSession


async def apply_right_of_way(
    checker: CheckerSession, found: Iterable[Conflict], pacts: Pacts, now: datetime
) -> None:
    """Assign who gives way in the open conflicts of two parties, or nobody where no right of way is agreed any more."""
    await resolving.assign_by_agreement(
        checker,
        [
            (item.id, item.episode, gives_way(pacts.of(item.pair.a.party, item.pair.b.party), now))
            for item in found
            if item.pair.b is not None and item.state is not ConflictState.RESOLVED
        ],
        now,
    )
