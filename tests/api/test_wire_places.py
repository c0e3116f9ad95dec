"""Places and maps as they are written."""

from deconflict.api.wire_places import MapsOut, PlacesOut
from deconflict.places.model import Map, Place, PlaceKind

PLACE = Place("t-1", PlaceKind.TOWN, "Tripoli", "طرابلس", 13.1, 32.8, 9, ("Oea",))
MAP = Map("roads", False, "secret/roads", 5, "v", "Roads", "ours", 0, 9, (1, 2, 3, 4), "mvt", ("r",))


def test_a_place_shows_both_names_and_nothing_it_is_only_found_by() -> None:
    said = PlacesOut.of([PLACE], "whose").model_dump()
    assert said == {
        "places": [
            {"id": "t-1", "kind": "town", "name_en": "Tripoli", "name_ar": "طرابلس", "lon": 13.1, "lat": 32.8}
        ],
        "attribution": "whose",
    }


def test_a_map_shows_its_address_and_not_where_it_lies() -> None:
    (said,) = MapsOut.of([MAP]).model_dump()["maps"]
    assert said["address"] == "/v1/maps/roads"
    assert "secret" not in str(said)
