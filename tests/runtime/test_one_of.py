"""Many values in one parameter."""

from uuid import uuid4

from sqlalchemy import Column, MetaData, Table, Uuid, select
from sqlalchemy.sql.expression import literal

from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.one_of import none_of, one_of

TABLE = Table("anything", MetaData(), Column("id", Uuid))


def test_the_statement_is_the_same_for_every_number_of_values() -> None:
    statements = {str(select(TABLE).where(one_of(TABLE.c.id, [uuid4()] * count))) for count in (0, 1, 70_000)}
    assert len(statements) == 1


async def test_more_values_than_a_statement_has_parameters(checker_database: CheckerDatabase) -> None:
    wanted = [uuid4() for _ in range(70_000)]
    async with checker_database.transaction() as checker:
        found = await checker.scalar(select(one_of(literal(wanted[-1], Uuid()), wanted)))
        lost = await checker.scalar(select(one_of(literal(uuid4(), Uuid()), wanted)))
    assert found
    assert not lost


async def test_none_of_them_is_not_the_same_as_not_equal_to_one_of_them(
    checker_database: CheckerDatabase,
) -> None:
    one, other, third = (uuid4() for _ in range(3))
    async with checker_database.transaction() as checker:
        assert not await checker.scalar(select(none_of(literal(one, Uuid()), [one, other])))
        assert await checker.scalar(select(none_of(literal(third, Uuid()), [one, other])))
        assert await checker.scalar(select(none_of(literal(third, Uuid()), [])))
