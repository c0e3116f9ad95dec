"""The only SQL about notices, feeds, alerts and receipts. Never commits."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, insert, or_, select, true, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.alerts import ladder_store as ladders
from deconflict.alerts.model import (
    Alert,
    AlertKind,
    Fact,
    FeedId,
    Matter,
    Notice,
    NoticeId,
    Receipt,
    Recipient,
    Subject,
    Urgency,
)
from deconflict.alerts.tables import alert, feed, notice, receipt
from deconflict.parties import scope
from deconflict.parties.model import OFFICERS, PARTY_ROLES, PartyId, Viewer
from deconflict.parties.tables import person
from deconflict.runtime.database import CheckerSession, HubSession, OwnerSession, PartySession, Session
from deconflict.runtime.metadata import deployment
from deconflict.runtime.one_of import none_of, one_of

CHANNEL: Final = "deconflict"
SUBJECTS: Final = tuple(field.name for field in fields(Subject))
"""The columns by which an alert says what it speaks of."""
NOTICED: Final = tuple(name for name in SUBJECTS if name in notice.c)
"""Those of them that a notice has."""


@dataclass(frozen=True)
class Delivery:
    """One alert to be numbered into one feed."""

    to: Recipient
    notice: NoticeId
    kind: AlertKind
    change: str
    rings: bool
    subject: Subject
    urgency: Urgency = Urgency.ROUTINE


@dataclass(frozen=True)
class Head:
    """How far a feed has grown, and the epoch of its numbers."""

    feed: FeedId
    last: int
    epoch: str


async def epoch(reader: Session) -> str:
    """Return the epoch that every cursor carries (IDN-05)."""
    return (await reader.one(select(deployment.c.epoch))).epoch  # type: ignore[no-any-return]  # a Text column


async def begin_epoch(owner: OwnerSession, new: str, at: datetime) -> None:
    """Begin a new epoch: whatever number somebody remembers means nothing any more (IDN-05)."""
    await owner.execute(delete(deployment))
    await owner.execute(insert(deployment).values(epoch=new, started_at=at))


async def add_feed(
    writer: PartySession | OwnerSession, new: FeedId, owner: UUID, party: PartyId | None
) -> None:
    """Store a person's empty feed."""
    await writer.execute(insert(feed).values(id=new, person=owner, party=party, last_seq=0))


async def queue(writer: PartySession | CheckerSession, notices: Iterable[Notice]) -> None:
    """Store what must be told, in the transaction that found it (ALR-02)."""
    rows = [
        {
            "id": item.id,
            "party": item.party,
            "kind": item.kind.value,
            "change": item.change,
            "rings": item.rings,
            "found_at": item.found_at,
            **{name: getattr(item, name) for name in NOTICED},
        }
        for item in notices
    ]
    await writer.insert_all(notice, rows)


async def due(
    checker: CheckerSession, *, at_tick: bool, limit: int | None, without: Collection[UUID] = frozenset()
) -> list[Notice]:
    """Return unreleased notices, oldest first: those about overlaps, which wait for a tick, or all others.

    Those of distress come before all, however many others there are (LIV-07). `without`: not what those segments tell.
    """
    wanted = (
        select(notice)
        .where(_untold, (notice.c.kind == AlertKind.OVERLAP.value) == at_tick)
        .order_by(func.num_nonnulls(notice.c.sos, notice.c.halt) == 0, notice.c.found_at, notice.c.id)
        .limit(limit)
    )
    if without:
        wanted = wanted.where(notice.c.segment.is_(None) | none_of(notice.c.segment, without))
    return [to_notice(row) for row in await checker.rows(wanted)]


async def close_untold(checker: CheckerSession, about: Collection[Matter], at: datetime) -> dict[Matter, str]:
    """Close what was still to be told of those matters; return the change it would have told (CON-02)."""
    closed = await checker.rows(
        update(notice)
        .where(_untold, _is_about(about))
        .values(closed_at=at)
        .returning(
            notice.c.party,
            func.coalesce(notice.c.conflict, notice.c.segment).label("of"),
            notice.c.patrol,
            notice.c.zone,
            notice.c.change,
        )
    )
    return {(row.party, row.of, row.patrol, row.zone): row.change for row in closed}


async def last_told(checker: CheckerSession, about: Collection[Matter]) -> dict[Matter, str]:
    """Return the change that was released last of each of those matters."""
    released = (
        select(notice)
        .where(notice.c.released_at.is_not(None), _is_about(about))
        .order_by(notice.c.released_at, notice.c.found_at)
    )
    return {to_notice(row).matter: row.change for row in await checker.rows(released)}


_untold = notice.c.released_at.is_(None) & notice.c.closed_at.is_(None)


def _is_about(matters: Collection[Matter]) -> ColumnElement[bool]:
    conflicts = [of for _, of, _, _ in matters if of is not None]
    of_zones = [(zone, patrol) for _, _, patrol, zone in matters if zone is not None]
    return or_(
        one_of(notice.c.conflict, conflicts),
        one_of(notice.c.segment, conflicts),
        tuple_(notice.c.zone, notice.c.patrol).in_(of_zones),
    )


