"""A town is found however people type it, in either language, and in the same order for everybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.places.model import Place, PlaceKind
from deconflict.places.reading import SHIPPED, gazetteer
from deconflict.places.rules import Gazetteer, plain

LIBYA = gazetteer("libya", (SHIPPED,))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tripoli", "Tripoli"),
        ("TRIP", "Tripoli"),
        ("طرابلس", "Tripoli"),
        ("طَرَابُلُس", "Tripoli"),
        ("ط", "Tripoli"),
        ("مصراته", "Misrata"),
        ("Misurata", "Misrata"),
        ("Mirsata", "Misrata"),
        ("Benghasi", "Benghazi"),
        ("بنغازى", "Benghazi"),
        ("Şabrātah", "Sabratha"),
        ("bayda", "Al Bayda"),
        ("el beida", "Al Bayda"),
        ("البيضا", "Al Bayda"),
        ("بيضاء", "Al Bayda"),
        ("الابيار", "Al Abyar"),
        ("اوباري", "Ubari"),
        ("walid", "Bani Walid"),
        ("HLLT", "Tripoli International Airport"),
        ("ghadamis", "Ghadames"),
        ("سيرت", "Sirte"),
    ],
)
def test_a_place_is_found_as_people_type_it(typed: str, found: str) -> None:
    assert LIBYA.find(typed, 1)[0].name_en == found


def test_the_town_comes_before_its_district_and_the_larger_before_the_smaller() -> None:
    assert [place.kind for place in LIBYA.find("sirte", 2)] == [PlaceKind.TOWN, PlaceKind.DISTRICT]
    large, small = (Place(str(n), PlaceKind.TOWN, f"Ab{n}", None, 13, 32, n) for n in (9, 1))
    assert Gazetteer([small, large]).find("ab", 5) == [large, small]


@pytest.mark.parametrize("typed", ["", "  ", "'", "zzzzqq", "ـ"])
def test_what_is_like_nothing_finds_nothing(typed: str) -> None:
    assert LIBYA.find(typed, 10) == []


@given(st.text(max_size=64), st.integers(1, 20))
def test_any_text_gets_a_bounded_answer_and_the_same_twice(typed: str, limit: int) -> None:
    found = LIBYA.find(typed, limit)
    assert len(found) <= limit
    assert found == LIBYA.find(typed, limit)


@given(st.text(max_size=64))
def test_a_name_made_plain_stays_as_it_is_but_for_articles(typed: str) -> None:
    once = plain(typed)
    assert once == once.strip()
    assert "  " not in once
