"""The checker carries messages: each recipient gets a copy of its own, about its own overlaps, and an alert.

What a rival cannot be told of at the moment, suspended or over its budget, is held for it and counts as delivered:
`undelivered` says that the sender's own overlap names the rival no more, and nothing of the rival (PAT-02, PRB-02).
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Pacts
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, NoticeId, Subject
from deconflict.alerts.store import Delivery
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.model import Conflict
from deconflict.flows.reach_rival import reach_rival, reach_side, still_names
from deconflict.flows.send_message import digest
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.messages import checker_store as messages
from deconflict.messages import store as kept
from deconflict.messages.model import Message, MessageId, MessageState
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id


async def deliver_messages(
    checker: CheckerSession, pacts: Pacts, now: datetime, only: UUID | None = None
) -> int:
    """Deliver what was said since, in its order; what may not reach its other end is marked so for its author.

    `only`: that message alone.
    """
    waiting, held = await messages.to_carry(checker, only), await messages.held(checker, only)
    known = await conflicts.with_ids(checker, {item.conflict for item in waiting if item.conflict})
    copies = [copy for item in (*held, *waiting) if (copy := await _copy(checker, item, known, pacts, now))]
    await kept.add(checker, [copy for _, copy in copies])
    delivered = {said.id for said, _ in copies}
    missed = [item for item in (*held, *waiting) if item.id not in delivered]
    to_hold = {item.id for item in missed if await _is_named(checker, item, pacts, now)}
    await messages.carried(
        checker,
        {
            item.id: MessageState.DELIVERED if item.id in delivered | to_hold else MessageState.UNDELIVERED
            for item in waiting
        },
        now,
    )
    await _keep(checker, {item.id for item in held}, to_hold)
    await _number(checker, [copy for _, copy in copies], now)
    entries = [Entry(EntryKind.MESSAGE, copy.party, None, copy.id, digest(copy), now) for _, copy in copies]
    await ledger.append(checker, entries)
    return len({item.id for item in waiting} | delivered)


async def _is_named(checker: CheckerSession, said: Message, pacts: Pacts, now: datetime) -> bool:
    """Tell whether a message between rivals is about an overlap that still names the other to its sender."""
    if said.party is None or said.other is None:
        return False
    return await still_names(checker, pacts, said.overlaps[0], said.party, said.other, now)


async def _keep(checker: CheckerSession, held: Collection[UUID], to_hold: Collection[UUID]) -> None:
    await messages.hold(checker, set(to_hold) - set(held))
    await messages.let_go(checker, set(held) - set(to_hold))


async def _copy(
    checker: CheckerSession, said: Message, known: Mapping[UUID, Conflict], pacts: Pacts, now: datetime
) -> tuple[Message, Message] | None:
    """Return a message and its other end's copy; None when the other end may not be told of it."""
    overlaps = await _reached(checker, said, known, pacts, now)
    if not overlaps:
        return None
    copy = replace(
        said,
        id=MessageId(new_id(said.other)),
        party=said.other,
        other=said.party,
        state=MessageState.RECEIVED,
        person=None,
        name=said.name if said.party is not None else None,
        overlaps=overlaps,
        conflict=None,
        carried_at=now,
    )
    return said, copy


async def _reached(
    checker: CheckerSession, said: Message, known: Mapping[UUID, Conflict], pacts: Pacts, now: datetime
) -> tuple[UUID, ...]:
    if said.other is None:
        return said.overlaps
    if said.party is not None:
        return await reach_rival(checker, pacts, said.overlaps[0], said.party, said.other, now)
    if said.conflict is None:
        return said.overlaps
    pair = known[said.conflict].pair
    [patrol] = [side.patrol for side in (pair.a, pair.b) if side is not None and side.party == said.other]
    return await reach_side(checker, patrol, said.other)


async def _number(checker: CheckerSession, copies: list[Message], now: datetime) -> None:
    to = {copy.party for copy in copies if copy.party is not None}
    feeds = await alerts.recipients(checker, to, desk=any(copy.party is None for copy in copies))
    deliveries = [
        Delivery(feed, notice, AlertKind.MESSAGE, "received", copy.urgent, Subject(message=copy.id))
        for copy in copies
        for notice in (NoticeId(new_id()),)
        for feed in feeds
        if feed.party == copy.party
    ]
    await alerts.number(checker, deliveries, now)