async def mark_released(checker: CheckerSession, notices: Sequence[Notice], at: datetime) -> None:
    """Note that those notices have been released: each is released once."""
    await checker.execute(
        update(notice).where(one_of(notice.c.id, [item.id for item in notices])).values(released_at=at)
    )


async def recipients(
    checker: CheckerSession, parties: Collection[PartyId], *, desk: bool, crews: bool = False
) -> list[Recipient]:
    """Return the feeds of those parties' officers, those of their crews and the desk's if asked for."""
    roles = PARTY_ROLES if crews else OFFICERS
    people = (
        select(feed.c.id, feed.c.party, person.c.role.in_(OFFICERS).label("is_officer"))
        .join(person, person.c.id == feed.c.person)
        .where(one_of(feed.c.party, parties), person.c.role.in_(roles), person.c.disabled_at.is_(None))
    )
    rows = list(await checker.rows(people)) if parties else []
    found = [Recipient(FeedId(row.id), PartyId(row.party), row.is_officer) for row in rows]
    if desk:
        rows = list(await checker.rows(select(feed.c.id).where(feed.c.person.is_(None))))
        found += [Recipient(FeedId(row.id), None) for row in rows]
    return found


async def number(checker: CheckerSession, deliveries: Sequence[Delivery], at: datetime) -> None:
    """Number alerts into their feeds, 1, 2, 3 … without gaps; the counters are raised last (ALR-01).

    With the commit every API worker is woken, without a word of what happened. What rings begins to climb (ALR-04).
    """
    if not deliveries:
        return
    # Ladders before feeds, as who escalates has it, and feeds by id: of two engines that number at once one may
    # wait for the other, but never both in a ring.
    await ladders.follow(
        checker,
        [
            ladders.Told(item.to.party, item.notice, item.kind, item.rings, item.urgency, item.subject)
            for item in deliveries
        ],
    )
    wanted = sorted({item.to.feed for item in deliveries})
    heads = await checker.rows(
        select(feed.c.id, feed.c.last_seq)
        .where(one_of(feed.c.id, wanted))
        .order_by(feed.c.id)
        .with_for_update(
            key_share=True
        )  # whoever is storing a receipt meanwhile does not wait, nor is waited for
    )
    last = {row.id: row.last_seq for row in heads}
    rows = []
    for item in deliveries:
        last[item.to.feed] += 1
        rows.append(
            {
                "feed": item.to.feed,
                "seq": last[item.to.feed],
                "party": item.to.party,
                "notice": item.notice,
                "kind": item.kind.value,
                "change": item.change,
                "rings": item.rings,
                **{name: getattr(item.subject, name) for name in SUBJECTS},
                "released_at": at,
            }
        )
    await checker.insert_all(alert, rows)
    await checker.execute(
        update(feed).where(feed.c.id == bindparam("of")).values(last_seq=bindparam("seq")),
        [{"of": item, "seq": last[item]} for item in wanted],
    )
    await checker.execute(select(func.pg_notify(CHANNEL, "")))


async def head_of(reader: PartySession) -> Head:
    """Return the head of the viewer's own feed (IDN-03)."""
    own = select(feed.c.id, feed.c.last_seq, deployment.c.epoch).where(scope.own_feed(reader, feed.c.person))
    row = await reader.one(own.join_from(feed, deployment, true()))
    return Head(FeedId(row.id), row.last_seq, row.epoch)


async def after(reader: PartySession, of: FeedId, seq: int, limit: int) -> list[Alert]:
    """Return at most `limit` alerts of a feed after that number, in order."""
    wanted = select(alert).where(alert.c.feed == of, alert.c.seq > seq).order_by(alert.c.seq).limit(limit)
    return await _with_receipts(reader, await reader.rows(wanted))


async def with_seqs(reader: PartySession, of: FeedId, seqs: Collection[int]) -> list[Alert]:
    """Return those alerts of a feed, in order."""
    wanted = select(alert).where(alert.c.feed == of, one_of(alert.c.seq, seqs)).order_by(alert.c.seq)
    return await _with_receipts(reader, await reader.rows(wanted))


async def of_subject(
    reader: PartySession,
    of: FeedId,
    *,
    overlap: UUID | None = None,
    conflict: UUID | None = None,
    segment: UUID | None = None,
) -> list[Alert]:
    """Return a feed's alerts about an overlap, a conflict or a segment, in order."""
    about = {alert.c.overlap: overlap, alert.c.conflict: conflict, alert.c.segment: segment}
    named = [column == wanted for column, wanted in about.items() if wanted is not None]
    wanted = select(alert).where(alert.c.feed == of, *named).order_by(alert.c.seq)
    return await _with_receipts(reader, await reader.rows(wanted))


async def acknowledged_among(reader: PartySession, of: FeedId, seqs: Collection[int]) -> list[Alert]:
    """Return those of a feed's alerts that somebody entitled has acknowledged meanwhile (ALR-05)."""
    said = receipt.c.fact == Fact.ACKNOWLEDGED.value
    own_side = scope.of_viewer(reader, receipt.c.party) | (receipt.c.feed == of)
    answered = select(receipt.c.notice).where(receipt.c.notice == alert.c.notice, said, own_side)
    among = (alert.c.feed == of) & one_of(alert.c.seq, seqs)
    found = await reader.scalars(select(alert.c.seq).where(among, answered.exists()))
    return await with_seqs(reader, of, found) if found else []


