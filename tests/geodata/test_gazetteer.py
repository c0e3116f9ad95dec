"""The gazetteer as a file: towns, districts and airfields, one a line."""

import json

from shapely import box

from geodata.country import Country
from geodata.gazetteer import gazetteer, written
from geodata.layers import Airfield, District, Loaded, Town

HERE = Country("here", "LY", "LBY", "434", "Here", "هنا", (10.0, 20.0, 12.0, 22.0), 5)
LOADED = Loaded(
    HERE,
    box(10, 20, 12, 22),
    box(10, 20, 12, 22).boundary,
    [District("LBY-1", "Sirte", "سرت", box(10, 20, 12, 22))],
    [Town(7, "A", "ا", 11, 21, 5, ("B",))],
    [Airfield("HLLT", "", "Tripoli", "طرابلس", 11, 21, 80)],
)


def test_every_place_is_in_it_with_an_id_and_a_kind() -> None:
    places = gazetteer(LOADED, "by us")["places"]
    assert [(each["id"], each["kind"]) for each in places] == [
        ("geonames-7", "town"),
        ("district-lby-1", "district"),
        ("airfield-hllt", "airfield"),
    ]
    assert (places[1]["lon"], places[1]["lat"]) == (11, 21)
    assert (places[2]["name_ar"], places[2]["other_names"]) == ("طرابلس", ("HLLT",))


def test_it_is_written_one_place_a_line() -> None:
    text = written(gazetteer(LOADED, "by us"))
    assert json.loads(text)["attribution"] == "by us"
    assert sum(line.startswith('{"id"') for line in text.splitlines()) == 3
