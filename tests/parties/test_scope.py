"""The application says again what the row policies say: whose rows a reader sees (SEC-01)."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Uuid, column, select, true
from sqlalchemy.dialects import postgresql

from deconflict.parties import scope
from deconflict.runtime.context import Context
from deconflict.runtime.database import CheckerSession, PartySession

PARTY = UUID(int=1)
PERSON = UUID(int=2)
OWNER = column("owner", Uuid)
OWN = f"owner = '{PARTY}'"


def reader(role: str, party: UUID | None) -> Any:
    """A reader without a connection: what it may read is decided before it reads."""
    session: Any = object.__new__(PartySession)
    session.viewer = Context(PERSON, party, role, "viewer")
    return session


def said(condition: Any) -> str:
    """The condition as SQL."""
    query = str(
        select(OWNER)
        .where(condition)
        .compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    )
    return query.partition("WHERE ")[2].strip()


@pytest.mark.rule("SEC-01")
def test_an_officer_reads_what_is_their_partys() -> None:
    officer = reader("liaison", PARTY)
    assert said(scope.of_viewer(officer, OWNER)) == OWN
    assert said(scope.in_directory(officer, OWNER)) == OWN
    assert said(scope.of_viewer_or_all(officer, OWNER)) == f"{OWN} OR owner IS NULL"
    assert said(scope.own_feed(officer, OWNER)) == f"owner = '{PERSON}'"


@pytest.mark.rule("SEC-01", "DIS-08")
def test_the_desk_reads_everybodys_and_its_one_feed() -> None:
    desk = reader("desk", None)
    assert said(scope.of_viewer(desk, OWNER)) == said(scope.in_directory(desk, OWNER)) == "true"
    assert said(scope.own_feed(desk, OWNER)) == "owner IS NULL"


@pytest.mark.rule("SEC-01", "DIS-08")
@pytest.mark.parametrize("role", ["liaison", "crew", "facilitator", "oversight", "operator"])
def test_how_far_a_side_was_reached_is_the_desk_s_alone(role: str) -> None:
    assert said(scope.of_desk(reader("desk", None))) == "true"
    assert said(scope.of_desk(reader(role, PARTY))) == "false"


@pytest.mark.rule("SEC-01", "DIS-08")
@pytest.mark.parametrize("role", ["facilitator", "oversight", "operator"])
def test_other_neutral_staff_read_who_there_is_and_no_patrols(role: str) -> None:
    staff = reader(role, None)
    assert said(scope.of_viewer(staff, OWNER)) == "false"
    assert said(scope.in_directory(staff, OWNER)) == "true"
    assert said(scope.own_feed(staff, OWNER)) == f"owner = '{PERSON}'"


def test_the_checker_reads_everything() -> None:
    assert said(scope.of_viewer(object.__new__(CheckerSession), OWNER)) == "true"


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize("who", ["liaison", "desk", "facilitator", "device"])
def test_a_statement_made_once_says_by_its_parameters_what_a_condition_says(who: str) -> None:
    party = None if who in scope.NEUTRAL else PARTY
    for reach, wall in (
        (scope.reach_of_viewer, scope.of_viewer),
        (scope.reach_in_directory, scope.in_directory),
    ):
        given = reach(reader(who, party))
        condition = said(wall(reader(who, party), OWNER))
        assert given == {"unwalled": condition == "true", "own": None if condition == "true" else party}
    assert str(scope.within(OWNER)) == ":unwalled OR owner = :own"


def test_whoever_is_no_viewer_reads_all() -> None:
    checker: Any = object.__new__(CheckerSession)
    assert scope.reach_of_viewer(checker) == {"unwalled": True, "own": None}


@pytest.mark.rule("SEC-01", "DIS-08")
@pytest.mark.parametrize("role", ["liaison", "duty_officer", "crew", "oversight", "operator"])
def test_the_room_s_own_is_the_desk_s_and_the_facilitator_s_and_nobody_else_s(role: str) -> None:
    assert said(scope.of_room(reader("desk", None))) == "true"
    assert said(scope.of_room(reader("facilitator", None))) == "true"
    assert said(scope.of_room(reader(role, PARTY))) == "false"


@pytest.mark.rule("SEC-01")
def test_of_their_party_officers_see_what_its_crews_do_not() -> None:
    for role in ("liaison", "duty_officer"):
        assert said(scope.of_officer(reader(role, PARTY), OWNER)) == OWN
    for role, party in (("crew", PARTY), ("desk", None), ("operator", None)):
        assert said(scope.of_officer(reader(role, party), OWNER)) == "false"


@pytest.mark.rule("SEC-01")
def test_a_crew_reads_of_one_unit_and_of_itself_and_all_others_of_all() -> None:
    by, nothing = column("by", Uuid), said(true())
    crews = said(scope.of_unit_or_self(reader("crew", PARTY), OWNER, by))
    assert crews.startswith(f"by = '{PERSON}' OR owner = coalesce((SELECT person.unit")
    for role in ("liaison", "duty_officer", "desk"):
        assert said(scope.of_unit_or_self(reader(role, PARTY), OWNER, by)) == nothing
