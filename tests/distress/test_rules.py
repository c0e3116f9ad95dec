"""Which rings are areas, and what lies in one."""

import pytest

from deconflict.distress.errors import AreaInvalid
from deconflict.distress.rules import box_of, comes_into, require_area

SQUARE = ((15.0, 32.0), (15.1, 32.0), (15.1, 32.1), (15.0, 32.1))


def test_a_ring_that_encloses_an_area_is_taken() -> None:
    assert require_area(SQUARE) == SQUARE
    assert box_of(SQUARE) == (15.0, 32.0, 15.1, 32.1)


@pytest.mark.parametrize(
    "ring",
    [
        ((15.0, 32.0), (15.1, 32.0), (15.2, 32.0)),  # a line
        ((15.0, 32.0), (15.1, 32.1), (15.1, 32.0), (15.0, 32.1)),  # a bow tie
        ((15.0, 32.0), (15.0, 32.0), (15.1, 32.0)),  # two corners
        ((15.0, 32.0), (17.5, 32.0), (17.5, 32.1)),  # too wide
        ((15.0, 32.0), (15.1, 32.0), (15.1, 34.5)),  # too high
    ],
)
def test_any_other_is_refused(ring: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(AreaInvalid):
        require_area(ring)


def test_a_place_or_a_way_comes_into_the_area() -> None:
    """A way from west to east through the square has no corner in it.

    ----[ square ]----
    """
    assert comes_into(SQUARE, [(15.05, 32.05)], 0.0)
    assert comes_into(SQUARE, [(15.0, 32.0)], 0.0)  # touching counts
    assert comes_into(SQUARE, [(14.5, 32.05), (15.5, 32.05)], 0.0)
    assert not comes_into(SQUARE, [(14.5, 32.2), (15.5, 32.2)], 0.0)


def test_how_near_is_near_enough_is_measured_in_metres_both_ways() -> None:
    north, east = [(15.05, 32.1 + 500 / 111_200)], [(15.1 + 500 / 94_300, 32.05)]
    for place in (north, east):
        assert not comes_into(SQUARE, place, 480.0)
        assert comes_into(SQUARE, place, 520.0)
