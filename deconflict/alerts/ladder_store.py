"""The only SQL about alerts that climb unacknowledged, and the calls made for them. Never commits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, or_, select, update

from deconflict.alerts.model import (
    AlertKind,
    Escalation,
    Fact,
    FeedId,
    Ladder,
    NoticeId,
    Recipient,
    Rung,
    Subject,
    Urgency,
)
from deconflict.alerts.rules import climbs
from deconflict.alerts.tables import alert, escalated, escalation, feed, ladder, receipt, snooze
from deconflict.parties import scope
from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.parties.tables import person
from deconflict.runtime.database import CheckerSession, HubSession, PartySession
from deconflict.runtime.one_of import one_of


@dataclass(frozen=True)
class Told:
    """What has just been numbered into somebody's feed, as far as it begins or ends a climb."""

    party: PartyId | None
    notice: NoticeId
    kind: AlertKind
    rings: bool
    urgency: Urgency
    subject: Subject


async def follow(checker: CheckerSession, numbered: Iterable[Told]) -> None:
    """Let what rings begin to climb, by the database's clock, and end what is all clear now (ALR-06)."""
    once = {item.notice: item for item in numbered}
    over = [(item.party, item.subject.matter) for item in once.values() if item.kind is AlertKind.ALL_CLEAR]
    if over:
        same = [
            and_(ladder.c.party.is_not_distinct_from(party), ladder.c.matter == matter)
            for party, matter in over
        ]
        await checker.execute(
            update(ladder).where(ladder.c.ended_at.is_(None), or_(*same)).values(ended_at=func.service_now())
        )
    new = [item for item in once.values() if climbs(item.kind, rings=item.rings)]
    if new:
        now = await database_now(checker)
        await checker.insert_all(ladder, [_begun(item, now) for item in new])


async def database_now(checker: CheckerSession) -> datetime:
    """Return what the database's clock shows: the one that ladders go by, whichever process looks (ALR-04)."""
    return (await checker.one(select(func.service_now().label("at")))).at  # type: ignore[no-any-return]


async def end_acknowledged(checker: CheckerSession, now: datetime) -> int:
    """End what anybody of its side has acknowledged, on whichever device (IDN-03); return how many that were."""
    answered = exists(
        select(1).where(
            receipt.c.notice == ladder.c.notice,
            receipt.c.fact == Fact.ACKNOWLEDGED.value,
            receipt.c.party.is_not_distinct_from(ladder.c.party),
        )
    )
    ended = update(ladder).where(ladder.c.ended_at.is_(None), answered).values(ended_at=now)
    return len(await checker.rows(ended.returning(ladder.c.notice)))


async def due(checker: CheckerSession, now: datetime, limit: int) -> list[Ladder]:
    """Return what is to be looked at by then, the longest due first."""
    wanted = (
        select(ladder)
        .where(ladder.c.ended_at.is_(None), ladder.c.look_at <= now)
        .order_by(ladder.c.look_at, ladder.c.notice)
        .limit(limit)
    )
    return [to_ladder(row) for row in await checker.rows(wanted)]


async def last_calls(
    checker: CheckerSession, wanted: Collection[tuple[PartyId | None, Rung]]
) -> dict[tuple[PartyId | None, Rung], datetime]:
    """Return when each of those rungs of those sides was called last."""
    if not wanted:
        return {}
    of = [
        and_(escalation.c.party.is_not_distinct_from(party), escalation.c.rung == rung.value)
        for party, rung in wanted
    ]
    rows = await checker.rows(
        select(escalation.c.party, escalation.c.rung, func.max(escalation.c.at).label("at"))
        .where(or_(*of))
        .group_by(escalation.c.party, escalation.c.rung)
    )
    return {(row.party, Rung(row.rung)): row.at for row in rows}


async def look_again(checker: CheckerSession, at: Mapping[NoticeId, datetime]) -> None:
    """Store when those are to be looked at next."""
    await checker.update_all(
        ladder, "notice", [{"notice": notice, "look_at": when} for notice, when in at.items()]
    )


