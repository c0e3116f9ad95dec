"""The one role that reads across parties, and only inside its transactions."""

import pytest
from sqlalchemy import text

from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.database import CheckerSession, OwnerDatabase
from deconflict.runtime.errors import AccessRefused, ValueRefused
from deconflict.runtime.ids import new_id

PARTIES = text("SELECT count(*) FROM party")


@pytest.fixture
async def two_parties(owner_database: OwnerDatabase) -> None:
    """Two parties on record."""
    async with owner_database.transaction() as owner:
        for slug in ("a", "b"):
            await owner.execute(
                text("INSERT INTO party (id, slug, name) VALUES (:id, :slug, :slug)"),
                {"id": new_id(), "slug": slug},
            )


@pytest.mark.rule("SEC-01")
async def test_the_checker_reads_every_party(checker_database: CheckerDatabase, two_parties: None) -> None:
    async with checker_database.transaction(snapshot=True) as checker:
        assert isinstance(checker, CheckerSession)
        assert tuple(await checker.one(PARTIES)) == (2,)


@pytest.mark.rule("SEC-01")
async def test_its_login_alone_reads_nothing(checker_database: CheckerDatabase, two_parties: None) -> None:
    with pytest.raises(AccessRefused):
        await checker_database.probe(PARTIES)


@pytest.mark.rule("SEC-01")
async def test_its_role_ends_with_the_transaction(checker_database: CheckerDatabase) -> None:
    who = text("SELECT current_user = session_user, pg_backend_pid()")
    async with checker_database.transaction() as checker:
        inside = (await checker.execute(who)).one()
    outside = await checker_database.probe(who)
    assert (inside[0], outside[0]) == (False, True)
    assert inside[1] == outside[1]


async def test_packed_rows_are_plain_values(checker_database: CheckerDatabase, two_parties: None) -> None:
    one = new_id()
    async with checker_database.transaction() as checker:
        query = "SELECT %s::uuid, 1.5::float8, '\\x00ff'::bytea, NULL, slug FROM party ORDER BY slug"
        assert await checker.packed(query, one) == [
            (one, 1.5, b"\x00\xff", None, slug) for slug in ("a", "b")
        ]


@pytest.mark.rule("SEC-03")
async def test_a_packed_question_that_fails_is_ours_to_name(checker_database: CheckerDatabase) -> None:
    with pytest.raises(ValueRefused) as refused:
        async with checker_database.transaction() as checker:
            await checker.packed("SELECT %s::int", "Falcon")
    assert refused.value.__suppress_context__
