"""Calls for help and halts on the wire: made from `Disclosed` views alone (LIV-07)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from deconflict.api.wire import CONTROLS, In, Moment, Name, Number, Out, Position, example
from deconflict.api.wire_alert_head import AlertOut, about
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.distress_views import HaltView, PartyAnswersView, SosView
from deconflict.distress.model import Place, Ring
from deconflict.parties.model import Role

PARTY: Final = "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"
EXAMPLE_ID: Final = "2b1c9d2e-7b6a-4594-8372-615041302f1e"
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=rf"^[^{CONTROLS}]*$")]
PLACE: Final[dict[str, Any]] = {"lon": 13.19, "lat": 32.88, "at": "2026-12-01T08:00:00Z"}
RING: Final = [[13.1, 32.8], [13.2, 32.8], [13.2, 32.9]]
EXAMPLE_SOS: Final[dict[str, Any]] = {
    "party": PARTY,
    "party_name": "Eastern Command",
    "unit": "0b8f5e9e-7b5f-4c5c-9d61-1f2a3b4c5d6e",
    "callsign": "Falcon 2",
    "place": PLACE,
    "note": "Ambush at the crossroads.",
    "raised_at": "2026-12-01T08:00:03Z",
    "ended_at": None,
    "by_desk": False,
}
EXAMPLE_HALT: Final[dict[str, Any]] = {
    "by": "desk",
    "area": RING,
    "note": "Convoy with wounded: let it pass.",
    "raised_at": "2026-12-01T08:00:03Z",
    "lifted_at": None,
}
EXAMPLE_ANSWERS: Final[dict[str, Any]] = {
    "party": PARTY,
    "party_name": "Eastern Command",
    "acknowledged": [{"by": "Salem", "at": "2026-12-01T08:00:20Z"}],
    "outstanding": ["Omar"],
}


class PlaceIn(In):
    """Where the unit is, by its own clock."""

    lon: Annotated[Number, Field(ge=-180, le=180)]
    lat: Annotated[Number, Field(ge=-90, le=90)]
    at: Moment


class SosIn(In):
    """A call for help for a unit of one's own party; without a place its last known one is told."""

    model_config = example({"unit": "Falcon 2", "place": PLACE, "note": "Ambush at the crossroads."})

    unit: Annotated[Name, Field(description="The unit's id or callsign, of one's own party.")]
    place: PlaceIn | None = None
    note: Words = ""

    def where(self) -> Place | None:
        """Return the place that was given."""
        return None if self.place is None else Place(self.place.lon, self.place.lat, self.place.at)


class KnownPlaceOut(Out):
    """Where the unit was when it called, and since when that is known."""

    lon: float
    lat: float
    at: datetime


class SosFields(Out):
    """A call for help. `unit`, `note` and `by_desk` are null for others than its own party and the desk."""

    party: UUID
    party_name: str
    unit: UUID | None
    callsign: str
    place: KnownPlaceOut | None
    note: str | None
    raised_at: datetime
    ended_at: datetime | None
    by_desk: bool | None


class SosOut(SosFields):
    """A call for help; `level` is 3 for a rival who is told because of the level."""

    model_config = example(EXAMPLE_SOS | {"id": EXAMPLE_ID, "reference": "T4-7WPB", "level": None})

    id: UUID
    reference: str
    level: int | None

    @classmethod
    def of(cls, shown: Disclosed[SosView]) -> Self:
        """Show a call."""
        view = shown.value
        return cls(id=view.id, reference=view.reference, level=view.level, **sos_fields(view))


class SosPage(Out):
    """Calls for help, the newest first."""

    sos: list[SosOut]


class HaltIn(In):
    """An area in which everybody is to stand still, and why."""

    model_config = example({"area": RING, "note": "Convoy with wounded: let it pass."})

    area: Annotated[
        list[Position], Field(min_length=3, max_length=100, description="The corners of the area, in order.")
    ]
    note: Words = ""

    def ring(self) -> Ring:
        """Return the corners, each once."""
        corners = tuple((place[0], place[1]) for place in self.area)
        return corners[:-1] if corners[0] == corners[-1] else corners


class AnsweredOut(Out):
    """Who acknowledged, and when."""

    by: str
    at: datetime


class PartyAnswersOut(Out):
    """What became of a halt at one party: who acknowledged it, and who has not."""

    party: UUID
    party_name: str
    acknowledged: list[AnsweredOut]
    outstanding: list[str]

    @classmethod
    def of(cls, view: PartyAnswersView) -> Self:
        """Show a party's answers."""
        said = [AnsweredOut(by=by, at=at) for by, at in view.acknowledged]
        return cls(
            party=view.party,
            party_name=view.party_name,
            acknowledged=said,
            outstanding=list(view.outstanding),
        )


class HaltFields(Out):
    """A halt: its area and since when. To a party it says that its own is concerned, never which others are."""

    by: Role | None
    area: list[tuple[float, float]]
    note: str
    raised_at: datetime
    lifted_at: datetime | None


class HaltOut(HaltFields):
    """A halt; `answers` are for the desk, null for everybody else."""

    model_config = example(
        EXAMPLE_HALT
        | {
            "id": EXAMPLE_ID,
            "reference": "T4-7WPB",
            "answers": [EXAMPLE_ANSWERS],
        }
    )

    id: UUID
    reference: str
    answers: list[PartyAnswersOut] | None

    @classmethod
    def of(cls, shown: Disclosed[HaltView]) -> Self:
        """Show a halt."""
        view = shown.value
        answers = None if view.answers is None else [PartyAnswersOut.of(item) for item in view.answers]
        return cls(id=view.id, reference=view.reference, answers=answers, **halt_fields(view))


class HaltPage(Out):
    """Halts, the newest first."""

    halts: list[HaltOut]


class SosAlert(AlertOut, SosFields):
    """A unit calls for help, or that is over: of one's own party, or of a rival as far as the level goes."""

    model_config = example(
        about("sos") | EXAMPLE_SOS | {"change": "raised", "sos": EXAMPLE_ID, "reference": "T4-7WPB"}
    )

    sos: UUID


class HaltAlert(AlertOut, HaltFields):
    """Everybody in an area is to stand still, and something of one's own party is there; or that is over."""

    model_config = example(
        about("halt") | EXAMPLE_HALT | {"change": "raised", "halt": EXAMPLE_ID, "by": None}
    )

    halt: UUID


def sos_fields(view: SosView) -> dict[str, Any]:
    """Return the fields that a call and an alert about it share."""
    place = None if view.place is None else KnownPlaceOut.model_validate(view.place)
    return _same(view, SosFields) | {"place": place}


def halt_fields(view: HaltView) -> dict[str, Any]:
    """Return the fields that a halt and an alert about it share."""
    return _same(view, HaltFields) | {"area": list(view.ring)}


def _same(view: object, wanted: type[Out]) -> dict[str, Any]:
    names: Sequence[str] = [name for name in wanted.model_fields if hasattr(view, name)]
    return {name: getattr(view, name) for name in names}
