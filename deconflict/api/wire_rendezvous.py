"""Rendezvous on the wire. What goes out is made from `Disclosed` views alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import In, Moment, Number, Out, Position, example
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.together_views import RendezvousView
from deconflict.flows.propose_rendezvous import Proposal
from deconflict.parties.model import PartyId
from deconflict.rendezvous.model import RendezvousState, Where

EAST: Final = "1f0e8b60-33c5-4f0e-8b60-7d5f9f1c2b3a"
WEST: Final = "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"
EXAMPLE_WHERE: Final[dict[str, Any]] = {
    "centre": [13.19, 32.88],
    "radius_m": 500.0,
    "start": "2026-12-01T12:00:00Z",
    "end": "2026-12-01T13:00:00Z",
}
EXAMPLE_RENDEZVOUS: Final[dict[str, Any]] = EXAMPLE_WHERE | {
    "id": "3c9d1f2e-5b6a-4c7d-8e9f-0a1b2c3d4e5f",
    "reference": "M3-7QXA",
    "state": "proposed",
    "sides": [
        {"party": EAST, "name": "East Command", "confirmed": True},
        {"party": WEST, "name": "West Command", "confirmed": False},
    ],
    "proposer": EAST,
    "patrol": None,
    "overlap": None,
    "asked": None,
    "proposed_at": "2026-11-30T17:12:09Z",
    "ended_by": None,
    "ended_at": None,
}


class WhereIn(In):
    """A disc and a window, and the one own patrol that it is meant for; without one, all of them there and then."""

    model_config = example(EXAMPLE_WHERE)

    centre: Position
    radius_m: Number = Field(description="50 m to 5 km; what keeps the two apart anyway is added to it.")
    start: Moment
    end: Moment
    patrol: UUID | None = None

    def proposal(self) -> Proposal:
        """Return what the flows take."""
        lon, lat = self.centre[:2]
        return Proposal(Where(lon, lat, self.radius_m, self.start, self.end), self.patrol)


class RendezvousIn(WhereIn):
    """A rendezvous between two parties: one's own and another; for the neutral staff any two."""

    model_config = example(EXAMPLE_WHERE | {"parties": [EAST, WEST]})

    parties: list[UUID] = Field(min_length=2, max_length=2)

    @property
    def sides(self) -> list[PartyId]:
        """The two parties."""
        return [PartyId(party) for party in self.parties]


class RendezvousAboutIn(WhereIn):
    """A rendezvous about an overlap or a conflict: the other side is its rival, `with` says which of several."""

    model_config = example(EXAMPLE_WHERE | {"with": WEST})

    rival: UUID | None = Field(None, alias="with")


class ConfirmIn(In):
    """Which own patrol it is confirmed for; without one, for all of them there and then."""

    model_config = example({"patrol": None})

    patrol: UUID | None = None


class PassOnIn(In):
    """To whom the desk passes on what a party left with it."""

    model_config = example({"party": WEST})

    party: UUID


class SideOut(Out):
    """One party of a rendezvous."""

    party: UUID
    name: str
    confirmed: bool


class RendezvousOut(Out):
    """A rendezvous. Both sides know it by the same id and reference; what either plans is not in it."""

    model_config = example(EXAMPLE_RENDEZVOUS)

    id: UUID
    reference: str
    state: RendezvousState
    sides: list[SideOut]
    proposer: UUID | None = Field(description="Null when the neutral staff proposed it.")
    centre: tuple[float, float]
    radius_m: float
    start: datetime
    end: datetime
    patrol: UUID | None = Field(description="One's own patrol that it is meant for; null: all of them.")
    overlap: UUID | None = Field(description="One's own overlap that it was left with the desk for.")
    asked: UUID | None = Field(description="What was left with the desk and led to this one.")
    proposed_at: datetime
    ended_by: UUID | None
    ended_at: datetime | None

    @classmethod
    def of(cls, shown: Disclosed[RendezvousView]) -> Self:
        """Show a rendezvous."""
        return cls(**rendezvous_fields(shown.value))


class RendezvousPage(Out):
    """Rendezvous, newest proposal first."""

    rendezvous: list[RendezvousOut]

    @classmethod
    def of(cls, shown: Iterable[Disclosed[RendezvousView]]) -> Self:
        """Show rendezvous."""
        return cls(rendezvous=[RendezvousOut.of(item) for item in shown])


def rendezvous_fields(view: RendezvousView) -> dict[str, Any]:
    """Return a view's fields as messages have them."""
    return {
        "id": view.id,
        "reference": view.reference,
        "state": view.state,
        "sides": [
            SideOut(party=side.party, name=side.party_name, confirmed=side.confirmed) for side in view.sides
        ],
        "proposer": view.proposer,
        "centre": (view.where.lon, view.where.lat),
        "radius_m": view.where.radius_m,
        "start": view.where.start,
        "end": view.where.end,
        "patrol": view.patrol,
        "overlap": view.overlap,
        "asked": view.asked,
        "proposed_at": view.proposed_at,
        "ended_by": view.ended_by,
        "ended_at": view.ended_at,
    }
