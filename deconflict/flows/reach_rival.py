"""Part of carrying: on which of its own overlaps a rival knows what somebody speaks of (DIS-03).

Both sides know the same of what they share at level 2: the cell-hours of the one's patrol and any of the other's. So
what is said about an overlap reaches the other on those of its own that share them, and tells it nothing new.
"""

from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Pacts
from deconflict.overlaps import checker_store as overlaps
from deconflict.overlaps.rules import less, share_cells
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession


async def reach_rival(
    checker: CheckerSession, pacts: Pacts, overlap: UUID, sender: PartyId, rival: PartyId, now: datetime
) -> tuple[UUID, ...]:
    """Return the rival's overlaps that share told cell-hours with that one; none where the level has fallen."""
    pact = pacts.of(sender, rival)
    own = [
        less(pact, told, now).cells
        for of, told in await overlaps.told_of_rival(checker, sender, rival)
        if of == overlap
    ]
    theirs = await overlaps.told_of_rival(checker, rival, sender)
    return tuple(
        of for of, told in theirs if any(share_cells(cells, less(pact, told, now).cells) for cells in own)
    )


async def reach_side(checker: CheckerSession, patrol: UUID, party: PartyId) -> tuple[UUID, ...]:
    """Return the overlap of a party's patrol, if it stands: on it the party hears what the desk says."""
    return await overlaps.standing_of(checker, patrol, party)
