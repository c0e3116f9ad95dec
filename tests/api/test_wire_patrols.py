"""Plans on the wire say what the flows take, and come out in the words they came in with."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from deconflict.api.wire_patrols import (
    EXAMPLE_PLAN,
    OwnFindingOut,
    PatrolOut,
    PlanIn,
    PlanOut,
    RegisteredOut,
    VersionsOut,
)
from deconflict.flows.own_side import Mark, ZoneMark
from deconflict.flows.register_patrol import Registered
from deconflict.patrols.model import Patrol, PatrolClass, PatrolState, Plan
from deconflict.separation.area import Area, ZoneFinding, ZoneKind
from deconflict.separation.check import Grade, PointInTime
from deconflict.separation.path import PathLimits, accept
from deconflict.separation.window import ALWAYS
from deconflict.zones.model import Zone

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
RING = ((15.0, 32.0), (15.1, 32.0), (15.1, 32.1), (15.0, 32.0))


@pytest.fixture
def patrol() -> Patrol:
    """A patrol."""
    ids = {name: uuid4() for name in ("id", "party", "unit", "registered_by")}
    return Patrol(
        **ids,
        reference="K7-2M4Q",
        callsign="Falcon 2",
        state=PatrolState.REGISTERED,
        version=2,
        purpose=PatrolClass.RELIEF,
        note="سوق",
        late=True,
        after_the_fact=False,
        registered_at=AT,
    )


@pytest.fixture
def plan() -> Plan:
    """Its plan, as it was handed in."""
    said = PlanIn.model_validate(EXAMPLE_PLAN).submission()
    path = accept(said.waypoints, said.times, said.time_tolerance_s, said.lateral_tolerance_m, PathLimits())
    return Plan(uuid4(), 2, path, uuid4(), AT)


def test_a_plan_says_what_the_flow_takes() -> None:
    said = PlanIn.model_validate(EXAMPLE_PLAN).submission()
    assert said.unit == "Falcon 2"
    assert said.waypoints == ((13.19, 32.88), (13.52, 32.74))
    assert said.times[0] == AT
    assert (said.time_tolerance_s, said.lateral_tolerance_m) == (600.0, 50.0)
    assert (said.purpose, said.note, said.draft, said.party) == (
        PatrolClass.ROUTINE,
        "Market day",
        False,
        None,
    )


def test_what_is_not_said_has_a_default_and_altitudes_are_not_used() -> None:
    body = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[13, 32, 250.5], [13.1, 32, 251]]},
        "properties": {"unit": "U1", "coordinateProperties": {"times": []}, "note": None},
    }
    said = PlanIn.model_validate(body).submission()
    assert said.waypoints == ((13.0, 32.0), (13.1, 32.0))
    assert (said.times, said.note, said.time_tolerance_s, said.purpose) == ((), "", 0.0, PatrolClass.ROUTINE)


def test_a_plan_comes_out_as_it_can_be_handed_in_again(patrol: Patrol, plan: Plan) -> None:
    shown = PlanOut.of(patrol, plan).model_dump(mode="json")
    again = PlanIn.model_validate(shown).submission()
    assert again.waypoints == tuple((point.lon, point.lat) for point in plan.path.waypoints)
    assert (again.unit, again.party) == (str(patrol.unit), str(patrol.party))
    assert (again.purpose, again.note) == (PatrolClass.RELIEF, "سوق")


def test_a_patrol_shows_its_words_of_state(patrol: Patrol, plan: Plan) -> None:
    shown = PatrolOut.of(patrol, plan).model_dump(mode="json")
    assert (shown["state"], shown["class"], shown["late"]) == ("registered", "relief", True)
    assert shown["registered_at"] == "2026-12-01T08:00:00Z"
    assert "findings" not in shown


def test_findings_are_marks_or_zones(patrol: Patrol, plan: Plan) -> None:
    zone = Zone(uuid4(), None, "Hospital", Area((RING,), ZoneKind.PROTECTED_SITE, ALWAYS), AT)
    met = ZoneFinding(ZoneKind.PROTECTED_SITE, Grade.CRITICAL, 0.0, 12.5, AT, AT, PointInTime(15.0, 32.0, AT))
    registered = Registered(patrol, plan, (Mark.LATE, ZoneMark(zone, met)), AT)
    shown = RegisteredOut.of_registered(registered).model_dump(mode="json")
    assert [finding["code"] for finding in shown["findings"]] == ["late", "zone"]
    assert shown["findings"][1] == {
        "code": "zone",
        "zone": str(zone.id),
        "name": "Hospital",
        "kind": "protected_site",
        "grade": "critical",
        "distance_m": 0.0,
        "first": "2026-12-01T08:00:00Z",
        "last": "2026-12-01T08:00:00Z",
    }
    assert shown["notices_by"] == "2026-12-01T08:00:00Z"
    assert {value for name, value in OwnFindingOut.of(Mark.LATE) if name != "code"} == {None}


def test_versions_are_shown_with_who_handed_them_in(patrol: Patrol, plan: Plan) -> None:
    shown = VersionsOut.of(patrol, [plan]).model_dump(mode="json")["versions"]
    assert [(each["version"], each["submitted_by"]) for each in shown] == [(2, str(plan.submitted_by))]
