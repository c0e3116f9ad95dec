"""The ledger on the database: what is appended can be proved later, and nobody takes it back."""

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update

from deconflict.ledger import store as ledger
from deconflict.ledger.model import SALT_BYTES, Entry, EntryKind, commitment
from deconflict.ledger.tables import ledger_entry
from deconflict.runtime.errors import AccessRefused

STORED = "SELECT kind, party, person, subject, payload, at, salt, commitment FROM ledger_entry"


def entry(world: Any, who: str = "a", party: str | None = "a", **other: Any) -> Entry:
    owner = world.parties[party].id if party else None
    payload = {"version": 2, "what": "Ⲁ – ليبيا", "hours": ["2026-12-01T08:00:00Z", ""]}
    made = Entry(EntryKind.PLAN, owner, world.viewers[who].person, uuid4(), payload, world.now())
    return replace(made, **other)


async def append(world: Any, who: str, *entries: Entry) -> None:
    await world.read(who, ledger.append, list(entries))


async def subjects(world: Any, who: str) -> set[UUID]:
    """The subjects of the entries that somebody may read."""
    return set(await world.read(who, lambda reader: reader.scalars(select(ledger_entry.c.subject))))


@pytest.mark.rule("LOG-03")
async def test_what_is_stored_still_fits_its_commitment_whatever_was_in_it(world: Any) -> None:
    """A verifier has only the row: time zones, empty texts and the service as its own author must survive it."""
    east = world.now().astimezone(timezone(timedelta(hours=2))) + timedelta(microseconds=7)
    await append(
        world, "a", entry(world), entry(world, party=None), entry(world, payload={}), entry(world, at=east)
    )
    async with world.checker.transaction() as checker:
        await ledger.append(checker, [entry(world, "b", "b", person=None, kind=EntryKind.CONFLICT)])
    rows = world.sql(STORED)
    assert len(rows) == 5
    for kind, party, person, subject, payload, at, salt, committed in rows:
        stored = Entry(EntryKind(kind), party, person, subject, payload, at)
        assert committed == commitment(stored, salt)
        assert committed != commitment(replace(stored, at=at + timedelta(microseconds=1)), salt)


@pytest.mark.rule("LOG-03")
async def test_the_same_entry_twice_is_not_to_be_recognised_by_its_commitment(world: Any) -> None:
    same = entry(world)
    await append(world, "a", same, same)
    rows = world.sql(STORED)
    assert len({row[-1] for row in rows}) == len({row[-2] for row in rows}) == 2
    assert {len(row[-2]) for row in rows} == {SALT_BYTES}


async def test_nothing_to_append_appends_nothing(world: Any) -> None:
    await append(world, "a")
    assert world.sql(STORED) == []


@pytest.mark.rule("DIS-07")
async def test_an_entry_is_read_by_the_party_whose_data_it_is(world: Any) -> None:
    of_a, of_nobody = entry(world, "desk", "a"), entry(world, "desk", None)
    await append(world, "desk", of_a, of_nobody)
    for who in ("a", "a2", "crew"):
        assert await subjects(world, who) == {of_a.subject}
    for who in ("b", "c", "desk", "facilitator", "oversight", "operator"):
        assert await subjects(world, who) == set()


@pytest.mark.rule("SEC-01")
async def test_nobody_writes_in_anothers_name_or_about_a_party_it_does_not_see(world: Any) -> None:
    for who, forged in (
        ("a", entry(world, "a2")),
        ("a", entry(world, "a", "b")),
        ("a", entry(world, person=None)),
        ("desk", entry(world, "operator")),
    ):
        with pytest.raises(AccessRefused):
            await append(world, who, forged)
    assert world.sql(STORED) == []


@pytest.mark.rule("SEC-01", "LOG-03")
async def test_not_even_the_owner_or_the_checker_changes_or_deletes_an_entry(world: Any) -> None:
    await append(world, "a", entry(world))
    before = world.sql(STORED)
    for statement in (update(ledger_entry).values(payload={}), delete(ledger_entry)):
        for transaction in (
            world.owner.transaction(),
            world.checker.transaction(),
            world.database.transaction(world.viewers["a"].context),
        ):
            with pytest.raises(AccessRefused):
                async with transaction as session:
                    await session.execute(statement)
    assert world.sql(STORED) == before


@pytest.mark.rule("DIS-06", "DIS-07")
async def test_a_party_reads_its_own_entries_page_by_page_from_the_oldest_on(world: Any) -> None:
    early, late = (
        entry(world, at=world.now() - timedelta(hours=1)),
        entry(world, kind=EntryKind.DISCLOSURE),
    )
    await append(world, "a", late, early, entry(world, party=None))
    own = [kept.entry for kept in await world.read("a", ledger.page, 50, None, None)]
    assert own[0] == early
    assert own[-1] == late
    [first] = await world.read("a", ledger.page, 1, None, None)
    rest = await world.read("a", ledger.page, 50, (first.entry.at, first.id), None)
    assert [kept.entry for kept in rest] == own[1:]
    [kept] = await world.read("a", ledger.page, 50, None, EntryKind.DISCLOSURE)
    assert kept.commitment == commitment(late, kept.salt)
    for who in ("b", "desk"):
        assert late not in [kept.entry for kept in await world.read(who, ledger.page, 50, None, None)]
