"""From the packages' rows to towns, airfields and districts, with the reviewed names before the source's."""

import json
from dataclasses import replace
from typing import Any

import pytest
from shapely import box

from geodata.country import Country, Reviewed
from geodata.layers import Loaded, airfields, districts, ground, towns
from geodata.topology import Topology

HERE = Country("here", "LY", "LBY", "434", "Here", "هنا", (10.0, 20.0, 12.0, 22.0), 5)


def city(number: int, name: str, *others: str, code: str = "LY", inhabitants: int = 10) -> dict[str, Any]:
    return {
        "geonameid": number,
        "name": name,
        "latitude": 21.123456789,
        "longitude": 11,
        "countrycode": code,
        "population": inhabitants,
        "alternatenames": list(others),
    }


def read(about: Country, *cities: dict[str, Any]) -> list[Any]:
    return towns(json.dumps({str(each["geonameid"]): each for each in cities}).encode(), about)


def test_a_town_has_plain_english_and_its_first_arabic_name() -> None:
    (found,) = read(HERE, city(1, "Al Bayḑā’", "البیضاء", "البيضاء", "Beida"), city(2, "Faro", code="PT"))
    assert (found.name_en, found.name_ar, found.lat) == ("Al Bayda", "البيضاء", 21.12346)
    assert found.other_names == ("Beida",)


def test_reviewed_names_go_before_the_sources() -> None:
    about = Country(
        **{
            **vars(HERE),
            "towns": {1: Reviewed("A", "ا"), 2: Reviewed(not_ar=("ب",)), 3: Reviewed(leave_out="twice")},
        }
    )
    first, second = read(about, city(1, "X", "س"), city(2, "Y", "ب", "ج"), city(3, "Z"))
    assert (first.name_en, first.name_ar, first.other_names) == ("A", "ا", ("X", "س"))
    assert (second.name_ar, second.other_names) == ("ج", ())


def test_the_largest_town_comes_first() -> None:
    found = read(HERE, city(1, "Small"), city(2, "Large", inhabitants=99))
    assert [town.name_en for town in found] == ["Large", "Small"]


def test_airfields_of_the_country_in_metres() -> None:
    text = "icao,iata,name,country,elevation,lat,lon\nHLLT,TIP,Tripoli,LY,263,32.6,13.1\nLPFR,FAO,Faro,PT,1,37,-8\n"
    (found,) = airfields(text.encode(), HERE)
    assert (found.icao, found.name_ar, found.elevation_m) == ("HLLT", None, 80)


def test_an_airfield_has_the_names_that_were_reviewed_or_is_left_out() -> None:
    text = b"icao,iata,name,country,elevation,lat,lon\nHLLM,MJI,Mitiga,LY,1,32,13\nHLXX,,Twice,LY,1,32,13\n"
    about = replace(
        HERE, airfields={"HLLM": Reviewed(name_ar="معيتيقة"), "HLXX": Reviewed(leave_out="twice")}
    )
    (found,) = airfields(text, about)
    assert (found.name_en, found.name_ar) == ("Mitiga", "معيتيقة")


def test_districts_lose_their_title() -> None:
    said = {
        "adm0_a3": "LBY",
        "adm1_code": "LBY-1",
        "name_en": "Sirte",
        "name": "Surt",
        "name_ar": "شعبية سرت",
    }
    square = {"type": "Polygon", "coordinates": [[[10, 20], [11, 20], [11, 21], [10, 20]]]}
    text = json.dumps({"features": [{"properties": said, "geometry": square}]}).encode()
    (found,) = districts(text, HERE)
    assert (found.code, found.name_en, found.name_ar) == ("LBY-1", "Sirte", "سرت")


def test_land_ends_at_the_box_and_borders_run_between_countries() -> None:
    arcs = [[(11.0, 19.0), (11.0, 30.0)], [(11.0, 30.0), (0.0, 30.0), (0.0, 19.0), (11.0, 19.0)]]
    east = [(11.0, 30.0), (40.0, 30.0), (40.0, 19.0), (11.0, 19.0)]
    topology = Topology([*arcs, east], {"a": [[[0, 1]]], "b": [[[0, 2]]]})
    land, borders = ground(topology, HERE)
    assert land.equals(box(*HERE.box))
    assert borders.bounds == (11, 20, 11, 22)


@pytest.mark.parametrize(("inhabitants", "zoom"), [(400_000, 3), (100_000, 5), (0, 8)])
def test_large_towns_are_shown_from_afar(inhabitants: int, zoom: int) -> None:
    found = read(HERE, city(1, "A", inhabitants=inhabitants))
    drawn = Loaded(HERE, box(0, 0, 1, 1), box(0, 0, 1, 1).boundary, [], found, []).layers()["towns"]
    assert drawn[0]["properties"] == {"name_en": "A", "inhabitants": inhabitants, "from_zoom": zoom}
