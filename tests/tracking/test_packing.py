"""Fixes come back from their bytes as they were."""

import math
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deconflict.tracking.model import Fix
from deconflict.tracking.packing import FIX, fixes, pack
from deconflict.tracking.rules import sane, unpack

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
MAYBE = st.none() | st.floats(0, 360)
FIXES = st.lists(
    st.builds(
        Fix,
        st.integers(-(10**9), 10**9).map(lambda second: NOW + timedelta(seconds=second)),
        st.floats(-180, 180),
        st.floats(-90, 90),
        MAYBE,
        MAYBE,
        MAYBE,
    ),
    min_size=1,
)


@given(FIXES)
def test_what_is_packed_is_unpacked_as_it_was(reported: list[Fix]) -> None:
    rows = unpack(pack(reported))
    assert sane(rows).all()
    assert fixes(rows) == tuple(reported)


def test_what_was_not_reported_stays_so() -> None:
    stored = pack([Fix(NOW, 15.0, 32.0, speed_m_s=3.0)])
    assert len(stored) == FIX.size
    at, lon, lat, accuracy, speed, course = FIX.unpack(stored)
    assert (at, lon, lat, speed) == (NOW.timestamp(), 15.0, 32.0, 3.0)
    assert math.isnan(accuracy)
    assert math.isnan(course)
