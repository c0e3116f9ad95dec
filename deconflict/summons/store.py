"""The only SQL about summons and the addresses they go to. Never commits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, insert, or_, select, tuple_, update

from deconflict.parties import scope
from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.runtime.database import CheckerSession, OwnerSession, PartySession, SenderSession
from deconflict.runtime.ids import new_id
from deconflict.runtime.one_of import one_of
from deconflict.summons.model import (
    Address,
    AddressId,
    Channel,
    Errand,
    Summons,
    SummonsId,
    SummonsState,
    due_at,
)
from deconflict.summons.tables import address, summons

SHOWN = (
    address.c.id,
    address.c.channel,
    address.c.party,
    address.c.person,
    address.c.device,
    address.c.added_at,
)
LOGGED = (
    summons.c.id,
    summons.c.channel,
    summons.c.party,
    summons.c.person,
    summons.c.state,
    summons.c.made_at,
    summons.c.tries,
    summons.c.tried_at,
    summons.c.settled_at,
    summons.c.fault,
)

# Addresses


async def add(writer: PartySession | OwnerSession, new: Address, reach: str) -> None:
    """Store an address."""
    await writer.execute(
        insert(address).values(
            id=new.id,
            channel=new.channel.value,
            party=new.party,
            person=new.person,
            device=new.device,
            reach=reach,
            added_at=new.added_at,
        )
    )


async def own(reader: PartySession) -> list[Address]:
    """Return the viewer's own push subscriptions, the oldest first."""
    wanted = (
        select(*SHOWN)
        .where(
            address.c.person == reader.viewer.person,
            address.c.channel == Channel.PUSH.value,
            address.c.removed_at.is_(None),
        )
        .order_by(address.c.added_at, address.c.id)
    )
    return [_address(row) for row in await reader.rows(wanted)]


async def all_named(owner: OwnerSession) -> list[Address]:
    """Return what was named on the machine itself, the oldest first."""
    named = address.c.channel != Channel.PUSH.value
    wanted = select(*SHOWN).where(named, address.c.removed_at.is_(None)).order_by(address.c.added_at)
    return [_address(row) for row in await owner.rows(wanted)]


async def remove(writer: PartySession | OwnerSession, wanted: Collection[UUID], at: datetime) -> None:
    """Remove addresses: a viewer its own, whoever administers any."""
    these = one_of(address.c.id, list(wanted)) & address.c.removed_at.is_(None)
    if isinstance(writer, PartySession):
        these &= address.c.person == writer.viewer.person
    await writer.execute(update(address).where(these).values(removed_at=at))


# Summons


async def summon(
    checker: CheckerSession,
    people: Collection[PersonId],
    sides: Collection[PartyId | None],
    about: PartyId | None,
    now: datetime,
) -> None:
    """Summon people, and whoever is on duty for those sides (None: the desk), each address once in a window.

    What still waits to be sent to an address says already what this would; begun for another's alerts, it is shared.
    """
    found = [row.id for row in await checker.rows(_addresses(people, sides))]
    if not found:
        return
    last = await checker.rows(
        select(
            summons.c.address,
            func.max(summons.c.due_at).label("at"),
            func.bool_or(summons.c.state == SummonsState.WAITING.value).label("waiting"),
        )
        .where(one_of(summons.c.address, found))
        .group_by(summons.c.address)
    )
    before = {row.address: row for row in last}
    rows = await checker.rows(select(*SHOWN[:4]).where(one_of(address.c.id, found)).order_by(address.c.id))
    await _share(checker, found, about)
    new = [row for row in rows if row.id not in before or not before[row.id].waiting]
    await checker.insert_all(
        summons,
        [_new(row, about, now, before[row.id].at if row.id in before else None) for row in new],
    )


