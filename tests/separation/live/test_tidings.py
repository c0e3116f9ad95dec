"""Events as columns read as values."""

import numpy as np

from deconflict.separation.live.terms import Grade, Kind
from deconflict.separation.live.tidings import Encounter, PairEvents, UnitEvent, UnitEvents, UnitKind


def test_events_of_pairs_are_values_one_by_one() -> None:
    whole = (np.array([value]) for value in (3, 7, Kind.WORSE, Grade.ENCOUNTER))
    events = PairEvents(*whole, np.array([120.5]), np.array([60.0]), np.array([1]), np.array([3]))
    assert len(events) == 1
    assert list(events) == [Encounter(3, 7, Kind.WORSE, Grade.ENCOUNTER, 120.5, 60.0, 1, 3)]


def test_events_of_units_are_values_one_by_one() -> None:
    event = UnitEvents(
        np.array([4]), np.array([UnitKind.STRAYING]), np.array([9.0]), np.array([80.0]), np.array([-5.0])
    )
    assert list(event) == [UnitEvent(4, UnitKind.STRAYING, 9.0, 80.0, -5.0)]
    assert len(UnitEvents.none()) == 0
