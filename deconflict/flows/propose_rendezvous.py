"""A rendezvous is proposed: by an officer to another party, by the neutral staff to two, or left with the desk.

Proposing is one's own declaration: it tells the other side a disc and a window, and nothing of any plan (SEP-10).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from deconflict.agreements import store as agreements
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.release import disclose_rendezvous
from deconflict.disclosure.together_views import RendezvousView
from deconflict.errors import NotFound
from deconflict.flows.deployment import Deployment
from deconflict.flows.gather_facts import facts_together
from deconflict.flows.tell_together import tell_rendezvous
from deconflict.parties.model import OFFICERS, PartyId, Role, Viewer
from deconflict.parties.rules import require_officer, require_role
from deconflict.patrols import store as patrols
from deconflict.rendezvous import store as rendezvous
from deconflict.rendezvous.errors import RendezvousPartiesInvalid, TooManyRendezvous
from deconflict.rendezvous.model import Rendezvous, RendezvousId, RendezvousState, Where
from deconflict.rendezvous.rules import MOST_OPEN, require_acceptable
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id, new_reference


@dataclass(frozen=True)
class Proposal:
    """What is asked for. `patrol`: the one own patrol it is meant for; None: all of them there and then."""

    where: Where
    patrol: UUID | None = None


async def propose_rendezvous(
    session: PartySession,
    viewer: Viewer,
    parties: Sequence[PartyId],
    proposal: Proposal,
    deployment: Deployment,
    now: datetime,
) -> Disclosed[RendezvousView]:
    """Propose to another party, which confirms one's own side; as the neutral staff to two, which confirms none."""
    require_role(viewer, *OFFICERS, Role.DESK, Role.FACILITATOR)
    if len(set(parties)) != 2 or viewer.party not in (None, *parties):
        raise RendezvousPartiesInvalid()
    if viewer.party is None and proposal.patrol is not None:
        raise NotFound()  # the neutral staff have no patrol to mean it for
    for party in parties:
        await _require_known(session, party)
    one = viewer.party or parties[0]
    [other] = set(parties) - {one}
    new = _new(one, other, viewer.party, proposal.where, now)
    return await _store(session, viewer, new, proposal, deployment, now)


async def leave_with_desk(
    session: PartySession,
    viewer: Viewer,
    overlap: UUID,
    proposal: Proposal,
    deployment: Deployment,
    now: datetime,
) -> Disclosed[RendezvousView]:
    """Ask the desk to propose it to whom it concerns: at level 1 a party does not know its rival (DIS-03)."""
    party = require_officer(viewer)
    new = replace(
        _new(party, None, party, proposal.where, now), state=RendezvousState.ASKED, of_overlap=overlap
    )
    return await _store(session, viewer, new, proposal, deployment, now)


async def pass_on(
    session: PartySession, viewer: Viewer, asked_id: UUID, to: PartyId, now: datetime
) -> Disclosed[RendezvousView]:
    """Propose, as the desk, what a party left with it. Who asked learns whom it reached when they confirm."""
    require_role(viewer, Role.DESK)
    locked = await rendezvous.rendezvous_to_change(session, asked_id)
    asked = locked or await rendezvous.rendezvous_with(session, asked_id)  # over: then it says so
    if asked is None:
        raise NotFound()
    passed = asked.moved(RendezvousState.PASSED_ON, now)
    if to == asked.one:
        raise RendezvousPartiesInvalid()
    await _require_known(session, to)
    new = replace(_new(asked.one, to, asked.one, asked.where, now), hidden_from=asked.one, asked=asked.id)
    await rendezvous.set_state(session, passed)
    await session.insert(rendezvous.addition(new, viewer.person))
    return await told(session, viewer, new, "proposed", now)


async def told(
    session: PartySession, viewer: Viewer, item: Rendezvous, change: str, now: datetime
) -> Disclosed[RendezvousView]:
    """Tell everybody concerned what became of a rendezvous, and show it to whoever did it."""
    await tell_rendezvous(session, viewer, item, change, now)
    facts = await facts_together(session, viewer, [item.id], ())
    return disclose_rendezvous(viewer, facts.rendezvous[item.id], facts, now)


async def require_own_patrol(session: PartySession, viewer: Viewer, patrol_id: UUID | None) -> None:
    """Refuse a patrol that is not the viewer's party's; it is as absent as one that never was (DIS-06)."""
    if patrol_id is not None:
        patrol = await patrols.patrol_with(session, patrol_id)
        if patrol is None or patrol.party != viewer.party:
            raise NotFound()


async def _store(
    session: PartySession,
    viewer: Viewer,
    new: Rendezvous,
    proposal: Proposal,
    deployment: Deployment,
    now: datetime,
) -> Disclosed[RendezvousView]:
    require_acceptable(new.where, deployment.limits.bounds, now, deployment.horizon_days)
    await require_own_patrol(session, viewer, proposal.patrol)
    if viewer.party is not None:
        await agreements.hold_own_party(session)  # so that two at once are counted one after the other
        if await rendezvous.open_of(session, viewer.party, new.other, now) >= MOST_OPEN:
            raise TooManyRendezvous(limit=MOST_OPEN)
    await session.insert(rendezvous.addition(new, viewer.person))
    if viewer.party is not None:
        own = [rendezvous.meant_for(new, viewer.party, proposal.patrol)]
        if new.other is not None:
            own.append(rendezvous.confirmation(new, viewer.person, viewer.party, now))
            new = replace(new, confirmed=frozenset({viewer.party}))
        await session.insert(*own)
    return await told(session, viewer, new, new.state.value, now)


def _new(
    one: PartyId, other: PartyId | None, proposer: PartyId | None, where: Where, now: datetime
) -> Rendezvous:
    return Rendezvous(
        id=RendezvousId(new_id()),
        reference=new_reference(),
        one=one,
        other=other,
        proposer=proposer,
        where=where,
        state=RendezvousState.PROPOSED,
        proposed_at=now,
    )


async def _require_known(session: PartySession, party: PartyId) -> None:
    if await agreements.party_name(session, party) is None:
        raise NotFound()