async def _share(checker: CheckerSession, addresses: Collection[UUID], about: PartyId | None) -> None:
    others = (summons.c.state == SummonsState.WAITING.value) & summons.c.about.is_distinct_from(about)
    await checker.execute(
        update(summons).where(one_of(summons.c.address, addresses), others).values(shared=True)
    )


def _addresses(people: Collection[PersonId], sides: Collection[PartyId | None]) -> Any:
    named = [address.c.party.is_not_distinct_from(side) for side in sides]
    of_side = and_(address.c.person.is_(None), or_(*named)) if named else None
    of_people = one_of(address.c.person, list(people))
    reached = of_people if of_side is None else or_(of_people, of_side)
    return select(address.c.id).where(reached, address.c.removed_at.is_(None))


def _new(
    row: Row[*tuple[Any, ...]], about: PartyId | None, now: datetime, last: datetime | None
) -> dict[str, Any]:
    return {
        "id": new_id(row.party),
        "address": row.id,
        "channel": row.channel,
        "party": row.party,
        "person": row.person,
        "about": about,
        "shared": False,
        "state": SummonsState.WAITING.value,
        "made_at": now,
        "due_at": due_at(now, last),
        "tries": 0,
    }


async def drop(checker: CheckerSession, about: Collection[PartyId | None], now: datetime) -> None:
    """Drop what was to summon people to alerts that are all answered, unless it is on its way already.

    What is shared stays: one side's answer says nothing of what the other's alerts are still there for (ALR-04).
    """
    if not about:
        return
    named = [summons.c.about.is_not_distinct_from(side) for side in about]
    untried = (summons.c.state == SummonsState.WAITING.value) & (summons.c.tries == 0) & ~summons.c.shared
    await checker.execute(
        update(summons).where(untried, or_(*named)).values(state=SummonsState.DROPPED.value, settled_at=now)
    )


async def page(reader: PartySession, limit: int, after: tuple[datetime, UUID] | None) -> list[Summons]:
    """Return at most `limit` summons of one's own or one's party's, as the desk what failed; the newest first."""
    wanted = select(*LOGGED).order_by(summons.c.made_at.desc(), summons.c.id.desc()).limit(limit)
    wanted = wanted.where(_seen(reader))
    if after is not None:
        wanted = wanted.where(tuple_(summons.c.made_at, summons.c.id) < after)
    return [_summons(row) for row in await reader.rows(wanted)]


def _seen(reader: PartySession) -> Any:
    """Say again what the row policy says."""
    mine = summons.c.person == reader.viewer.person
    if reader.viewer.role == Role.DESK.value:
        return or_(mine, summons.c.state == SummonsState.FAILED.value)
    return or_(mine, scope.of_party(reader, summons.c.party))


# Sending


async def take(sender: SenderSession, most: int, lease_s: float) -> list[Errand]:
    """Take what is due; whoever took it and is gone by then loses it again, and another sends it."""
    found = func.take_summons(most, lease_s).table_valued("id", "channel", "reach", "tries")
    return [
        Errand(SummonsId(row.id), Channel(row.channel), row.reach, row.tries)
        for row in await sender.rows(select(found))
    ]


async def settle(
    sender: SenderSession, done: SummonsId, outcome: str, fault: str | None, again_s: float
) -> None:
    """Store what became of it."""
    await sender.execute(select(func.settle_summons(done, outcome, fault, again_s)))


def _address(row: Row[*tuple[Any, ...]]) -> Address:
    return Address(
        AddressId(row.id),
        Channel(row.channel),
        row.party and PartyId(row.party),
        row.person and PersonId(row.person),
        row.device,
        row.added_at,
    )


def _summons(row: Row[*tuple[Any, ...]]) -> Summons:
    return Summons(
        SummonsId(row.id),
        Channel(row.channel),
        row.party and PartyId(row.party),
        row.person and PersonId(row.person),
        SummonsState(row.state),
        row.made_at,
        row.tries,
        row.tried_at,
        row.settled_at,
        row.fault,
    )
