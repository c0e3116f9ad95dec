"""Encounters and silent units as the service sends them: what the level does not allow is None."""

import dataclasses

import pytest

from deconflict_client.alerts import OtherAlert
from deconflict_client.near import EncounterAlert, OverdueAlert, encounter
from deconflict_client.reading_alerts import read_alert
from deconflict_client.wire import Record

SEEN = {
    "party": "p2",
    "party_name": "West",
    "callsign": "W-7",
    "at": "2026-12-01T12:00:00Z",
    "bearing_deg": 65,
}
NEAR = {"unit": "u1", "callsign": "E-1", "sight": "exact", "state": "open", "other": SEEN}


@pytest.fixture
def near(wire):
    """Make an encounter's alert."""
    return lambda **fields: read_alert(
        Record.of(wire(3, **{"kind": "encounter", "encounter": "e1", **NEAR, **fields}))
    )


def test_at_level_3_the_other_unit_is_named_with_the_way_to_it(near) -> None:
    alert = near(distance_m=430.0, closeness="predicted", closest_at="2026-12-01T12:03:00Z")
    assert isinstance(alert, EncounterAlert)
    assert (alert.other.callsign, alert.other.bearing_deg, alert.other.lon) == ("W-7", 65, None)
    assert (alert.distance_m, alert.octant, alert.nearby) == (430.0, None, ())


def test_on_the_grid_there_are_cells_at_most(near) -> None:
    cells = [{"column": 1, "row": 2}]
    alert = near(sight="area", other=None, nearby=[{"party": "p2", "party_name": "West", "cells": cells}])
    assert alert.nearby[0].cells == ((1, 2),)


def test_an_all_clear_of_an_encounter_is_still_about_it(near, wire) -> None:
    assert isinstance(near(kind="all_clear", change="resolved", state="ended"), EncounterAlert)
    silent = {"overdue": "o1", "unit": "u1", "callsign": "E-1", "since": "2026-12-01T12:00:00Z"}
    for kind in ("overdue", "all_clear"):
        alert = read_alert(Record.of(wire(3, kind=kind, **silent)))
        assert isinstance(alert, OverdueAlert)
        assert (alert.beyond_reach, alert.heard_at) == (False, None)


def test_one_that_cannot_be_read_is_not_lost(near) -> None:
    assert isinstance(near(sight=None), OtherAlert)


def test_an_encounter_in_a_list_tells_what_its_alert_tells(near, encounter_record) -> None:
    one = encounter(Record.of(encounter_record()))
    alert = near(distance_m=430.0, closeness="predicted", closest_at="2026-12-01T12:03:05Z")
    for field in dataclasses.fields(one):
        if field.name not in {"id", "reference", "level", "revision", "opened_at", "updated_at"}:
            assert getattr(one, field.name) == getattr(alert, field.name), field.name
    assert (one.id, one.level, one.revision) == ("e1", 3, 2)
