"""A place is found by everything it is called."""

from deconflict.places.model import Place, PlaceKind


def test_a_place_is_called_by_both_languages_and_by_other_names() -> None:
    assert Place("t", PlaceKind.TOWN, "Tripoli", "طرابلس", 13, 32, 1, ("Oea",)).names == (
        "Tripoli",
        "طرابلس",
        "Oea",
    )
    assert Place("t", PlaceKind.TOWN, "Qarquzah", None, 12, 32).names == ("Qarquzah",)
