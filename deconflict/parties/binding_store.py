"""The only SQL about who of a party's crews is with which unit. Never commits."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from deconflict.parties import scope
from deconflict.parties.model import Binding, PartyId, Person, PersonId, Role, UnitId
from deconflict.parties.tables import binding, person
from deconflict.runtime.database import CheckerSession, OwnerSession, PartySession
from deconflict.runtime.one_of import one_of
from deconflict.runtime.question import Question, Rows, first

BOUND_TO: Final = select(binding.c.unit).where(binding.c.person == bindparam("who"))


async def keep(writer: PartySession | OwnerSession, new: Binding) -> None:
    """Store with which unit somebody is from now on, or with None that they are with none."""
    values = {"person": new.person, "party": new.party, "unit": new.unit, "since": new.since}
    changed = {"unit": new.unit, "since": new.since}
    await writer.execute(
        insert(binding).values(values).on_conflict_do_update(index_elements=[binding.c.person], set_=changed)
    )


def unit_asked_for(who: PersonId) -> Question[UnitId | None]:
    """Ask with which unit somebody is."""
    return Question(BOUND_TO, {"who": who}, _unit)


async def bindings(checker: CheckerSession, people: Collection[PersonId]) -> dict[PersonId, Binding]:
    """Return what was last said of each of those people of whom anything was."""
    rows = await checker.rows(select(binding).where(one_of(binding.c.person, people)))
    return {
        PersonId(row.person): Binding(
            PersonId(row.person), PartyId(row.party), row.unit and UnitId(row.unit), row.since
        )
        for row in rows
    }


async def crews(reader: PartySession) -> list[Person]:
    """Return whoever of one's own party's crews signs in by themselves, by login; as the operator of all."""
    named = person.c.id, person.c.party, person.c.login, person.c.name
    rows = await reader.rows(
        select(*named, binding.c.unit.label("bound"), binding.c.since)
        .outerjoin(binding, binding.c.person == person.c.id)
        .where(person.c.role == Role.CREW.value, person.c.unit.is_(None), person.c.disabled_at.is_(None))
        .where(scope.in_directory(reader, person.c.party))
        .order_by(person.c.login, person.c.id)
    )
    return [
        Person(
            PersonId(row.id),
            PartyId(row.party),
            row.login,
            row.name,
            Role.CREW,
            bound=row.bound,
            bound_since=row.since,
        )
        for row in rows
    ]


def _unit(rows: Rows) -> UnitId | None:
    row = first(rows)
    return None if row is None else _known(row.unit)


def _known(unit: UUID | None) -> UnitId | None:
    return None if unit is None else UnitId(unit)
