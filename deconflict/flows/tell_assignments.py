"""The checker tells both sides of a conflict what the desk's call means for their own overlaps (CON-05).

The call is a person's word, so it may tell more than covers and levels do; an agreement's right of way may not
(DIS-04).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Pacts
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, NoticeId, Subject
from deconflict.alerts.store import Delivery
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.model import Conflict, ConflictState, Side
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
        if overlap is not None and _may_know(overlap, rivals, rival, pacts, now):
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


def _may_know(
    overlap: Overlap, rivals: Mapping[UUID, Sequence[Told]], rival: PartyId, pacts: Pacts, now: datetime
) -> bool:
    """Tell whether the overlap stands and still tells its party something of that rival."""
    of_rival = [one for one in rivals.get(overlap.id, ()) if one.rival == rival]
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
