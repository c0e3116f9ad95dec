"""A country's file: Libya's says which names were reviewed; an unknown country is refused."""

import pytest

from geodata.country import country
from geodata.errors import CountryUnknown
from geodata.names import ARABIC_LETTERS

TRIPOLI = 2210247


def test_libyas_file_is_read_with_its_reviewed_names() -> None:
    libya = country("libya")
    assert (libya.alpha2, libya.alpha3, libya.numeric) == ("LY", "LBY", "434")
    assert libya.towns[TRIPOLI].name_ar == "طرابلس"
    assert libya.airfields["HLLB"].name_ar == "مطار بنينا الدولي"
    assert {"Libya", "Tunisia", "Egypt"} <= {each.name_en for each in libya.neighbours}


def test_reviewed_names_are_in_the_letters_of_their_language() -> None:
    libya = country("libya")
    named = [*libya.towns.values(), *libya.airfields.values(), *libya.neighbours]
    assert all(ARABIC_LETTERS.fullmatch(each.name_ar) for each in named if each.name_ar)
    assert all(each.name_en.isascii() for each in named if each.name_en)


def test_a_country_without_a_file_is_refused() -> None:
    with pytest.raises(CountryUnknown, match=r"atlantis\.toml.*country_unknown"):
        country("atlantis")