async def give_up(checker: CheckerSession, notices: Collection[NoticeId], now: datetime) -> None:
    """End what went all the way up long ago."""
    await checker.execute(update(ladder).where(one_of(ladder.c.notice, list(notices))).values(ended_at=now))


async def call(
    checker: CheckerSession, calls: Sequence[tuple[Escalation, Sequence[tuple[Ladder, datetime]]]]
) -> None:
    """Store calls, which notices each is for, and when those are to be looked at next."""
    await checker.insert_all(escalation, [_row(item) for item, _ in calls])
    rows = [
        {"notice": one.notice, "rung": item.rung.value, "party": one.party, "escalation": item.id}
        for item, ladders in calls
        for one, _ in ladders
    ]
    await checker.insert_all(escalated, rows)
    climbed = [
        {"notice": one.notice, "fired": one.fired + 1, "look_at": when}
        for _, ladders in calls
        for one, when in ladders
    ]
    await checker.update_all(ladder, "notice", climbed)


async def over(checker: CheckerSession, now: datetime) -> list[Escalation]:
    """Note which calls have nothing left to acknowledge, and return them."""
    open_still = exists(
        select(1)
        .select_from(escalated.join(ladder, ladder.c.notice == escalated.c.notice))
        .where(escalated.c.escalation == escalation.c.id, ladder.c.ended_at.is_(None))
    )
    ended = update(escalation).where(escalation.c.over_at.is_(None), ~open_still).values(over_at=now)
    return [_escalation(row) for row in await checker.rows(ended.returning(escalation))]


async def quiet(checker: CheckerSession, sides: Collection[PartyId | None]) -> list[PartyId | None]:
    """Return which of those sides have no call left that waits for an answer."""
    rows = await checker.scalars(select(escalation.c.party).where(escalation.c.over_at.is_(None)).distinct())
    return [side for side in sides if side not in set(rows)]


async def recipients_awake(
    checker: CheckerSession, notices: Collection[NoticeId], now: datetime
) -> frozenset[PersonId]:
    """Return who was told those notices, but for who snoozes over all of them; of the desk everybody on its staff."""
    rows = await checker.rows(_last_told(notices))
    desk = await staff(checker, Role.DESK) if any(row.person is None for row in rows) else frozenset()
    told = frozenset(PersonId(row.person) for row in rows if row.person is not None) | desk
    return told - await snoozing(checker, notices, now)


async def snoozing(
    checker: CheckerSession, notices: Collection[NoticeId], now: datetime
) -> frozenset[PersonId]:
    """Return who wants quiet now about all of those notices: what was told since is a rise, and rings (ALR-05)."""
    last = _last_told(notices).subquery()
    of_desk = person.c.party.is_(None) & (person.c.role == Role.DESK.value) & last.c.person.is_(None)
    rows = await checker.rows(
        select(snooze.c.person)
        .join(person, person.c.id == snooze.c.person)
        .join(last, or_(last.c.person == snooze.c.person, of_desk))
        .where(snooze.c.until > now, snooze.c.up_to >= last.c.seq)
    )
    return frozenset(PersonId(row.person) for row in rows)


def _last_told(notices: Collection[NoticeId]) -> Select[Any, Any]:
    """Say whom those notices were told, None for the desk, and the last number of them in each feed."""
    return (
        select(feed.c.person, func.max(alert.c.seq).label("seq"))
        .select_from(alert.join(feed, feed.c.id == alert.c.feed))
        .where(one_of(alert.c.notice, list(notices)))
        .group_by(feed.c.person)
    )


async def staff(checker: CheckerSession, role: Role) -> frozenset[PersonId]:
    """Return the neutral staff in that role."""
    wanted = select(person.c.id).where(
        person.c.role == role.value, person.c.party.is_(None), person.c.disabled_at.is_(None)
    )
    return frozenset(PersonId(found) for found in await checker.scalars(wanted))


async def climbing(hub: HubSession) -> tuple[int, float]:
    """Return how many alerts climb, and by how many seconds the engine is late with the one that waits longest."""
    row = await hub.one(select(func.ladders_open().table_valued("climbing", "late_s")))
    return row.climbing, row.late_s


