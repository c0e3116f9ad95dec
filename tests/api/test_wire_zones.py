"""Zones on the wire say what the flows take, and come out in the words they came in with."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from deconflict.api.wire_zones import EXAMPLE_ZONE, ZoneIn, ZoneOut, ZonesOut
from deconflict.separation.area import ZoneKind
from deconflict.separation.errors import EmptyWindow, RingNotClosed
from deconflict.separation.window import UNBOUNDED
from deconflict.zones.model import Zone

AT = datetime(2026, 12, 1, tzinfo=UTC)


def zone(**said: object) -> ZoneIn:
    """The example with other properties."""
    return ZoneIn.model_validate({**EXAMPLE_ZONE, "properties": {**EXAMPLE_ZONE["properties"], **said}})


def test_a_zone_says_what_the_flow_takes() -> None:
    area = zone().area()
    assert area.kind is ZoneKind.PROTECTED_SITE
    assert area.rings[0][0] == area.rings[0][-1] == (13.1, 32.8)
    assert (area.window.start, area.window.end) == (AT, UNBOUNDED)


def test_what_is_no_polygon_or_no_window_is_refused() -> None:
    with pytest.raises(EmptyWindow):
        zone(valid_to="2026-11-01T00:00:00Z").area()
    corners = EXAMPLE_ZONE["geometry"]["coordinates"][0][:-1]
    open_ring = {**EXAMPLE_ZONE, "geometry": {"type": "Polygon", "coordinates": [corners]}}
    with pytest.raises(RingNotClosed):
        ZoneIn.model_validate(open_ring).area()


def test_a_zone_comes_out_as_it_came_in() -> None:
    stored = Zone(uuid4(), None, "Central hospital", zone().area(), AT)
    shown = ZoneOut.of(stored).model_dump(mode="json")
    expected = {**EXAMPLE_ZONE, "id": str(stored.id)}
    expected["properties"] = {**EXAMPLE_ZONE["properties"], "party": None}
    assert shown == expected
    assert ZonesOut.of([stored]).model_dump(mode="json") == {
        "type": "FeatureCollection",
        "features": [shown],
    }
