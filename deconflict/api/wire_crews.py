"""Who of a party's crews is with which unit, on the wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import In, Name, Out, example
from deconflict.api.wire_people import EXAMPLE_PERSON
from deconflict.parties.model import Person, UnitId

CREW = {"id": EXAMPLE_PERSON["id"], "login": "omar", "name": "Omar"}
UNIT = {"unit": "0b8f5e9e-7b5f-4c5c-9d61-1f2a3b4c5d6e", "callsign": "Falcon 2"}
SINCE = "2026-12-01T07:40:00Z"


class WithUnitIn(In):
    """The unit that somebody is with."""

    model_config = example({"unit": "Falcon 2"})

    unit: Name = Field(description="Id or callsign of a unit of their own party.")


class CrewOut(Out):
    """Somebody of a party's crews who signs in by themselves, and the unit they are with, if any."""

    model_config = example({**CREW, **UNIT, "since": SINCE})

    id: UUID
    login: str = Field(description="Without the party: they sign in as `login@party`.")
    name: str
    unit: UUID | None
    callsign: str | None
    since: datetime | None = Field(
        description="Since when they are with that unit, or with none; null as long as nothing was said."
    )

    @classmethod
    def of(cls, person: Person, callsigns: Mapping[UnitId, str]) -> Self:
        """Show somebody."""
        callsign = None if person.bound is None else callsigns.get(person.bound)
        return cls(
            id=person.id,
            login=person.login,
            name=person.name,
            unit=person.bound,
            callsign=callsign,
            since=person.bound_since,
        )


class CrewsOut(Out):
    """Everybody of one's own party's crews who signs in by themselves, by login."""

    crews: list[CrewOut]
