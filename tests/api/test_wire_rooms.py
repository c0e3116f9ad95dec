"""Joint rooms on the wire: the examples are what the models write."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_rooms import EXAMPLE_SCREEN, RoomIn, ScreenOut


def test_the_example_of_a_screen_is_one() -> None:
    assert ScreenOut.model_validate(EXAMPLE_SCREEN).model_dump(mode="json") == EXAMPLE_SCREEN


@pytest.mark.parametrize("count", [1, 9])
def test_a_room_names_two_to_eight_parties(count: int) -> None:
    with pytest.raises(ValidationError):
        RoomIn.model_validate({"name": "x", "parties": [uuid4() for _ in range(count)]})


def test_a_party_is_named_once() -> None:
    party = uuid4()
    with pytest.raises(ValidationError):
        RoomIn.model_validate({"name": "x", "parties": [party, party]})
