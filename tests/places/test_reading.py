"""The gazetteer that ships is read; the operator's own of that name goes before it."""

import json
from pathlib import Path

from deconflict.places.reading import SHIPPED, gazetteer


def test_the_shipped_gazetteer_says_whose_names_it_has() -> None:
    libya = gazetteer("libya", (SHIPPED,))
    assert "GeoNames" in libya.attribution
    assert libya.find("tripoli", 1)[0].id == "geonames-2210247"


def test_the_operators_own_goes_first(tmp_path: Path) -> None:
    own = {"id": "a", "kind": "town", "name_en": "Oea", "name_ar": None, "lon": 13, "lat": 32}
    said = {"country": "LY", "attribution": "ours", "places": [{**own, "inhabitants": 1, "other_names": []}]}
    (tmp_path / "libya.gazetteer.json").write_text(json.dumps(said), encoding="utf-8")
    assert [place.name_en for place in gazetteer("libya", (tmp_path, SHIPPED)).find("oea", 9)] == ["Oea"]


def test_a_country_without_one_has_no_places(tmp_path: Path) -> None:
    assert gazetteer("nowhere", (tmp_path, SHIPPED)).find("tripoli", 1) == []
