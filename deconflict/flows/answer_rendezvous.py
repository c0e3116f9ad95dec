"""One side of a rendezvous confirms it, for itself alone, or puts an end to it (SEP-10)."""

from datetime import datetime
from uuid import UUID

from deconflict.agreements.rules import ordered
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.together_views import RendezvousView
from deconflict.errors import NotFound
from deconflict.flows.propose_rendezvous import require_own_patrol, told
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import OFFICERS, PartyId, Role, Viewer
from deconflict.parties.rules import require_officer, require_role
from deconflict.patrols import store as patrols
from deconflict.rendezvous import store as rendezvous
from deconflict.rendezvous.model import Rendezvous, RendezvousState
from deconflict.rendezvous.rules import confirmed, ended
from deconflict.runtime.database import Insertion, PartySession


async def confirm_rendezvous(
    session: PartySession, viewer: Viewer, rendezvous_id: UUID, patrol: UUID | None, now: datetime
) -> Disclosed[RendezvousView]:
    """Confirm as one's own party. When both have, the plans of the two are checked again (PAT-09)."""
    item = await _to_change(session, rendezvous_id)
    party = require_officer(viewer)
    after = confirmed(item, party, now)
    await require_own_patrol(session, viewer, patrol)
    if patrol is None and item.asked is not None and party == item.proposer:
        patrol = (await rendezvous.meant(session, [item.asked])).get(item.asked)
    await session.insert(
        rendezvous.confirmation(item, viewer.person, party, now), rendezvous.meant_for(item, party, patrol)
    )
    await rendezvous.set_state(session, after)
    if after.state is RendezvousState.CONFIRMED:
        await session.insert(check_again(after, party, now))
    return await told(session, viewer, after, RendezvousState.CONFIRMED.value, now)


async def end_rendezvous(
    session: PartySession, viewer: Viewer, rendezvous_id: UUID, now: datetime
) -> Disclosed[RendezvousView]:
    """Withdraw one's own proposal, refuse another's, or end what was confirmed: then what it exempted counts again."""
    item = await _to_change(session, rendezvous_id)
    require_role(viewer, *OFFICERS, Role.DESK, Role.FACILITATOR)
    if viewer.party is None and not _is_staffs(item, viewer):
        raise RoleRefused(role=viewer.role.value)
    after = ended(item, viewer.party, now)
    await rendezvous.set_state(session, after)
    if after.state is RendezvousState.ENDED and viewer.party is not None:
        await session.insert(check_again(after, viewer.party, now))
    return await told(session, viewer, after, after.state.value, now)


def check_again(item: Rendezvous, party: PartyId, now: datetime) -> Insertion:
    """Return the checker's to-do: everything between the two sides."""
    one, other = item.sides
    return patrols.to_do(now, owner=party, pair=ordered(one, other))


def _is_staffs(item: Rendezvous, viewer: Viewer) -> bool:
    """What the neutral staff proposed is theirs to take back, what was left with the desk the desk's to refuse."""
    of_desk = item.asked is not None or item.state is RendezvousState.ASKED
    return item.proposer is None or (of_desk and viewer.role is Role.DESK)


async def _to_change(session: PartySession, wanted: UUID) -> Rendezvous:
    locked = await rendezvous.rendezvous_to_change(session, wanted)
    item = locked or await rendezvous.rendezvous_with(session, wanted)  # over, or not the viewer's to change
    if item is None:
        raise NotFound()
    return item