async def unanswered_before(reader: PartySession, of: FeedId, seq: int, limit: int) -> set[int]:
    """Return which of a feed's `limit` alerts up to that number nobody entitled has acknowledged (ALR-05)."""
    said = receipt.c.fact == Fact.ACKNOWLEDGED.value
    own_side = scope.of_viewer(reader, receipt.c.party) | (receipt.c.feed == of)
    same_side = receipt.c.party.is_not_distinct_from(alert.c.party)
    answered = select(receipt.c.notice).where(receipt.c.notice == alert.c.notice, said, own_side, same_side)
    newest = (alert.c.feed == of) & alert.c.seq.between(seq - limit + 1, seq)
    return set(await reader.scalars(select(alert.c.seq).where(newest, ~answered.exists())))


async def acknowledged_by(
    reader: PartySession, notices: Collection[UUID]
) -> dict[tuple[UUID, UUID], datetime]:
    """Return which people acknowledged which of those notices and when, as far as the reader may see it."""
    if not notices:
        return {}
    said = (receipt.c.fact == Fact.ACKNOWLEDGED.value) & scope.of_viewer(reader, receipt.c.party)
    rows = await reader.rows(
        select(receipt.c.notice, receipt.c.person, func.min(receipt.c.at).label("at"))
        .where(one_of(receipt.c.notice, notices), said)
        .group_by(receipt.c.notice, receipt.c.person)
    )
    return {(row.notice, row.person): row.at for row in rows}


async def _with_receipts(reader: PartySession, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Alert]:
    """Join what became of each alert: in its own feed, and acknowledged anywhere within the party (IDN-03)."""
    if not rows:
        return []
    seqs, notices = [row.seq for row in rows], {row.notice for row in rows}
    own_side = scope.of_viewer(reader, receipt.c.party) | (receipt.c.feed == rows[0].feed)
    facts = await reader.rows(
        select(receipt, person.c.name)
        .outerjoin(person, person.c.id == receipt.c.person)
        .where(
            or_(
                (receipt.c.feed == rows[0].feed) & one_of(receipt.c.seq, seqs),
                one_of(receipt.c.notice, notices) & (receipt.c.fact == Fact.ACKNOWLEDGED.value),
            ),
            own_side,
        )
        .order_by(receipt.c.at)
    )
    own = {(item.seq, item.fact): item.at for item in facts if item.feed == rows[0].feed}
    acknowledged: dict[tuple[UUID, UUID | None], Row[*tuple[Any, ...]]] = {}
    for item in facts:
        if item.fact == Fact.ACKNOWLEDGED.value:
            acknowledged.setdefault((item.notice, item.party), item)
    return [
        to_alert(
            row,
            own.get((row.seq, Fact.RECEIVED.value)),
            own.get((row.seq, Fact.SEEN.value)),
            acknowledged.get((row.notice, row.party)),
        )
        for row in rows
    ]


async def note(
    writer: PartySession, viewer: Viewer, about: Collection[Alert], fact: Fact, at: datetime
) -> None:
    """Store what became of alerts; the first time counts, repeats change nothing (ALR-03)."""
    rows = [
        {
            "feed": item.feed,
            "seq": item.seq,
            "fact": fact.value,
            "party": viewer.party,
            "notice": item.notice,
            "person": viewer.person,
            "device": viewer.device,
            "at": at,
        }
        for item in about
    ]
    if rows:
        await writer.execute(insert_or(receipt).on_conflict_do_nothing(), rows)


async def heads(hub: HubSession, feeds: Collection[UUID]) -> dict[FeedId, int]:
    """Return how far those feeds have grown: what the live hub may know of feeds in general."""
    found = func.feed_heads(list(feeds)).table_valued("feed", "last_seq")
    return {FeedId(row.feed): row.last_seq for row in await hub.rows(select(found))}


def to_notice(row: Row[*tuple[Any, ...]]) -> Notice:
    """Read a notice."""
    return Notice(
        NoticeId(row.id),
        row.party and PartyId(row.party),
        AlertKind(row.kind),
        row.change,
        row.rings,
        row.found_at,
        **{name: getattr(row, name) for name in NOTICED},
    )


def to_alert(
    row: Row[*tuple[Any, ...]],
    received_at: datetime | None,
    seen_at: datetime | None,
    acknowledged: Row[*tuple[Any, ...]] | None,
) -> Alert:
    """Read an alert with what became of it."""
    return Alert(
        FeedId(row.feed),
        row.seq,
        AlertKind(row.kind),
        row.change,
        row.rings,
        NoticeId(row.notice),
        Subject(**{name: getattr(row, name) for name in SUBJECTS}),
        row.released_at,
        received_at,
        seen_at,
        None
        if acknowledged is None
        else Receipt(row.seq, Fact.ACKNOWLEDGED, acknowledged.name or "", acknowledged.at),
    )
