"""What a caller writes becomes what the service takes."""

from datetime import UTC, datetime

from deconflict_client.models import Zone

RING = ((13.0, 32.0), (13.1, 32.0), (13.1, 32.1), (13.0, 32.0))


def test_a_zone_goes_out_as_a_feature() -> None:
    zone = Zone(None, "no_go", "Well", (RING,), party="east", valid_from=datetime(2026, 12, 1, tzinfo=UTC))
    assert zone.feature() == {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[list(place) for place in RING]]},
        "properties": {
            "kind": "no_go",
            "name": "Well",
            "party": "east",
            "valid_from": "2026-12-01T00:00:00+00:00",
        },
    }


def test_a_neutral_zone_without_end_says_neither() -> None:
    assert set(Zone(None, "buffer", "Line", (RING,)).feature()["properties"]) == {"kind", "name"}
