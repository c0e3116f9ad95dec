"""Numbering feeds, reading them, and what becomes of each alert."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Fact, Notice, NoticeId, Recipient, Subject
from deconflict.alerts.store import Delivery, Head

ANYTHING = Subject(patrol=uuid4())


def delivery(to: Recipient, subject: Subject = ANYTHING, notice: Any = None) -> Delivery:
    return Delivery(to, notice or NoticeId(uuid4()), AlertKind.PATROL, "opened", True, subject)


def notice(world: Any, **other: Any) -> Notice:
    values = {"id": uuid4(), "party": None, "kind": AlertKind.CONFLICT, "change": "opened", "rings": True}
    return Notice(**{**values, "found_at": world.now(), **other})


async def recipients(world: Any, *slugs: str, desk: bool = False) -> list[Recipient]:
    async with world.checker.transaction() as checker:
        return await alerts.recipients(checker, [world.parties[slug].id for slug in slugs], desk=desk)


async def number(world: Any, *deliveries: Delivery) -> None:
    async with world.checker.transaction() as checker:
        await alerts.number(checker, deliveries, world.now())


async def read(world: Any, who: str, after: int = 0, limit: int = 1000) -> list[Any]:
    async def reading(session: Any) -> list[Any]:
        feed = (await alerts.head_of(session)).feed
        return await alerts.after(session, feed, after, limit)

    return await world.read(who, reading)


async def note(world: Any, who: str, seqs: list[int], fact: Fact) -> None:
    async def noting(session: Any, viewer: Any) -> None:
        feed = (await alerts.head_of(session)).feed
        found = await alerts.with_seqs(session, feed, seqs)
        await alerts.note(session, viewer, found, fact, world.now())

    await world.act(who, noting)


@pytest.mark.rule("IDN-03")
async def test_a_notice_goes_to_every_officer_of_its_party_and_to_the_one_feed_of_the_desk(
    world: Any,
) -> None:
    assert await recipients(world) == []
    people = {world.viewers[who].person for who in ("a", "a2")}
    officers = await recipients(world, "a")
    assert {item.party for item in officers} == {world.parties["a"].id}
    found = world.sql("SELECT person FROM feed WHERE id = ANY (%s)", [item.feed for item in officers])
    assert {person for (person,) in found} == people
    [desk] = await recipients(world, desk=True)
    assert desk.party is None
    heads = [await world.read(who, alerts.head_of) for who in ("desk", "desk2")]
    [(epoch,)] = world.sql("SELECT epoch FROM deployment")
    assert heads == [Head(desk.feed, 0, epoch)] * 2
    assert len(await recipients(world, "a", "b", "c", desk=True)) == 5


@pytest.mark.rule("ALR-01")
async def test_however_they_are_released_numbers_have_no_gaps_and_pages_add_up(world: Any) -> None:
    [one, *_], [other] = await recipients(world, "a"), await recipients(world, "b")
    await number(world)
    await number(world, delivery(one), delivery(other), delivery(one))
    world.clock.advance(10)
    await number(world, delivery(other))
    await number(world, *[delivery(one) for _ in range(4)])
    who = "a" if world.viewers["a"].person == person_of(world, one) else "a2"
    assert [item.seq for item in await read(world, who)] == [1, 2, 3, 4, 5, 6]
    assert [item.seq for item in await read(world, "b")] == [1, 2]
    paged: list[int] = []
    while page := await read(world, who, after=paged[-1] if paged else 0, limit=2):
        assert len(page) == 2
        paged += [item.seq for item in page]
    assert paged == [1, 2, 3, 4, 5, 6]
    async with world.database.hub() as hub:
        heads = await alerts.heads(hub, [one.feed, other.feed, uuid4()])
    assert heads == {one.feed: 6, other.feed: 2}
    assert (await world.read("c", alerts.head_of)).feed != one.feed


def person_of(world: Any, recipient: Recipient) -> Any:
    return world.sql("SELECT person FROM feed WHERE id = %s", recipient.feed)[0][0]


@pytest.mark.rule("ALR-01")
async def test_a_release_that_is_undone_uses_up_no_number(world: Any) -> None:
    [desk] = await recipients(world, desk=True)
    await number(world, delivery(desk))

    async def fail() -> None:
        async with world.checker.transaction() as checker:
            await alerts.number(checker, [delivery(desk), delivery(desk)], world.now())
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    await number(world, delivery(desk))
    assert [item.seq for item in await read(world, "desk")] == [1, 2]


@pytest.mark.rule("ALR-02", "CON-02")
async def test_due_is_what_is_neither_released_nor_closed_oldest_first(world: Any) -> None:
    later = timedelta(seconds=1)
    conflict, patrol, zone = uuid4(), uuid4(), uuid4()
    world.sql("SET session_replication_role = replica")
    first = notice(world, conflict=conflict, finding=uuid4())
    second = notice(world, found_at=world.now() + later, kind=AlertKind.PATROL, patrol=uuid4())
    third = notice(world, found_at=world.now() + 2 * later, kind=AlertKind.ZONE, patrol=patrol, zone=zone)
    waits = notice(world, kind=AlertKind.OVERLAP, patrol=uuid4())
    async with world.checker.transaction() as checker:
        await alerts.queue(checker, [])
        await alerts.queue(checker, [third, waits, second, first])
        assert await alerts.due(checker, at_tick=False, limit=None) == [first, second, third]
        assert await alerts.due(checker, at_tick=False, limit=2) == [first, second]
        assert await alerts.due(checker, at_tick=True, limit=None) == [waits]
        assert await alerts.last_told(checker, [first.matter, third.matter]) == {}
        await alerts.mark_released(checker, [first], world.now())
        closed = await alerts.close_untold(checker, [first.matter, third.matter], world.now())
        assert closed == {third.matter: "opened"}
        assert await alerts.due(checker, at_tick=False, limit=None) == [second]
        assert await alerts.last_told(checker, [first.matter, third.matter]) == {first.matter: "opened"}


@pytest.mark.rule("ALR-02", "LIV-07")
async def test_distress_never_waits_behind_others_however_many_and_old(world: Any) -> None:
    later = world.now() + timedelta(seconds=9)
    world.sql("SET session_replication_role = replica")
    old = notice(world, kind=AlertKind.INCIDENT, change="reported", incident=uuid4())
    sos = notice(world, found_at=later, kind=AlertKind.SOS, change="raised", sos=uuid4())
    halt = notice(
        world, found_at=later + timedelta(seconds=1), kind=AlertKind.HALT, change="raised", halt=uuid4()
    )
    async with world.checker.transaction() as checker:
        await alerts.queue(checker, [old, halt, sos])
        assert await alerts.due(checker, at_tick=False, limit=2) == [sos, halt]
        assert await alerts.due(checker, at_tick=False, limit=None) == [sos, halt, old]


@pytest.mark.rule("ALR-03", "IDN-03", "ALR-05")
async def test_facts_are_kept_once_each_and_an_acknowledgement_is_the_whole_partys_and_no_others(
    world: Any,
) -> None:
    told = NoticeId(uuid4())
    everybody = await recipients(world, "a", "b", desk=True)
    ours, theirs = world.parties["a"].id, world.parties["b"].id
    await number(world, *[delivery(to, notice=told) for to in everybody if to.party == ours])
    await number(world, *[delivery(to) for to in everybody if to.party in {theirs, None}])
    await note(world, "a", [1], Fact.RECEIVED)
    await note(world, "a", [1], Fact.SEEN)
    started = world.now()
    world.clock.advance(5)
    await note(world, "a", [1], Fact.SEEN)
    await note(world, "a2", [1], Fact.ACKNOWLEDGED)
    world.clock.advance(5)
    await note(world, "a", [1], Fact.ACKNOWLEDGED)
    [mine], [colleagues] = await read(world, "a"), await read(world, "a2")
    assert (mine.received_at, mine.seen_at) == (started, started)
    assert (colleagues.received_at, colleagues.seen_at) == (None, None)
    for alert in (mine, colleagues):
        assert (alert.acknowledged.by, alert.acknowledged.at) == ("a2", started + timedelta(seconds=5))
    assert [item.acknowledged for item in [*await read(world, "b"), *await read(world, "desk")]] == [
        None,
        None,
    ]
    assert world.sql("SELECT DISTINCT person, device FROM receipt WHERE fact = 'seen'") == [
        (world.viewers["a"].person, None)
    ]
    # The same notice can be acknowledged by the crew of no other party: not even its row is visible.
    assert world.sql("SELECT count(*) FROM receipt") == [(4,)]

    async def silenced(session: Any) -> list[int]:
        feed = (await alerts.head_of(session)).feed
        return [item.seq for item in await alerts.acknowledged_among(session, feed, [1, 2])]

    assert await world.read("a", silenced) == [1]
    assert await world.read("b", silenced) == []


async def test_alerts_of_a_subject_are_found_by_it(world: Any) -> None:
    overlap, conflict = uuid4(), uuid4()
    [desk] = await recipients(world, desk=True)
    world.sql("SET session_replication_role = replica")
    subjects = [
        Subject(overlap=overlap, revision=1),
        Subject(conflict=conflict),
        Subject(overlap=overlap, revision=2),
    ]
    await number(world, *[delivery(desk, subject) for subject in subjects])

    async def about(session: Any, **subject: Any) -> list[int]:
        feed = (await alerts.head_of(session)).feed
        return [item.seq for item in await alerts.of_subject(session, feed, **subject)]

    assert await world.read("desk", about, overlap=overlap) == [1, 3]
    assert await world.read("desk", about, conflict=conflict) == [2]
    assert await world.read("desk", about, conflict=uuid4()) == []


@pytest.mark.rule("IDN-05")
async def test_the_epoch_is_one_for_all_and_lasts(world: Any) -> None:
    epochs = {await world.read(who, alerts.epoch) for who in ("a", "b", "desk", "operator")}
    assert len(epochs) == 1
    assert world.sql("SELECT epoch FROM deployment") == [(epochs.pop(),)]
