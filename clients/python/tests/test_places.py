"""A place is read as the service sends it."""

import pytest

from deconflict_client.errors import Unreadable
from deconflict_client.places import NamedPlace, place
from deconflict_client.wire import Record

TRIPOLI = {"id": "t", "kind": "town", "name_en": "Tripoli", "name_ar": "طرابلس", "lon": 13.1, "lat": 32.8}


def test_a_place_is_read_with_or_without_an_arabic_name() -> None:
    assert place(Record(TRIPOLI)) == NamedPlace("t", "town", "Tripoli", "طرابلس", 13.1, 32.8)
    assert place(Record({**TRIPOLI, "name_ar": None})).name_ar is None


def test_a_place_without_a_point_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        place(Record({name: value for name, value in TRIPOLI.items() if name != "lon"}))
