"""The checker carries proposals to their other end, settles what was answered or expired, and keeps slots (CON-05)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from deconflict.agreements.model import Pacts
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, NoticeId, Subject
from deconflict.alerts.store import Delivery
from deconflict.conflicts import store as conflicts
from deconflict.flows.reach_rival import reach_rival, reach_side, still_names
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.overlaps import checker_store as overlaps
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import PartyId
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import PatrolId
from deconflict.resolving import checker_store as resolving
from deconflict.resolving.model import BECOMES, Mover, Proposal, ProposalId, ProposalState, Slot
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id
from deconflict.separation.cover import cover, pack
from deconflict.separation.shift import shifted

KEPT_FOR: Final = timedelta(minutes=30)
"""How long a slot is kept free for whoever agreed to move and has not amended the plan yet."""


async def carry_proposals(
    checker: CheckerSession, pacts: Pacts, now: datetime, only: UUID | None = None
) -> int:
    """Let each proposal reach its other end on its own overlaps, and ring there; return how many there were.

    What a rival cannot be told of at the moment, suspended or over its budget, stands unanswered until it can or until
    it expires: `undelivered` says nothing of the rival, only that one's own overlap names it no more (PAT-02, PRB-02).
    `only`: that matter alone.
    """
    waiting, held = await resolving.to_carry(checker, only), await resolving.held(checker, now, only)
    for sent in (*held, *waiting):
        about = await _reached(checker, sent, pacts, now)
        copy = _copy(sent, about, now) if about else None
        if copy is not None:
            await resolving.carry(checker, sent, copy, now)
            await _number(checker, [copy], ProposalState.PROPOSED, now)
        elif sent in waiting and await _is_named(checker, sent, pacts, now):
            await resolving.hold(checker, sent, now)
        elif sent in waiting:
            await resolving.carry(checker, sent, None, now)
    return len(waiting)


async def settle_proposals(
    checker: CheckerSession, pacts: Pacts, now: datetime, only: UUID | None = None
) -> int:
    """Settle, in the order of the answers, what an end has answered, and what nobody answered in time.

    The word of a suspended party does not count: what it answered stands unanswered until it is back or until it
    expires, as if it had said nothing; and of its rivals' answers it hears nothing (PAT-02). `only`: that matter alone.
    """
    settled = 0
    due = await resolving.to_settle(checker, now, only)
    suspended = await suspensions.in_force(checker) if due else frozenset[PartyId]()
    for matter, item in due:
        counts = item.said is not None and item.party not in suspended
        if not counts and item.expires_at > now:
            continue
        state = BECOMES[item.said] if item.said is not None and counts else ProposalState.EXPIRED
        ends = await resolving.settle(checker, matter, state, now)
        if state is ProposalState.ACCEPTED and ends:
            await _keep_slot(checker, ends, pacts, now)
        await _number(checker, [end for end in ends if end.party not in suspended], state, now)
        settled += len(ends) > 0
    return settled


async def release_slots(checker: CheckerSession, now: datetime) -> None:
    """Give up the slots of patrols whose next version has been checked, that are gone, or that nobody moved in time."""
    slots = await resolving.kept(checker)
    if not slots:
        return
    standing = {
        item.patrol: item for item in await patrols.with_ids(checker, [slot.patrol for slot in slots])
    }
    due = await patrols.waiting(checker)
    for slot in slots:
        plan = standing.get(PatrolId(slot.patrol))
        moved = plan is None or plan.version > slot.version
        if slot.until <= now or (moved and slot.patrol not in due):
            await resolving.release(checker, [slot.patrol], now)
            await patrols.queue_check(checker, now, PatrolId(slot.patrol), slot.party)


async def _is_named(checker: CheckerSession, sent: Proposal, pacts: Pacts, now: datetime) -> bool:
    """Tell whether a proposal between rivals is about an overlap that still names the other to its sender."""
    if sent.party is None or sent.other is None:
        return False
    return await still_names(checker, pacts, sent.overlaps[0], sent.party, sent.other, now)


async def _reached(checker: CheckerSession, sent: Proposal, pacts: Pacts, now: datetime) -> tuple[UUID, ...]:
    if sent.other is None:
        return sent.overlaps
    if sent.party is not None:
        return await reach_rival(checker, pacts, sent.overlaps[0], sent.party, sent.other, now)
    if sent.conflict is None:
        return sent.overlaps
    pair = (await conflicts.with_ids(checker, [sent.conflict]))[sent.conflict].pair
    [patrol] = [side.patrol for side in (pair.a, pair.b) if side is not None and side.party == sent.other]
    return await reach_side(checker, patrol, sent.other)


def _copy(sent: Proposal, about: tuple[UUID, ...], now: datetime) -> Proposal:
    """Return the proposal as its other end holds it: who moves is turned round, for the desk it is always another."""
    moves = sent.mover is Mover.OTHER and sent.other is not None
    return replace(
        sent,
        id=ProposalId(new_id(sent.other)),
        party=sent.other,
        other=sent.party,
        received=True,
        mover=Mover.SELF if moves else Mover.OTHER,
        overlaps=about,
        conflict=None,
        carried_at=now,
    )


async def _keep_slot(checker: CheckerSession, ends: Sequence[Proposal], pacts: Pacts, now: datetime) -> None:
    """Keep free where and when the patrol that moves will be; the plans around are checked against it (CON-05)."""
    moving = next((end for end in ends if end.mover is Mover.SELF), None)
    if moving is None:
        return
    overlap = moving.chosen or moving.overlaps[0]
    patrol = (await overlaps.patrols_of(checker, [overlap]))[overlap]
    for plan in await patrols.with_ids(checker, [patrol]):
        track = shifted(plan.track, moving.shift_s)
        packed = pack(cover(track, pacts.default.max_minimum_m))
        slot = Slot(patrol, plan.party, plan.version, moving.shift_s, track, packed, now + KEPT_FOR)
        await resolving.keep(checker, slot, now)
        await patrols.queue_check(checker, now, PatrolId(patrol), plan.party)


async def _number(
    checker: CheckerSession, ends: Sequence[Proposal], state: ProposalState, now: datetime
) -> None:
    """Number an alert for each end: what waits for an answer rings, and that one's own patrol is to move."""
    to = {end.party for end in ends if end.party is not None}
    feeds = await alerts.recipients(checker, to, desk=any(end.party is None for end in ends))
    rung = {ProposalState.PROPOSED, ProposalState.ACCEPTED}
    deliveries = [
        Delivery(
            to=feed,
            notice=notice,
            kind=AlertKind.PROPOSAL,
            change=state.value,
            rings=state is ProposalState.PROPOSED or (state in rung and end.mover is Mover.SELF),
            subject=Subject(proposal=end.id),
        )
        for end in ends
        for notice in (NoticeId(new_id()),)
        for feed in feeds
        if feed.party == end.party
    ]
    await alerts.number(checker, deliveries, now)
    said = [Entry(EntryKind.PROPOSAL, end.party, None, end.id, {"state": state.value}, now) for end in ends]
    await ledger.append(checker, said)
