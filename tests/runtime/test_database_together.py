"""Many rows in one statement, and several questions in one round trip: what is refused undoes as much as it should."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from deconflict.parties.tables import party
from deconflict.runtime.database import Insertion, OwnerDatabase
from deconflict.runtime.errors import (
    DatabaseUnavailable,
    UniqueViolated,
)
from deconflict.runtime.question import Question, none
from tests.runtime.test_database import ADD_PARTY, SLUGS, slugs

PARTIES = Question(SLUGS, {}, lambda rows: [row.slug for row in rows])


async def test_many_rows_go_in_with_one_statement(owner_database: OwnerDatabase) -> None:
    rows = [{"id": uuid4(), "slug": f"p{number}", "name": "أ 'quoted' \\ \"twice\""} for number in range(3)]
    async with owner_database.transaction() as owner:
        await owner.insert_all(party, [])
        await owner.insert_all(party, rows)
    async with owner_database.transaction() as owner:
        found = await owner.rows(select(party.c.id, party.c.slug, party.c.name).order_by(party.c.slug))
    assert [tuple(row) for row in found] == [tuple(row.values()) for row in rows]


@pytest.mark.rule("SEC-03")
async def test_a_refused_row_among_many_keeps_all_out_and_says_nothing(owner_database: OwnerDatabase) -> None:
    twice = [{"id": uuid4(), "slug": "same", "name": "Falcon"} for _ in range(2)]

    async def add() -> None:
        async with owner_database.transaction() as owner:
            await owner.insert_all(party, twice)

    with pytest.raises(UniqueViolated) as refused:
        await add()
    assert "Falcon" not in str(refused.value)
    async with owner_database.transaction() as owner:
        assert await slugs(owner) == []


async def test_many_rows_are_changed_with_one_statement(owner_database: OwnerDatabase) -> None:
    rows = [{"id": uuid4(), "slug": f"p{number}", "name": "before"} for number in range(3)]
    async with owner_database.transaction() as owner:
        await owner.insert_all(party, rows)
        await owner.update_all(party, "id", [])
        await owner.update_all(
            party, "id", [{"id": row["id"], "name": f"of {row['slug']}"} for row in rows[:2]]
        )
        found = await owner.rows(select(party.c.slug, party.c.name).order_by(party.c.slug))
    assert [tuple(row) for row in found] == [("p0", "of p0"), ("p1", "of p1"), ("p2", "before")]


async def test_what_is_asked_together_is_answered_in_order(owner_database: OwnerDatabase) -> None:
    async with owner_database.transaction() as owner:
        added = Question(ADD_PARTY, {"id": uuid4(), "slug": "new"}, none)
        assert await owner.together(PARTIES, added, PARTIES) == ([], None, ["new"])
        assert await owner.together(PARTIES) == (["new"],)


async def test_what_is_asked_together_after_a_refusal_is_not_done(owner_database: OwnerDatabase) -> None:
    one = Question(ADD_PARTY, {"id": uuid4(), "slug": "same"}, none)
    two, other = (Question(ADD_PARTY, {"id": uuid4(), "slug": slug}, none) for slug in ("same", "other"))

    async def add() -> None:
        async with owner_database.transaction() as owner:
            await owner.together(one, two, other)

    with pytest.raises(UniqueViolated) as refused:
        await add()
    assert refused.value.constraint == "party_slug_key"
    assert refused.value.__cause__ is None
    async with owner_database.transaction() as owner:
        assert await slugs(owner) == []


async def test_an_attempt_that_is_refused_undoes_itself_alone(owner_database: OwnerDatabase) -> None:
    def called(slug: str) -> Insertion:
        return Insertion(party, [{"id": uuid4(), "slug": slug, "name": slug}])

    first, late = (Question(ADD_PARTY, {"id": uuid4(), "slug": slug}, none) for slug in ("first", "late"))
    async with owner_database.transaction() as owner:
        assert await owner.attempt(first, PARTIES, called("second")) == ["first"]
        for refused in ((late, called("second")), (first, called("third"))):
            with pytest.raises(UniqueViolated):
                await owner.attempt(refused[0], PARTIES, refused[1])
        assert await slugs(owner) == ["first", "second"]
    async with owner_database.transaction() as owner:
        assert await slugs(owner) == ["first", "second"]


async def test_what_is_asked_together_can_be_cancelled(owner_database: OwnerDatabase) -> None:
    late = Question(text("SELECT pg_sleep(30)"), {}, none)
    added = Question(ADD_PARTY, {"id": uuid4(), "slug": "gone"}, none)

    async def ask() -> None:
        async with owner_database.transaction() as owner:
            await owner.together(added, late)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(ask(), 0.2)
    async with owner_database.transaction() as owner:
        assert await slugs(owner) == []


async def test_a_connection_that_dies_before_several_are_asked_is_told(owner_database: OwnerDatabase) -> None:
    kill = text("SELECT pg_terminate_backend(:pid)")

    async def ask() -> None:
        async with owner_database.transaction() as owner:
            pid = await owner.scalar(select(func.pg_backend_pid()))
            await owner_database.probe(kill.bindparams(pid=pid))
            await owner.together(PARTIES, PARTIES)

    with pytest.raises(DatabaseUnavailable):
        await ask()
    async with owner_database.transaction() as owner:
        assert await owner.together(PARTIES, PARTIES) == ([], [])
