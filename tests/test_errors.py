"""The root of every refusal."""

import dataclasses
from typing import ClassVar

import pytest

from deconflict.errors import DeconflictError, NotFound


@dataclasses.dataclass(eq=False)
class TooTall(DeconflictError):
    """A refusal made up for these tests."""

    code: ClassVar[str] = "too_tall"
    index: int
    limit_m: float


def test_an_error_tells_its_particulars_without_its_pointer() -> None:
    error = TooTall(3, 2.5)
    error.pointer = "/height"
    assert error.fields() == {"index": 3, "limit_m": 2.5}
    assert str(error) == "too_tall(index=3, limit_m=2.5)"


def test_hidden_and_absent_have_nothing_to_tell() -> None:
    assert NotFound().fields() == {}
    assert str(NotFound()) == "not_found()"


def test_an_error_can_be_raised_and_keeps_its_traceback() -> None:
    with pytest.raises(DeconflictError) as caught:
        raise TooTall(1, 1.0)
    assert caught.value.__traceback__ is not None
