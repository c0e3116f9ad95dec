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
    pact, own = pacts.of(sender, rival), await _named(checker, pacts, overlap, sender, rival, now)
    theirs = await overlaps.told_of_rival(checker, rival, sender)
    return tuple(
        of for of, told in theirs if any(share_cells(cells, less(pact, told, now).cells) for cells in own)
    )


async def still_names(
    checker: CheckerSession, pacts: Pacts, overlap: UUID, sender: PartyId, rival: PartyId, now: datetime
) -> bool:
    """Tell whether the sender's own overlap still shows it cells shared with that rival.

    If so, what it says is delivered as far as it may know, though the rival may be told of nothing at the moment:
    whether the rival is suspended, or over its budget, is not the sender's to know (PAT-02, PRB-02).
    """
    return any(cells is not None for cells in await _named(checker, pacts, overlap, sender, rival, now))


async def _named(
    checker: CheckerSession, pacts: Pacts, overlap: UUID, sender: PartyId, rival: PartyId, now: datetime
) -> list[bytes | None]:
    """Return what the sender's overlap shows it of the cells shared with that rival now."""
    pact = pacts.of(sender, rival)
    told = await overlaps.told_of_rival(checker, sender, rival)
    return [less(pact, item, now).cells for of, item in told if of == overlap]


async def reach_side(checker: CheckerSession, patrol: UUID, party: PartyId) -> tuple[UUID, ...]:
    """Return the overlap of a party's patrol, if it stands: on it the party hears what the desk says."""
    return await overlaps.standing_of(checker, patrol, party)
