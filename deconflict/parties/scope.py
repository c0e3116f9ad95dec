"""The application's own wall: what of a table belongs to whoever reads (SEC-01).

It says again what the row policies say, so that either holds without the other. The checker and those at work on the
machine itself read everything. Decides about rows only: which fields may leave is the disclosure package's matter.
"""

from typing import Any, Final

from sqlalchemy import Boolean, ColumnElement, Uuid, bindparam, false, func, or_, select, true

from deconflict.parties.model import OFFICERS, Role
from deconflict.parties.tables import binding, person
from deconflict.runtime.database import PartySession, Session

NEUTRAL: Final = frozenset({Role.DESK, Role.FACILITATOR, Role.OVERSIGHT, Role.OPERATOR})


def of_viewer(reader: Session, party: ColumnElement[Any]) -> ColumnElement[bool]:
    """What belongs to the reader's own party; for the neutral desk all (DIS-08)."""
    return _own(reader, party, frozenset({Role.DESK}))


def of_party(reader: Session, party: ColumnElement[Any]) -> ColumnElement[bool]:
    """What belongs to the reader's own party, and to nobody else: the desk has its own view."""
    return _own(reader, party, frozenset())


def in_directory(reader: Session, party: ColumnElement[Any]) -> ColumnElement[bool]:
    """What of units and people the reader sees: its own party's; the neutral staff all."""
    return _own(reader, party, NEUTRAL)


def of_viewer_or_all(reader: Session, party: ColumnElement[Any]) -> ColumnElement[bool]:
    """What belongs to the reader's own party, or to nobody and so to all."""
    return or_(of_viewer(reader, party), party.is_(None))


def own_or_exact(reader: PartySession, party: ColumnElement[Any]) -> ColumnElement[bool]:
    """What belongs to the reader's own party; to those who see what is exact, what belongs to none (DIS-08)."""
    if reader.viewer.role in {Role.DESK.value, Role.FACILITATOR.value}:
        return party.is_(None)
    return of_party(reader, party)


def own_feed(reader: PartySession, person: ColumnElement[Any]) -> ColumnElement[bool]:
    """The reader's own feed; the desk's for all who staff it (IDN-03)."""
    if reader.viewer.role == Role.DESK.value:
        return person.is_(None)
    return person == reader.viewer.person


def of_room(reader: PartySession) -> ColumnElement[bool]:
    """What the desk and the facilitator share, and no party sees: the shift log."""
    return true() if reader.viewer.role in {Role.DESK.value, Role.FACILITATOR.value} else false()


def of_desk(reader: PartySession) -> ColumnElement[bool]:
    """What the neutral desk alone sees: how far each side of its matters was reached."""
    return true() if reader.viewer.role == Role.DESK.value else false()


def of_officer(reader: PartySession, party: ColumnElement[Any]) -> ColumnElement[bool]:
    """What of their own party its officers see, and its crews do not."""
    return of_party(reader, party) if reader.viewer.role in {role.value for role in OFFICERS} else false()


def of_unit_or_self(reader: Session, unit: ColumnElement[Any], by: ColumnElement[Any]) -> ColumnElement[bool]:
    """What whoever of a crew is with one unit sees of their party's: that unit's, and what came from themselves."""
    if not isinstance(reader, PartySession) or reader.viewer.role != Role.CREW.value:
        return true()
    me = reader.viewer.person
    crew_of = select(person.c.unit).where(person.c.id == me).scalar_subquery()
    bound_to = select(binding.c.unit).where(binding.c.person == me).scalar_subquery()
    return or_(by == me, unit == func.coalesce(crew_of, bound_to, unit))


def within(party: ColumnElement[Any]) -> ColumnElement[bool]:
    """What a statement that is made once says in the place of `of_viewer` or `in_directory`, by `reach` of either."""
    return or_(bindparam("unwalled", type_=Boolean), party == bindparam("own", type_=Uuid))


def reach_of_viewer(reader: Session) -> dict[str, Any]:
    """The parameters by which `within` says what `of_viewer` says."""
    return _reach(reader, frozenset({Role.DESK}))


def reach_in_directory(reader: Session) -> dict[str, Any]:
    """The parameters by which `within` says what `in_directory` says."""
    return _reach(reader, NEUTRAL)


def _reach(reader: Session, all_for: frozenset[Role]) -> dict[str, Any]:
    if not isinstance(reader, PartySession) or reader.viewer.role in {role.value for role in all_for}:
        return {"unwalled": True, "own": None}
    return {"unwalled": False, "own": reader.viewer.party}


def _own(reader: Session, party: ColumnElement[Any], all_for: frozenset[Role]) -> ColumnElement[bool]:
    if not isinstance(reader, PartySession) or reader.viewer.role in {role.value for role in all_for}:
        return true()
    return false() if reader.viewer.party is None else party == reader.viewer.party
