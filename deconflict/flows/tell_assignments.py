"""The checker tells both sides of a conflict what the desk's call means for their own overlaps (CON-05).

The call is a person's word, so it may tell more than covers and levels do; an agreement's right of way may not
(DIS-04).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Pacts
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, NoticeId, Subject
from deconflict.alerts.store import Delivery
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.model import Conflict, ConflictState, Side
from deconflict.flows.tell_overlaps import what_may_be_told
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.overlaps import checker_store as overlaps
from deconflict.overlaps.model import CLOSED, Overlap, Told
from deconflict.overlaps.rules import less
from deconflict.parties.model import PartyId
from deconflict.resolving import checker_store as resolving
from deconflict.resolving.model import Advice, Assignment, Given, Says
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id

ADVISED = "advised"
"""The change of an overlap whose hours are what they were: the desk said who moves."""


async def tell_assignments(checker: CheckerSession, pacts: Pacts, now: datetime) -> int:
    """Tell what the desk assigned since; a side that may be told nothing of the other hears it by voice alone."""
    waiting = await resolving.untold(checker)
    known = await conflicts.with_ids(checker, {item.conflict for item in waiting}) if waiting else {}
    for assigned in waiting:
        conflict = known[assigned.conflict]
        if conflict.state is not ConflictState.RESOLVED and conflict.episode == assigned.episode:
            await _tell(checker, assigned, conflict, pacts, now)
    await resolving.mark_told(checker, waiting, now)
    return len(waiting)


async def _tell(
    checker: CheckerSession, assigned: Assignment, conflict: Conflict, pacts: Pacts, now: datetime
) -> None:
    sides = dict(_sides(conflict))
    told, rivals = await overlaps.told(checker, {side.patrol: side.party for side in sides})
    advised: dict[UUID, tuple[Overlap, Advice]] = {}
    for side, rival in sides.items():
        overlap = told.get(side.patrol)
        if overlap is None:
            continue
        known = rivals.get(overlap.id, ())
        if _may_know(overlap, known, rival, pacts, now) or await _shares_what_was_told(
            checker, overlap, known, rival, pacts, now
        ):
            says = Says.ADJUST if assigned.party == side.party else Says.HOLD
            given = Given(says, side.version)
            advice = Advice(overlap.id, conflict.id, side.party, rival, given)
            advised[overlap.id] = overlap, advice
    lasting = [advice for _, advice in advised.values()] if assigned.party is not None else []
    before = await resolving.advise(checker, conflict.id, lasting, now)
    # What was never said need not be taken back.
    heard = [item for item in advised.values() if assigned.party is not None or item[0].id in before]
    await _number(checker, heard, assigned.party, now)


def _sides(conflict: Conflict) -> Iterator[tuple[Side, PartyId]]:
    a, b = conflict.pair.a, conflict.pair.b
    if b is not None:
        yield a, b.party
        yield b, a.party


async def _shares_what_was_told(
    checker: CheckerSession,
    overlap: Overlap,
    known: Sequence[Told],
    rival: PartyId,
    pacts: Pacts,
    now: datetime,
) -> bool:
    """Tell whether the hours that the overlap tells are that rival's as well, who came later; then note it as one.

    One more rival in the same hours is no change at the grain of the hour, so it was never compared (DIS-04). Told on
    its account, too, the overlap says what it said.
    """
    if overlap.state in CLOSED or any(one.rival == rival for one in known):
        return False
    hold = await what_may_be_told(checker, [overlap.patrol], pacts, now)
    of_rival = [one for one in hold.get(overlap.patrol, ()) if one.rival == rival and one.cells is None]
    if not of_rival or not set(of_rival[0].hours) <= set(overlap.hours):
        return False
    await overlaps.tell_of_others(checker, [(overlap, [*known, *of_rival])])
    return True


def _may_know(overlap: Overlap, known: Sequence[Told], rival: PartyId, pacts: Pacts, now: datetime) -> bool:
    """Tell whether the overlap stands and still tells its party something of that rival."""
    of_rival = [one for one in known if one.rival == rival]
    pact = pacts.of(overlap.party, rival)
    return overlap.state not in CLOSED and any(less(pact, one, now).hours for one in of_rival)


async def _number(
    checker: CheckerSession, heard: Sequence[tuple[Overlap, Advice]], adjusts: PartyId | None, now: datetime
) -> None:
    """Number an alert about its overlap into every officer's feed; who is to adjust is rung."""
    feeds = await alerts.recipients(checker, {overlap.party for overlap, _ in heard}, desk=False)
    deliveries = [
        Delivery(
            to=feed,
            notice=notice,
            kind=AlertKind.OVERLAP,
            change=ADVISED,
            rings=overlap.party == adjusts,
            subject=Subject(overlap=overlap.id, revision=overlap.revision),
        )
        for overlap, _ in heard
        for notice in (NoticeId(new_id()),)
        for feed in feeds
        if feed.party == overlap.party
    ]
    await alerts.number(checker, deliveries, now)
    entries = [
        Entry(EntryKind.ASSIGNMENT, overlap.party, None, overlap.id, _said(advice, adjusts), now)
        for overlap, advice in heard
    ]
    await ledger.append(checker, entries)


def _said(advice: Advice, adjusts: PartyId | None) -> dict[str, str | int | list[str]]:
    return {"advice": "" if adjusts is None else advice.given.says.value}
