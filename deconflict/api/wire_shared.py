"""Rivals' plans on the wire, made from `Disclosed` views alone: as a GeoJSON Feature, like one's own (RFC 7946)."""

from datetime import datetime
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import Out, example
from deconflict.api.wire_patrols import LineOut, TimesOut
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.views import SharedPlanView
from deconflict.patrols.model import PatrolClass, PatrolState

EXAMPLE: Final[dict[str, Any]] = {
    "id": "0b9c8d7e-6f5a-4b3c-9d2e-1f0a9b8c7d6e",
    "reference": "Q3-8KDM",
    "owner": "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a",
    "owner_name": "Eastern Command",
    "callsign": "Heron 5",
    "state": "registered",
    "version": 1,
    "class": "routine",
    "shared_at": "2026-11-30T17:12:20Z",
    "plan": {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[13.19, 32.88], [13.52, 32.74]]},
        "properties": {
            "coordinateProperties": {"times": ["2026-12-01T08:00:00Z", "2026-12-01T08:40:00Z"]},
            "time_tolerance_s": 600.0,
            "lateral_tolerance_m": 50.0,
        },
    },
}


class SharedPropertiesOut(Out):
    """When it is where, and how late, early and wide it may run."""

    coordinate_properties: TimesOut = Field(serialization_alias="coordinateProperties")
    time_tolerance_s: float
    lateral_tolerance_m: float


class SharedFeatureOut(Out):
    """The plan itself."""

    type: Literal["Feature"] = "Feature"
    geometry: LineOut
    properties: SharedPropertiesOut


class SharedPlanOut(Out):
    """A rival's whole plan (DIS-03, level 4)."""

    model_config = example(EXAMPLE)

    id: UUID
    reference: str
    owner: UUID
    owner_name: str
    callsign: str
    state: PatrolState
    version: int
    purpose: PatrolClass = Field(serialization_alias="class")
    shared_at: datetime
    plan: SharedFeatureOut

    @classmethod
    def of(cls, shown: Disclosed[SharedPlanView]) -> Self:
        """Show a rival's plan."""
        view = shown.value
        return cls(
            id=view.id,
            reference=view.reference,
            owner=view.owner,
            owner_name=view.owner_name,
            callsign=view.callsign,
            state=view.state,
            version=view.version,
            purpose=view.purpose,
            shared_at=view.shared_at,
            plan=SharedFeatureOut(
                geometry=LineOut(coordinates=[(point.lon, point.lat) for point in view.waypoints]),
                properties=SharedPropertiesOut(
                    coordinate_properties=TimesOut(times=[point.time for point in view.waypoints]),
                    time_tolerance_s=view.time_tolerance_s,
                    lateral_tolerance_m=view.lateral_tolerance_m,
                ),
            ),
        )


class SharedPlanPage(Out):
    """Rivals' plans, newest first."""

    shared_plans: list[SharedPlanOut]
