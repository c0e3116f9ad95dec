"""Statements in the driver's own terms."""

from uuid import UUID

from sqlalchemy import Boolean, Uuid, bindparam, column, func, select, text

from deconflict.runtime.question import Question, first, none

BOX = select(func.round(bindparam("west"), 4)).where(
    column("party", Uuid) == bindparam("own"), bindparam("all", type_=Boolean)
)
OWN = UUID(int=7)


def test_a_statement_names_its_parameters_and_brings_its_own() -> None:
    asked = Question(BOX, {"west": 1.5, "own": OWN, "all": True}, none)
    assert b"%(own)s::UUID" in asked.text
    assert asked.values == {"west": 1.5, "own": OWN, "all": True, "round_2": 4}


def test_a_statement_is_made_ready_once() -> None:
    one, two = (Question(BOX, {"own": own}, none) for own in (OWN, None))
    assert one.text is two.text
    assert Question(text("SELECT :a"), {"a": 1}, none).text == b"SELECT %(a)s"


def test_the_first_row_of_none_is_none() -> None:
    assert first([]) is None
    assert first([3, 4]) == 3
    assert none([3]) is None
