"""Makes every kernel of the live tick ready, so that the first tick that matters takes no longer than the others.

Seconds where nothing is compiled yet, else a fraction of one: to be called before a process says that it is ready.
"""

from typing import Final

import numpy as np

from deconflict.separation.frame import ecef
from deconflict.separation.live.after import passages
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.grid import FEW
from deconflict.separation.live.roster import NO_GROUP, Roster
from deconflict.separation.live.routes import Routes
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.live.tick import State, tick
from deconflict.separation.path import Track
from deconflict.separation.units import FloatArray

# More than are compared each with each, so that they are filed.
UNITS: Final = 2 * FEW
START_S: Final = 1_800_000_000.0


def warm() -> None:
    """Run a few ticks of two parties in a row, some on a plan, some late, and look at two of them after the fact."""
    roster = Roster(np.arange(UNITS) % 2, np.full(UNITS, NO_GROUP), np.full((2, 2), 500.0))
    state = State.of(roster, LiveTerms())
    state.routes = Routes.of(UNITS, {0: Track(_knots(), 60.0, 50.0)})
    for second, late_s in ((60, 0), (70, 0), (71, 5), (80, 30)):
        state, _ = tick(state, _fixes(second - late_s), START_S + second)
    passages(_knots(), [_knots()], np.array([500.0]), state.terms)


def _fixes(second: float) -> Fixes:
    """Return a fix of each unit, 100 m from the next one, driving east."""
    return Fixes.of([(unit, START_S + second, *_place(unit, second)) for unit in range(UNITS)])


def _place(unit: int, second: float) -> tuple[float, float]:
    return 13.0 + 0.0001 * second, 32.0 + 0.001 * unit


def _knots() -> FloatArray:
    moments = np.array([0.0, 60.0, 90.0, 600.0])
    places = ecef(np.array([_place(0, second) for second in moments.tolist()]))
    return np.column_stack((places, START_S + moments))
