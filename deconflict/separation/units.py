"""The numbers with a unit that separation speaks in, and the caps every plan obeys.

Holds no geometry. Inside the engine a time is float64 seconds since 1970 UTC (resolution 0.24 µs until 2106).
"""

from datetime import UTC, datetime, timedelta
from typing import NewType

import numpy as np
from numpy.typing import NDArray

Metres = NewType("Metres", float)
Seconds = NewType("Seconds", float)

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

MIN_SEPARATION_M = Metres(50.0)
MAX_TIME_TOLERANCE_S = Seconds(3600.0)
MAX_LATERAL_TOLERANCE_M = Metres(1000.0)
MAX_LEG_M = Metres(5000.0)
BOUND_SLACK_M = Metres(0.01)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def epoch_s(at: datetime) -> float:
    """Return an aware time as seconds since 1970 UTC."""
    return (at - EPOCH).total_seconds()


def utc(seconds: float) -> datetime:
    """Return seconds since 1970 as an aware UTC time, rounded to the microsecond."""
    return EPOCH + timedelta(seconds=seconds)