async def feeds_of(checker: CheckerSession, people: Collection[PersonId]) -> dict[PersonId, Recipient]:
    """Return those people's own feeds."""
    wanted = select(feed.c.id, feed.c.person, feed.c.party).where(one_of(feed.c.person, list(people)))
    rows = await checker.rows(wanted)
    return {PersonId(row.person): Recipient(FeedId(row.id), row.party and PartyId(row.party)) for row in rows}


async def feeds_of_role(checker: CheckerSession, role: Role) -> list[Recipient]:
    """Return the feeds of the neutral staff in that role, each person's own."""
    wanted = (
        select(feed.c.id)
        .join(person, person.c.id == feed.c.person)
        .where(person.c.role == role.value, person.c.party.is_(None), person.c.disabled_at.is_(None))
        .order_by(feed.c.id)
    )
    return [Recipient(FeedId(found), None) for found in await checker.scalars(wanted)]


async def told_to(checker: CheckerSession, calls: Collection[UUID]) -> dict[UUID, list[Recipient]]:
    """Return the feeds that each of those calls was numbered into."""
    rows = await checker.rows(
        select(alert.c.escalation, alert.c.feed, alert.c.party)
        .where(one_of(alert.c.escalation, list(calls)))
        .distinct()
    )
    found: dict[UUID, list[Recipient]] = {}
    for row in rows:
        to = Recipient(FeedId(row.feed), row.party and PartyId(row.party))
        found.setdefault(row.escalation, []).append(to)
    return found


async def with_ids(reader: PartySession, wanted: Collection[UUID]) -> dict[UUID, Escalation]:
    """Return those calls that the reader's own feed told it of."""
    told = select(alert.c.escalation).join(feed, feed.c.id == alert.c.feed)
    own = told.where(scope.own_feed(reader, feed.c.person), alert.c.escalation == escalation.c.id)
    rows = await reader.rows(select(escalation).where(one_of(escalation.c.id, list(wanted)), own.exists()))
    return {row.id: _escalation(row) for row in rows}


async def seqs_in(reader: PartySession, calls: Collection[UUID]) -> dict[UUID, tuple[int, ...]]:
    """Return the numbers, in the reader's own feed, of what those calls are for: only of its own side's."""
    rows = await reader.rows(
        select(escalated.c.escalation, alert.c.seq)
        .join(alert, alert.c.notice == escalated.c.notice)
        .join(feed, feed.c.id == alert.c.feed)
        .where(
            one_of(escalated.c.escalation, list(calls)),
            scope.of_party(reader, escalated.c.party),
            scope.own_feed(reader, feed.c.person),
        )
        .order_by(alert.c.seq)
    )
    found: dict[UUID, tuple[int, ...]] = {}
    for row in rows:
        found[row.escalation] = (*found.get(row.escalation, ()), row.seq)
    return found


def _begun(item: Told, now: datetime) -> dict[str, Any]:
    return {
        "notice": item.notice,
        "party": item.party,
        "kind": item.kind.value,
        "urgency": item.urgency.value,
        "matter": item.subject.matter,
        "begun_at": now,
        "fired": 0,
        "look_at": now,
    }


def _row(item: Escalation) -> dict[str, Any]:
    return {
        "id": item.id,
        "party": item.party,
        "rung": item.rung.value,
        "kinds": [kind.value for kind in item.kinds],
        "unanswered": item.unanswered,
        "since": item.since,
        "at": item.at,
    }


def to_ladder(row: Row[*tuple[Any, ...]]) -> Ladder:
    """Read an alert on its way up."""
    return Ladder(
        NoticeId(row.notice),
        row.party and PartyId(row.party),
        AlertKind(row.kind),
        Urgency(row.urgency),
        row.matter,
        row.begun_at,
        row.fired,
    )


def _escalation(row: Row[*tuple[Any, ...]]) -> Escalation:
    return Escalation(
        row.id,
        row.party and PartyId(row.party),
        Rung(row.rung),
        tuple(AlertKind(kind) for kind in row.kinds),
        row.unanswered,
        row.since,
        row.at,
        row.over_at,
    )
