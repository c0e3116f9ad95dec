"""Patrols and their plans on the wire: GeoJSON Features with times where togeojson puts them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import Flag, In, Moment, Name, Note, Number, Out, Position, example
from deconflict.flows.own_side import Mark, OwnFinding
from deconflict.flows.register_patrol import Registered
from deconflict.patrols.model import Patrol, PatrolClass, PatrolState, Plan, Submission
from deconflict.separation.area import ZoneKind
from deconflict.separation.check import Grade

EXAMPLE_PLAN: Final[dict[str, Any]] = {
    "type": "Feature",
    "geometry": {"type": "LineString", "coordinates": [[13.19, 32.88], [13.52, 32.74]]},
    "properties": {
        "unit": "Falcon 2",
        "coordinateProperties": {"times": ["2026-12-01T08:00:00Z", "2026-12-01T08:40:00Z"]},
        "time_tolerance_s": 600,
        "lateral_tolerance_m": 50,
        "class": "routine",
        "note": "Market day",
    },
}
EXAMPLE_ID: Final = "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d"
EXAMPLE_OWNER: Final = {
    "unit": "0b6f2a56-2a3b-4a55-8a0f-0d6f6f0c9e11",
    "party": "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a",
}
EXAMPLE_PATROL: Final[dict[str, Any]] = {
    "id": EXAMPLE_ID,
    "reference": "K7-2M4Q",
    **EXAMPLE_OWNER,
    "callsign": "Falcon 2",
    "state": "registered",
    "version": 1,
    "class": "routine",
    "note": "Market day",
    "late": False,
    "after_the_fact": False,
    "registered_at": "2026-11-30T17:12:09.120000Z",
    "plan": EXAMPLE_PLAN | {"properties": EXAMPLE_PLAN["properties"] | EXAMPLE_OWNER},
}


class LineIn(In):
    """A path; its number of waypoints is judged with the path itself."""

    type: Literal["LineString"]
    coordinates: list[Position]


class TimesIn(In):
    """One nominal time for each waypoint."""

    times: list[Moment]


class PlanPropertiesIn(In):
    """What a plan says besides its path."""

    unit: Name = Field(description="Id or callsign of a unit of the submitter's party.")
    party: Name | None = Field(None, description="Id or slug of the submitter's own party.")
    coordinate_properties: TimesIn = Field(alias="coordinateProperties")
    time_tolerance_s: Number = Field(0.0, description="The unit may run early or late by this much.")
    lateral_tolerance_m: Number = Field(0.0, description="Half the width of the corridor.")
    purpose: PatrolClass = Field(PatrolClass.ROUTINE, alias="class")
    note: Note | None = None
    draft: Flag = Field(default=False, description="Keep it as a draft; `register` gives notice of it later.")


class PlanIn(In):
    """A plan handed in."""

    model_config = example(EXAMPLE_PLAN)

    type: Literal["Feature"]
    geometry: LineIn
    properties: PlanPropertiesIn

    def submission(self) -> Submission:
        """Return what the flows take."""
        said = self.properties
        return Submission(
            unit=said.unit,
            party=said.party,
            waypoints=tuple((place[0], place[1]) for place in self.geometry.coordinates),
            times=tuple(said.coordinate_properties.times),
            time_tolerance_s=said.time_tolerance_s,
            lateral_tolerance_m=said.lateral_tolerance_m,
            purpose=said.purpose,
            note=said.note or "",
            draft=said.draft,
        )


class LineOut(Out):
    """A path."""

    type: Literal["LineString"] = "LineString"
    coordinates: list[tuple[float, float]]


class TimesOut(Out):
    """One nominal time for each waypoint."""

    times: list[datetime]


class PlanPropertiesOut(Out):
    """What a plan says besides its path, in the words it is handed in with."""

    unit: str
    party: str
    coordinate_properties: TimesOut = Field(serialization_alias="coordinateProperties")
    time_tolerance_s: float
    lateral_tolerance_m: float
    purpose: PatrolClass = Field(serialization_alias="class")
    note: str


class PlanOut(Out):
    """A plan as it can be handed in again."""

    type: Literal["Feature"] = "Feature"
    geometry: LineOut
    properties: PlanPropertiesOut

    @classmethod
    def of(cls, patrol: Patrol, plan: Plan) -> Self:
        """Show a version of a patrol."""
        path = plan.path
        return cls(
            geometry=LineOut(coordinates=[(point.lon, point.lat) for point in path.waypoints]),
            properties=PlanPropertiesOut(
                unit=str(patrol.unit),
                party=str(patrol.party),
                coordinate_properties=TimesOut(times=[point.time for point in path.waypoints]),
                time_tolerance_s=path.time_tolerance_s,
                lateral_tolerance_m=path.lateral_tolerance_m,
                purpose=patrol.purpose,
                note=patrol.note,
            ),
        )


class PatrolOut(Out):
    """A patrol with its current plan."""

    model_config = example(EXAMPLE_PATROL)

    id: UUID
    reference: str
    unit: UUID
    callsign: str
    party: UUID
    state: PatrolState
    version: int
    purpose: PatrolClass = Field(serialization_alias="class")
    note: str
    late: bool
    after_the_fact: bool
    registered_at: datetime
    plan: PlanOut

    @classmethod
    def of(cls, patrol: Patrol, plan: Plan) -> Self:
        """Show a patrol."""
        return cls(**_patrol_fields(patrol, plan))


class OwnFindingOut(Out):
    """What is wrong with the plan on its own side: a mark, or a zone that it meets (the further fields)."""

    code: str = Field(
        description="`late`, `after_the_fact`, `hot_pursuit`, `budget_used`, `suspended` or `zone`."
    )
    zone: UUID | None = None
    name: str | None = None
    kind: ZoneKind | None = None
    grade: Grade | None = None
    distance_m: float | None = None
    first: datetime | None = None
    last: datetime | None = None

    @classmethod
    def of(cls, finding: OwnFinding) -> Self:
        """Show a finding."""
        if isinstance(finding, Mark):
            return cls(code=finding.value)
        met = finding.finding
        return cls(
            code="zone",
            zone=finding.zone.id,
            name=finding.zone.name,
            kind=met.kind,
            grade=met.grade,
            distance_m=met.distance_m,
            first=met.first,
            last=met.last,
        )


class RegisteredOut(PatrolOut):
    """A patrol after a change of it. Nothing in it depends on another party (CON-01)."""

    model_config = example(
        EXAMPLE_PATROL
        | {
            "findings": [dict.fromkeys(OwnFindingOut.model_fields) | {"code": "late"}],
            "notices_by": "2026-11-30T17:12:20Z",
        }
    )

    findings: list[OwnFindingOut]
    notices_by: datetime = Field(description="The tick by which notices about it are out.")

    @classmethod
    def of_registered(cls, registered: Registered) -> Self:
        """Show what registering, amending or moving led to."""
        return cls(
            **_patrol_fields(registered.patrol, registered.plan),
            findings=[OwnFindingOut.of(finding) for finding in registered.findings],
            notices_by=registered.notices_by,
        )


class PatrolPage(Out):
    """Patrols, newest registration first."""

    patrols: list[PatrolOut]


class VersionOut(Out):
    """One version of a patrol's plan; what has been driven never changes (IDN-01)."""

    version: int
    submitted_at: datetime
    submitted_by: UUID
    plan: PlanOut


class VersionsOut(Out):
    """Every version, oldest first."""

    versions: list[VersionOut]

    @classmethod
    def of(cls, patrol: Patrol, plans: Sequence[Plan]) -> Self:
        """Show the versions of a patrol."""
        return cls(
            versions=[
                VersionOut(
                    version=plan.version,
                    submitted_at=plan.submitted_at,
                    submitted_by=plan.submitted_by,
                    plan=PlanOut.of(patrol, plan),
                )
                for plan in plans
            ]
        )


def _patrol_fields(patrol: Patrol, plan: Plan) -> dict[str, Any]:
    return {
        "id": patrol.id,
        "reference": patrol.reference,
        "unit": patrol.unit,
        "callsign": patrol.callsign,
        "party": patrol.party,
        "state": patrol.state,
        "version": patrol.version,
        "purpose": patrol.purpose,
        "note": patrol.note,
        "late": patrol.late,
        "after_the_fact": patrol.after_the_fact,
        "registered_at": patrol.registered_at,
        "plan": PlanOut.of(patrol, plan),
    }
