"""One side takes back what it gave, alone and at once (DIS-02)."""

from datetime import datetime

from deconflict.agreements import store as agreements
from deconflict.agreements.errors import NothingLowered, PartiesInvalid
from deconflict.agreements.model import Levels, Lowering, LoweringId, Terms
from deconflict.agreements.rules import (
    DAY,
    later_than,
    lowers_nothing,
    ordered,
    require_seldom,
    require_whole,
)
from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId, Viewer
from deconflict.parties.rules import require_officer
from deconflict.patrols import store as patrols
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id


async def lower_level(
    session: PartySession, viewer: Viewer, other: PartyId, levels: Levels, terms: Terms, now: datetime
) -> Lowering:
    """Give that other side no more than these levels from this transaction on, until both sign another text.

    NothingLowered where as much was taken back before: each would be kept, and looked at, for ever.
    """
    party = require_officer(viewer)
    if other == party:
        raise PartiesInvalid()
    require_whole(levels)
    if await agreements.party_name(session, other) is None:
        raise NotFound()
    await agreements.hold_own_party(session)
    if lowers_nothing(await agreements.pact(session, party, other, terms), levels):
        raise NothingLowered()
    if levels.clauses:
        require_seldom(await agreements.own_acts_since(session, party, other, now - DAY))
    at = later_than(await agreements.own_acts(session, party, other), now)
    lowered = Lowering(LoweringId(new_id()), party, other, levels, at)
    said: dict[str, str | int | list[str]] = {"agreement": "lowered", "level": int(levels.elsewhere)}
    await session.insert(
        agreements.lowering_addition(lowered, viewer.person),
        ledger.addition([Entry(EntryKind.AGREEMENT, party, viewer.person, lowered.id, said, now)]),
        patrols.to_do(now, owner=party, pair=ordered(party, other)),
    )
    return lowered
