"""Overlaps and conflicts leave only as disclosed views, one field for each of theirs (DIS-03, DIS-08)."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_disclosed import ConflictOut, OverlapOut
from deconflict.conflicts.model import ConflictState
from deconflict.disclosure.disclosed import disclosed
from deconflict.disclosure.views import Advice, ConflictView, OverlapView, SideView, ZoneView
from deconflict.overlaps.model import OverlapState
from deconflict.separation.area import ZoneFinding, ZoneKind
from deconflict.separation.check import Finding, Grade, PointInTime

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)
HERE = PointInTime(15.0, 32.0, AT)
THERE = PointInTime(15.1, 32.0, LATER)
FINDING = Finding(Grade.CAUTION, 812.4, -300.0, None, 240.0, HERE, THERE, AT, LATER, AT, LATER)
ZONE_FINDING = ZoneFinding(ZoneKind.BASE, Grade.CRITICAL, 0.0, None, AT, LATER, HERE)


def conflict(finding: Finding | ZoneFinding, **other: object) -> ConflictView:
    """A conflict as the desk sees it."""
    side = SideView(uuid4(), "The east", "Falcon 2", uuid4(), "K7-2M4Q", 1)
    values = {"a": side, "b": side, "zone": None, "resolution": None}
    return ConflictView(
        id=uuid4(),
        reference="T4-7WPB",
        state=ConflictState.OPEN,
        episode=1,
        finding=finding,
        opened_at=AT,
        updated_at=LATER,
        **{**values, **other},
    )


@pytest.mark.rule("DIS-03")
def test_an_overlap_has_the_fields_of_its_view_and_no_others() -> None:
    hours = (AT, AT + timedelta(hours=1))
    view = OverlapView(
        uuid4(), "RX-9C3H", uuid4(), "K7-2M4Q", hours, OverlapState.OPEN, 1, 1, (), Advice.HOLD_OR_ADJUST, AT
    )
    shown = OverlapOut.of(disclosed(view)).model_dump(mode="json")
    assert set(shown) == {field.name for field in fields(view)}
    assert shown["hours"] == ["2026-12-01T08:00:00Z", "2026-12-01T09:00:00Z"]


@pytest.mark.rule("DIS-08")
def test_a_conflict_of_two_patrols_shows_both_sides() -> None:
    shown = ConflictOut.of(disclosed(conflict(FINDING))).model_dump(mode="json")
    assert (shown["grade"], shown["distance_m"], shown["lag_s"]) == ("caution", 812.4, -300.0)
    assert shown["nominal_distance_m"] is shown["zone"] is shown["zone_kind"] is None
    assert shown["at_b"] == {"lon": 15.1, "lat": 32.0, "time": "2026-12-01T08:05:00Z"}
    assert shown["b"]["callsign"] == "Falcon 2"


@pytest.mark.rule("SEP-09")
def test_a_conflict_with_a_zone_has_one_side() -> None:
    zone = ZoneView(uuid4(), "Depot", ZoneKind.BASE)
    shown = ConflictOut.of(disclosed(conflict(ZONE_FINDING, b=None, zone=zone))).model_dump(mode="json")
    assert (shown["zone"], shown["zone_name"], shown["zone_kind"]) == (str(zone.id), "Depot", "base")
    assert shown["b"] is shown["at_b"] is shown["lag_s"] is shown["first_b"] is None
    assert shown["first_a"] == "2026-12-01T08:00:00Z"


def test_nothing_else_can_be_slipped_in() -> None:
    shown = ConflictOut.of(disclosed(conflict(FINDING))).model_dump()
    with pytest.raises(ValidationError):
        ConflictOut(**shown, secret="x")
