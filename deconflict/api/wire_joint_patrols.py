"""Joint patrols on the wire, made from `Disclosed` views alone; `canonical` is what is countersigned."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import In, Name, Note, Number, Out, example
from deconflict.api.wire_patrols import LineIn, TimesIn
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.together_views import JointPatrolView
from deconflict.flows.propose_joint_patrol import Course
from deconflict.joint_patrols.model import JointState
from deconflict.parties.model import PartyId

EAST: Final = "1f0e8b60-33c5-4f0e-8b60-7d5f9f1c2b3a"
WEST: Final = "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"
EXAMPLE_DIGEST: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
EXAMPLE_COURSE: Final[dict[str, Any]] = {
    "type": "Feature",
    "geometry": {"type": "LineString", "coordinates": [[13.19, 32.88], [13.52, 32.74]]},
    "properties": {
        "coordinateProperties": {"times": ["2026-12-01T08:00:00Z", "2026-12-01T08:40:00Z"]},
        "time_tolerance_s": 600,
        "lateral_tolerance_m": 50,
        "class": "escort",
        "note": "Convoy to the hospital",
    },
}
EXAMPLE_JOINT: Final[dict[str, Any]] = {
    "id": "7b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9",
    "reference": "J5-4KWN",
    "state": "proposed",
    "version": 0,
    "pending": 1,
    "proposer": EAST,
    "members": [
        {"party": EAST, "name": "East Command", "callsign": "Falcon 2", "countersigned": True},
        {"party": WEST, "name": "West Command", "callsign": None, "countersigned": False},
    ],
    "text": {"version": 1, "canonical": "{}", "digest": EXAMPLE_DIGEST},
    "unit": "0b6f2a56-2a3b-4a55-8a0f-0d6f6f0c9e11",
    "patrol": None,
    "proposed_at": "2026-11-30T17:12:09Z",
    "ended_by": None,
    "ended_at": None,
}


class CoursePropertiesIn(In):
    """What a joint plan says besides its path; each party attaches its own unit."""

    coordinate_properties: TimesIn = Field(alias="coordinateProperties")
    time_tolerance_s: Number = Field(0.0, description="Each unit may run early or late by this much.")
    lateral_tolerance_m: Number = Field(0.0, description="Half the width of the corridor.")
    purpose: Literal["routine", "escort", "relief", "logistics", "training"] = Field("routine", alias="class")
    note: Note | None = None


class CourseIn(In):
    """The plan of a joint patrol, as a GeoJSON Feature."""

    model_config = example(EXAMPLE_COURSE)

    type: Literal["Feature"]
    geometry: LineIn
    properties: CoursePropertiesIn

    def course(self) -> Course:
        """Return what the flows take."""
        said = self.properties
        return Course(
            waypoints=tuple((place[0], place[1]) for place in self.geometry.coordinates),
            times=tuple(said.coordinate_properties.times),
            time_tolerance_s=said.time_tolerance_s,
            lateral_tolerance_m=said.lateral_tolerance_m,
            purpose=said.purpose,
            note=said.note or "",
        )


class JointPatrolIn(CourseIn):
    """A joint patrol proposed to one or more other parties."""

    model_config = example(EXAMPLE_COURSE | {"with": [WEST]})

    others: list[UUID] = Field(alias="with", min_length=1, max_length=7)

    @property
    def members(self) -> Sequence[PartyId]:
        """The other parties."""
        return [PartyId(party) for party in self.others]


class AttachIn(In):
    """Which unit one's party sends; its callsign is shown to the other parties."""

    model_config = example({"unit": "Falcon 2"})

    unit: Name = Field(description="Id or callsign of a unit of one's own party.")


class CountersignIn(In):
    """The digest of the text that was read: of another text it is refused."""

    model_config = example({"digest": EXAMPLE_DIGEST})

    digest: str = Field(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")


class MemberOut(Out):
    """One party of a joint patrol."""

    party: UUID
    name: str
    callsign: str | None = Field(description="Of the unit it attached.")
    countersigned: bool = Field(description="Whether it countersigned the text shown.")


class TextOut(Out):
    """What is countersigned."""

    version: int
    canonical: str = Field(description="RFC 8785 JSON: everything that is agreed on.")
    digest: str = Field(description="SHA-256 of the canonical text in hex, to compare before countersigning.")


class JointPatrolOut(Out):
    """A joint patrol. All its parties know it by the same id and reference; `unit` and `patrol` are one's own."""

    model_config = example(EXAMPLE_JOINT)

    id: UUID
    reference: str
    state: JointState
    version: int = Field(description="The text in force; 0 before the first.")
    pending: int | None = Field(description="The text that waits to be countersigned by all.")
    proposer: UUID
    members: list[MemberOut]
    text: TextOut
    unit: UUID | None
    patrol: UUID | None
    proposed_at: datetime
    ended_by: UUID | None
    ended_at: datetime | None

    @classmethod
    def of(cls, shown: Disclosed[JointPatrolView]) -> Self:
        """Show a joint patrol."""
        return cls(**joint_fields(shown.value))


class JointPatrolPage(Out):
    """Joint patrols, newest proposal first."""

    joint_patrols: list[JointPatrolOut]

    @classmethod
    def of(cls, shown: Iterable[Disclosed[JointPatrolView]]) -> Self:
        """Show joint patrols."""
        return cls(joint_patrols=[JointPatrolOut.of(item) for item in shown])


def joint_fields(view: JointPatrolView) -> dict[str, Any]:
    """Return a view's fields as messages have them."""
    text = view.text
    return {
        "id": view.id,
        "reference": view.reference,
        "state": view.state,
        "version": view.version,
        "pending": view.pending,
        "proposer": view.proposer,
        "members": [
            MemberOut(
                party=member.party,
                name=member.party_name,
                callsign=member.callsign,
                countersigned=member.countersigned,
            )
            for member in view.members
        ],
        "text": TextOut(version=text.version, canonical=text.canonical, digest=text.digest),
        "unit": view.unit,
        "patrol": view.patrol,
        "proposed_at": view.proposed_at,
        "ended_by": view.ended_by,
        "ended_at": view.ended_at,
    }
