"""A rival's plan leaves only as a disclosed view, one field for each of its."""

from dataclasses import fields
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from deconflict.api.wire_shared import SharedPlanOut
from deconflict.disclosure.disclosed import disclosed
from deconflict.disclosure.views import SharedPlanView
from deconflict.patrols.model import PatrolClass, PatrolState
from deconflict.separation.path import Waypoint

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.mark.rule("DIS-03")
def test_every_field_of_the_view_is_on_the_wire_and_no_other() -> None:
    view = SharedPlanView(
        id=uuid4(),
        reference="Q3-8KDM",
        owner=uuid4(),
        owner_name="The east",
        callsign="Heron 5",
        state=PatrolState.ACTIVE,
        version=2,
        purpose=PatrolClass.ESCORT,
        waypoints=(Waypoint(15.0, 32.0, AT), Waypoint(15.1, 32.0, AT)),
        time_tolerance_s=600.0,
        lateral_tolerance_m=50.0,
        shared_at=AT,
    )
    wire = SharedPlanOut.of(disclosed(view)).model_dump(mode="json")
    plan = wire.pop("plan")
    moved = {"waypoints", "time_tolerance_s", "lateral_tolerance_m", "purpose"}
    assert set(wire) == {field.name for field in fields(view)} - moved | {"class"}
    assert set(plan["properties"]) == {"coordinateProperties", "time_tolerance_s", "lateral_tolerance_m"}
    assert plan["geometry"]["coordinates"] == [[15.0, 32.0], [15.1, 32.0]]
